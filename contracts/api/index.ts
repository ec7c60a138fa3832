import { aboutEndpoints } from './about';
import { auditEndpoints } from './audit';
import type { Endpoint } from './endpoint';
import { personEndpoints } from './persons';
import { readEndpoints } from './read';
import { readLogEndpoints } from './read-log';
import { writeEndpoints } from './write';

export { aboutEndpoints, auditEndpoints, personEndpoints, readEndpoints, readLogEndpoints, writeEndpoints };
export { loggedAs, ReadKind } from './endpoint';
export type { Access, Content, Endpoint, Endpoints, PartsOf, Reply } from './endpoint';
export type { Param, Params, QueryOf } from './params';

/** Every endpoint there is, by the name of its handler. */
export const endpoints: Readonly<Record<string, Endpoint>> = {
  ...writeEndpoints,
  ...readEndpoints,
  ...personEndpoints,
  ...readLogEndpoints,
  ...auditEndpoints,
  ...aboutEndpoints,
};
