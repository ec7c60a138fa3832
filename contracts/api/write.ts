import { DocumentKind } from '../events/document';
import { integer, oneOf, pattern, text } from '../codec/kit';
import { CloudEvent } from '../envelope';
import { label } from '../labels';
import { Key, Line, OrganisationId, Subject, Timestamp, UriReference, Year } from '../primitives';
import { endpoint, json } from './endpoint';
import { integerParam, textParam, textsParam } from './params';

const example = {
  specversion: '1.0',
  id: '2031-06-report-17',
  source: 'https://portal.granvik.example',
  type: 'no.kravspor.requirement.received.v1',
  subject: 'granvik.vestre-styringskrav-2031-i012',
  time: '2031-06-30T10:00:00Z',
  organisation: 'granvik',
  data: {},
};

const RECEIPT = {
  type: 'object',
  properties: {
    id: { type: 'string', description: 'Id of the record: its address is /v1/events/{id}.' },
    type: { type: 'string' },
    stream: { type: 'string' },
    revision: { type: 'integer' },
    position: { type: 'string', description: 'Opaque; ?wait= of every read takes it.' },
    time: { type: 'string', format: 'date-time' },
    recordedAt: { type: 'string', format: 'date-time' },
    recordedDaysLater: {
      type: 'integer',
      description: 'Given where it was recorded a day or more after it happened.',
    },
    again: {
      type: 'boolean',
      description: 'The same event was here before; this is its first answer again.',
    },
    links: { type: 'object', additionalProperties: { type: 'string' } },
    waited: {
      type: 'object',
      description: 'Given with ?wait=: for what, and whether it came before the deadline.',
    },
  },
  required: ['id', 'type', 'stream', 'revision', 'position', 'time', 'recordedAt', 'again', 'links'],
};

const BATCH = {
  type: 'object',
  properties: {
    stored: { type: 'integer' },
    refused: { type: 'integer' },
    items: {
      type: 'array',
      items: {
        oneOf: [
          { ...RECEIPT, properties: { ...RECEIPT.properties, status: { enum: [200, 201] } } },
          { type: 'object', description: 'A problem (RFC 9457) with its status.' },
        ],
      },
    },
  },
  required: ['stored', 'refused', 'items'],
};

const HEADERS = {
  Location: 'The address of the record.',
  ETag: 'The revision the stream now stands at.',
};

/** How long an answer may wait, in seconds. */
export const MAX_WAIT_S = 20;

export const waitParams = {
  wait: textParam(
    oneOf('views', 'follow-ups', 'proof'),
    'Answer once the views show what was stored; or once what it causes in other streams is stored and shown too; or once it is under a signed checkpoint, with the proof of it.',
  ),
  deadline: integerParam(
    integer(1, MAX_WAIT_S),
    'Answer after so many seconds in any case, and say in `waited` that it was not done. Default 10.',
    '10',
  ),
};

/** Everything that is written: events, and documents to be read into events. */
export const writeEndpoints = {
  sendEvents: endpoint({
    method: 'POST',
    path: '/v1/events',
    summary: label('Send hendelser', 'Send hendingar', 'Send events'),
    description:
      'One CloudEvent (structured, or binary with ce- headers), or a batch. An answer means that it is stored durably. ' +
      'The same event again gives its first answer again; so a request whose answer was lost is simply sent again. ' +
      'A batch is read whole before any of it is stored; then each item has its own outcome.',
    tag: 'write',
    access: 'writer',
    query: waitParams,
    headers: {
      'If-Match': 'The ETag of what the sender has looked at. For a single event; some types require it.',
      'Idempotency-Key': 'Not needed: the event’s own id does it. Where given, it must be the event’s id.',
      traceparent: 'Given back in problems; with a binary event it is kept in the event.',
    },
    body: {
      description:
        'At most 64 KiB for one event; at most 1,000 events and 2 MiB for a batch. Not compressed.',
      content: [
        { mediaType: 'application/cloudevents+json', schema: CloudEvent.schema, example },
        {
          mediaType: 'application/cloudevents-batch+json',
          schema: { type: 'array', items: CloudEvent.schema },
        },
        { mediaType: 'application/json', schema: {}, example },
      ],
    },
    replies: {
      200: { ...json('The same event was stored before; its first answer.', RECEIPT), headers: HEADERS },
      201: { ...json('Stored.', { oneOf: [RECEIPT, BATCH] }), headers: HEADERS },
      207: json('Some items of the batch are stored, others refused: each has its own status.', BATCH),
    },
    problems: [
      'malformed-json',
      'not-allowed',
      'not-found',
      'id-reused',
      'revision-conflict',
      'too-large',
      'unsupported-media-type',
      'invalid-event',
      'unknown-event-type',
      'national-id',
      'graded-content',
      'time-ahead',
      'rule-refused',
      'precondition-required',
      'unavailable',
      'no-space',
    ],
  }),
  importDocument: endpoint({
    method: 'POST',
    path: '/v1/imports',
    summary: label(
      'Les inn et styringsdokument',
      'Les inn eit styringsdokument',
      'Import a steering document',
    ),
    description:
      'Reads a steering document in plain text into draft items, keeps the original, and records both. The same ' +
      'document sent again goes on where it stopped, and changes nothing where it was done.',
    tag: 'write',
    access: 'writer',
    query: {
      issuer: textParam(OrganisationId, 'The organisation that issues the document. Required.', 'vestre'),
      document: textParam(Key, 'Id of the document among the issuer’s. Required.', 'styringskrav-2031'),
      year: integerParam(Year, 'The year it steers. Required.', '2031'),
      kind: textParam(DocumentKind, 'What kind of document it is; steering-document unless told.'),
      title: textParam(Line, 'Its title; what the document itself says unless told.'),
      supplements: textParam(Subject, 'The published document it is a supplement to, `<issuer>.<document>`.'),
      addressees: textsParam(
        OrganisationId,
        'To whom it is directed where an item names nobody; may be given more than once.',
      ),
      filename: textParam(Line, 'What the file is called.', 'styringskrav-2031.txt'),
      access: textParam(oneOf('open', 'exempt'), 'May the public see it? open unless told.'),
      legalBasis: textParam(Line, 'Why it is exempt from public access.'),
      date: textParam(
        pattern('Date', 'a date such as 2031-02-01', /^\d{4}-\d{2}-\d{2}$/),
        'The date on the document.',
      ),
      time: textParam(Timestamp, 'When it was registered; now unless told.'),
      source: textParam(UriReference, 'The CloudEvents source of the events.'),
      reason: textParam(text(2_000), 'Why it is registered.'),
      ...waitParams,
    },
    body: {
      description: 'The bytes of the document as they are: UTF-8 or Latin-1, at most 20 MiB. Not compressed.',
      content: [{ mediaType: 'text/plain' }],
    },
    replies: {
      200: json('The same document was imported before.', { type: 'object' }),
      201: {
        ...json('Imported: counts, doubts, and where to decide on the items.', { type: 'object' }),
        headers: { Location: 'The address of the document.' },
      },
    },
    problems: [
      'not-allowed',
      'id-reused',
      'too-large',
      'unsupported-media-type',
      'invalid-event',
      'national-id',
      'graded-content',
      'nothing-to-import',
      'erased',
      'rule-refused',
      'unavailable',
      'no-space',
    ],
  }),
  original: endpoint({
    method: 'GET',
    path: '/v1/originals/:sha256',
    parts: { sha256: 'SHA-256 of the bytes, in lower-case hex.' },
    summary: label('En original', 'Ein original', 'An original'),
    tag: 'read',
    access: 'reader',
    logged: 'export',
    query: { document: textParam(Subject, 'A document it is the original of; found by itself unless told.') },
    replies: {
      200: { description: 'The bytes as they were sent.', content: [{ mediaType: 'text/plain' }] },
    },
    problems: ['not-found', 'erased', 'unavailable'],
  }),
} as const;
