import { integer } from '../codec/kit';
import { label } from '../labels';
import { endpoint, ReadKind } from './endpoint';
import { integerParam } from './params';
import { anyOf, day, listed, names, orderBy, place } from './read-params';

/** Who has read what: the second log, which auditors read. */
export const readLogEndpoints = {
  reads: endpoint({
    method: 'GET',
    path: '/v1/reads',
    tag: 'log',
    access: 'whole-log',
    roles: ['auditor'],
    logged: 'reads',
    summary: label('Hvem har lest hva', 'Kven har lese kva', 'Who has read what'),
    description:
      'Reads of history, exports, proofs and persons, and of this log itself, the newest first. Kept for as long as KRAVSPOR_READ_LOG_DAYS says.',
    query: {
      ...place,
      order: orderBy('at'),
      kind: anyOf('What was read.', ...ReadKind.words),
      actor: names('Who read, by the opaque id.', 'p-7f3a'),
      organisation: names('Organisation the reader spoke for.', 'granvik'),
      credential: names('The key it was read with.', 'k-2031-01'),
      thing: names('What was read, by its id.', 'granvik.helse-solheim-sr-2031-i012'),
      status: integerParam(integer(100, 599), 'How it was answered.', '200'),
      from: day('Read on this day of Oslo or later.'),
      to: day('Read on this day of Oslo or earlier.'),
    },
    replies: listed('reads'),
    problems: ['unavailable'],
  }),
};
