import type { writeEndpoints } from '../../../contracts/api';
import type { Handlers } from '../handler';
import { importDocument } from './imports';
import { original } from './originals';

/** What is written besides events, whose door stands before all others. */
export const writeHandlers: Handlers<Omit<typeof writeEndpoints, 'sendEvents'>> = {
  importDocument,
  original,
};
