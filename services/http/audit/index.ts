import { right } from 'fp-ts/Either';
import type { auditEndpoints } from '../../../contracts/api';
import { type Handlers, jsonAnswer } from '../handler';

/** What auditors ask of the log itself. */
export const auditHandlers: Handlers<typeof auditEndpoints> = {
  startReplay: ({ service }) => {
    const answer = jsonAnswer(service.replays.start());
    return Promise.resolve(right({ ...answer, status: 202, location: '/v1/replays/latest' }));
  },
  replay: ({ service }) => Promise.resolve(right(jsonAnswer(service.replays.latest()))),
};
