import { object, type Static } from '../codec/kit';
import { logEvents } from '../events/log';
import { label } from '../labels';
import { PersonFacts } from '../persons';
import { Line, OrganisationId, Reason, type Role } from '../primitives';
import { endpoint, json } from './endpoint';
import { listed, names, place } from './read-params';

/** Who may erase a person is told by the catalogue; the same fill in the register. */
const KEEPERS: readonly Role[] = logEvents['person-erased'].who.roles;

const ID = 'The opaque id that events know the person by.';
const PERSON = {
  type: 'object',
  properties: { id: { type: 'string' }, ...properties(PersonFacts.schema['properties']) },
  required: ['id', 'organisation', 'name'],
};

/** Why something is erased. The organisation may be left out by whoever has a key of one. */
export const ErasureOrder = object({ legalBasis: Line, reason: Reason }, { organisation: OrganisationId });
export type ErasureOrder = Static<typeof ErasureOrder>;

const ERASED = {
  type: 'object',
  properties: {
    record: { type: 'string', description: 'Id of the record of the erasure.' },
    href: { type: 'string' },
    legalBasis: { type: 'string' },
    reason: { type: 'string' },
    time: { type: 'string', format: 'date-time' },
    done: { type: 'boolean', description: 'Is it carried out? If not, it will be, also over a restart.' },
  },
  required: ['record', 'href', 'done'],
};

const ordering = {
  method: 'POST',
  tag: 'write',
  access: 'writer',
  roles: KEEPERS,
  body: {
    description: 'On what legal basis, and why. Both stand in the log for ever: no names in them.',
    content: [
      {
        mediaType: 'application/json',
        schema: ErasureOrder.schema,
        example: { legalBasis: 'GDPR art. 17', reason: 'Krav fra den registrerte' },
      },
    ],
  },
  replies: {
    200: json('Recorded and carried out, now or before.', ERASED),
    202: json('Recorded, and not carried out yet.', ERASED),
  },
  problems: [
    'malformed-json',
    'not-found',
    'invalid-event',
    'national-id',
    'graded-content',
    'too-large',
    'unsupported-media-type',
    'unavailable',
    'no-space',
  ],
} as const;

/** The register of persons: names by the opaque ids that events use, filled and erased here. */
export const personEndpoints = {
  persons: endpoint({
    method: 'GET',
    path: '/v1/persons',
    tag: 'read',
    access: 'reader',
    roles: [...KEEPERS, 'auditor'],
    logged: 'person',
    summary: label('Personregisteret', 'Personregisteret', 'Register of persons'),
    query: {
      ...place,
      organisation: names('Organisation the person belongs to.', 'granvik'),
    },
    replies: listed('persons'),
    problems: ['unavailable'],
  }),
  person: endpoint({
    method: 'GET',
    path: '/v1/persons/:id',
    parts: { id: ID },
    tag: 'read',
    access: 'reader',
    logged: 'person',
    summary: label('Én person', 'Éin person', 'One person'),
    description: 'The name; and the e-mail address for those who may see the register.',
    replies: { 200: json('The person.', PERSON) },
    problems: ['not-found', 'erased', 'unavailable'],
  }),
  putPerson: endpoint({
    method: 'PUT',
    path: '/v1/persons/:id',
    parts: { id: ID },
    tag: 'write',
    access: 'writer',
    roles: KEEPERS,
    logged: 'person',
    summary: label('Før inn en person', 'Før inn ein person', 'Fill in a person'),
    description:
      'Names are kept outside the log, so that they can be erased. An erased id is never filled again.',
    body: {
      description: 'At most 64 KiB.',
      content: [
        {
          mediaType: 'application/json',
          schema: PersonFacts.schema,
          example: { organisation: 'granvik', name: 'Kari Nordmann', email: 'kari@granvik.example' },
        },
      ],
    },
    replies: { 200: json('Changed.', PERSON), 201: json('Added.', PERSON) },
    problems: [
      'malformed-json',
      'national-id',
      'erased',
      'too-large',
      'unsupported-media-type',
      'unavailable',
      'no-space',
    ],
  }),
  erasePerson: endpoint({
    ...ordering,
    path: '/v1/persons/:id/erasure',
    parts: { id: ID },
    logged: 'person',
    summary: label('Slett en person', 'Slett ein person', 'Erase a person'),
    description:
      'Records the erasure in the log, and carries it out. Events keep the id; in the place of the name stands an erased marker.',
  }),
  eraseOriginal: endpoint({
    ...ordering,
    path: '/v1/originals/:sha256/erasure',
    parts: { sha256: 'SHA-256 of the bytes, in lower-case hex.' },
    summary: label('Slett en original', 'Slett ein original', 'Erase an original'),
    description: 'Records the erasure in the log, and carries it out. The hash stays.',
  }),
};

function properties(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
