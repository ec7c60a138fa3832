import { integer, oneOf, pattern } from '../codec/kit';
import { ReportStep } from '../events/parts';
import { label } from '../labels';
import { Line, Seq } from '../primitives';
import { endpoint } from './endpoint';
import { integerParam, textParam, textsParam } from './params';
import { asking, day, detail, lang, told, telling, wait, waiting } from './read-params';

const one = { method: 'GET', tag: 'read', access: 'reader', problems: ['not-found', 'unavailable'] } as const;
const REQUIREMENT = 'Subject of the requirement, `<addressee>.<key>`.';
const DOCUMENT = 'Subject of the document, `<issuer>.<document>`.';
const REPORT = 'Subject of the report, `<organisation>.<kind>.<year>.<number>`.';
const CALENDAR = 'Subject of the calendar, `<organisation>.<year>`.';

const Token = pattern('Token', 'the token of a page or an event before', /^[A-Za-z0-9_-]{1,300}$/);
const feed = {
  family: textsParam(
    oneOf('log', 'organisations', 'access', 'document', 'requirement', 'report', 'calendar', 'follow-ups'),
    'Only streams of this family; may be given more than once.',
  ),
  stream: textsParam(Line, 'Only this stream; may be given more than once.'),
  organisation: textsParam(Line, 'Only streams of this organisation; may be given more than once.'),
};

/** One thing each, its history, the log's events, and reports. */
export const detailEndpoints = {
  requirement: endpoint({
    ...one,
    path: '/v1/requirements/:id',
    parts: { id: REQUIREMENT },
    summary: label('Ett krav', 'Eitt krav', 'One requirement'),
    description: 'Each field with a link to the record it rests on (`because`).',
    query: asking,
    replies: detail('The requirement as it stands now.'),
  }),
  requirementHistory: endpoint({
    ...one,
    logged: 'history',
    path: '/v1/requirements/:id/history',
    parts: { id: REQUIREMENT },
    summary: label('Historikken til et krav', 'Historikken til eit krav', 'History of a requirement'),
    query: telling,
    replies: told,
  }),
  commonText: endpoint({
    ...one,
    path: '/v1/common/:key',
    parts: { key: 'The key that all addressees of the text share.' },
    summary: label(
      'Én tekst hos alle adressater',
      'Éin tekst hos alle adressatar',
      'One text over all its addressees',
    ),
    query: asking,
    replies: detail('The text, its parts side by side, and their joint status.'),
  }),
  document: endpoint({
    ...one,
    path: '/v1/documents/:id',
    parts: { id: DOCUMENT },
    summary: label('Ett dokument med punktene', 'Eitt dokument med punkta', 'One document with its items'),
    query: asking,
    replies: detail('The document; each item has the revision to decide on, and its lines in the original.'),
  }),
  documentItem: endpoint({
    ...one,
    path: '/v1/documents/:id/items/:item',
    parts: { id: DOCUMENT, item: 'The item, such as `i012`.' },
    summary: label('Ett punkt i et dokument', 'Eitt punkt i eit dokument', 'One item of a document'),
    query: waiting,
    replies: detail('The item; its ETag is the revision of the record that last touched it.'),
  }),
  documentHistory: endpoint({
    ...one,
    logged: 'history',
    path: '/v1/documents/:id/history',
    parts: { id: DOCUMENT },
    summary: label('Historikken til et dokument', 'Historikken til eit dokument', 'History of a document'),
    query: telling,
    replies: told,
  }),
  deviation: endpoint({
    ...one,
    path: '/v1/deviations/:requirement/:deviation',
    parts: { requirement: REQUIREMENT, deviation: 'The deviation, such as `d1`.' },
    summary: label('Ett avvik', 'Eitt avvik', 'One deviation'),
    query: asking,
    replies: detail('The deviation with cause, measures and effect.'),
  }),
  organisation: endpoint({
    ...one,
    path: '/v1/organisations/:id',
    parts: { id: 'The organisation.' },
    summary: label('Én organisasjon', 'Éin organisasjon', 'One organisation'),
    query: { ...asking, on: day('Names and groups as of this day; today unless told.') },
    replies: detail('The organisation with its names and groups over time.'),
  }),
  organisationHistory: endpoint({
    ...one,
    logged: 'history',
    path: '/v1/organisations/:id/history',
    parts: { id: 'The organisation.' },
    summary: label(
      'Historikken til en organisasjon',
      'Historikken til ein organisasjon',
      'History of an organisation',
    ),
    query: telling,
    replies: told,
  }),
  calendar: endpoint({
    ...one,
    path: '/v1/calendars/:id',
    parts: { id: CALENDAR },
    summary: label('Ett års frister', 'Fristane for eitt år', 'The deadlines of a year'),
    query: asking,
    replies: detail('The calendar, with the weekend rule applied.'),
  }),
  calendarHistory: endpoint({
    ...one,
    logged: 'history',
    path: '/v1/calendars/:id/history',
    parts: { id: CALENDAR },
    summary: label('Historikken til frister', 'Historikken til fristar', 'History of deadlines'),
    query: telling,
    replies: told,
  }),
  report: endpoint({
    ...one,
    tag: 'reports',
    path: '/v1/reports/:id',
    parts: { id: REPORT },
    summary: label('Én rapport', 'Éin rapport', 'One report'),
    description: 'Submissions with punctuality as claimed and as recorded, differences with their decisions.',
    query: asking,
    replies: detail('The report and where it stands.'),
  }),
  reportHistory: endpoint({
    ...one,
    logged: 'history',
    tag: 'reports',
    path: '/v1/reports/:id/history',
    parts: { id: REPORT },
    summary: label('Historikken til en rapport', 'Historikken til ein rapport', 'History of a report'),
    query: telling,
    replies: told,
  }),
  reportModel: endpoint({
    ...one,
    tag: 'reports',
    path: '/v1/reports/:id/model',
    parts: { id: REPORT },
    summary: label('Rapporten som data', 'Rapporten som data', 'The report as data'),
    query: {
      ...waiting,
      step: textParam(ReportStep, 'Which version.', 'board'),
      basis: integerParam(
        Seq,
        'Where it is cut off; the basis of the last submission, or the newest record.',
      ),
    },
    replies: detail('The report in canonical JSON; the same basis gives the same model.'),
  }),
  reportDocument: endpoint({
    ...one,
    tag: 'reports',
    path: '/v1/reports/:id/document',
    parts: { id: REPORT },
    summary: label('Rapporten som dokument', 'Rapporten som dokument', 'The report as a document'),
    query: {
      ...waiting,
      lang,
      step: textParam(ReportStep, 'Which version.', 'board'),
      basis: integerParam(
        Seq,
        'Where it is cut off; the basis of the last submission, or the newest record.',
      ),
      seen: integerParam(Seq, 'From which record on it is looked at; the newest unless told.'),
    },
    replies: {
      200: { description: 'The report.', content: [{ mediaType: 'text/html' }] },
    },
  }),
  reportSubmission: endpoint({
    ...one,
    tag: 'reports',
    path: '/v1/reports/:id/submission',
    parts: { id: REPORT },
    summary: label(
      'Innsending, klar til å sendes',
      'Innsending, klar til å sendast',
      'A submission, ready to send',
    ),
    description:
      'The body of the event to send, the answers it pins, what is missing, the differences without a decision, and the ETag for If-Match.',
    query: { wait, step: textParam(ReportStep, 'Which version.', 'administrative') },
    replies: detail('What a submission would say now.'),
  }),
  reportSeal: endpoint({
    ...one,
    tag: 'reports',
    path: '/v1/reports/:id/seal',
    parts: { id: REPORT },
    summary: label(
      'Forsegling, klar til å sendes',
      'Forsegling, klar til å sendast',
      'A seal, ready to send',
    ),
    description:
      'The body of the event that seals the report: its basis and digest, the rule set, and the SHA-256 of the list of all of the organisation’s own streams as of the basis, which is given too.',
    query: { wait },
    replies: detail('What a seal would say now.'),
  }),
  followUp: endpoint({
    ...one,
    path: '/v1/follow-ups/:act',
    parts: { act: 'The record of the act.' },
    summary: label(
      'Følgehendinger av én handling',
      'Følgjehendingar av éi handling',
      'What one act causes elsewhere',
    ),
    query: {
      wait: textParam(
        pattern(
          'Wait',
          'completed, a position, or seq: and an index',
          /^(?:completed|seq:\d{1,15}|[A-Za-z0-9:._-]{1,100})$/,
        ),
        '`completed` waits until all of it is done; else as for other reads.',
        'completed',
      ),
    },
    replies: detail('Open until all of it is done.'),
  }),
  events: endpoint({
    ...one,
    logged: { 'application/json': 'history', 'application/x-ndjson': 'export' },
    tag: 'log',
    path: '/v1/events',
    summary: label('Hendelsene i rekkefølge', 'Hendingane i rekkjefølgje', 'The events in order'),
    query: {
      ...feed,
      wait,
      limit: integerParam(
        integer(1, 1_000),
        'How many records are looked through for a page; 100 unless told.',
      ),
      after: textParam(Token, 'The resume token of the last record seen.'),
      from: integerParam(Seq, 'Begins with the record of this index.'),
      format: textParam(
        oneOf('json', 'ndjson'),
        'ndjson gives everything up to the end of the log, a record a line.',
      ),
    },
    replies: {
      200: {
        description: 'Records in the order of the log, each with its resume token.',
        content: [
          { mediaType: 'application/json', schema: { type: 'object' } },
          { mediaType: 'application/x-ndjson' },
        ],
        headers: { Link: 'rel="next" goes on where this page ends.' },
      },
    },
  }),
  eventStream: endpoint({
    ...one,
    logged: 'history',
    tag: 'log',
    path: '/v1/events/stream',
    summary: label(
      'Hendelsene etter hvert som de kommer',
      'Hendingane etter kvart som dei kjem',
      'The events as they come',
    ),
    description:
      'Server-sent events. `id:` is the resume token: with Last-Event-ID the stream goes on behind it, without a gap. `event: caught-up` tells that everything so far was given.',
    query: {
      ...feed,
      after: textParam(Token, 'As Last-Event-ID, for clients that cannot send it.'),
      from: integerParam(Seq, 'Begins with the record of this index; without it only new records come.'),
    },
    headers: { 'Last-Event-ID': 'The resume token of the last record seen.' },
    replies: { 200: { description: 'A stream.', content: [{ mediaType: 'text/event-stream' }] } },
  }),
  event: endpoint({
    ...one,
    logged: 'history',
    tag: 'log',
    path: '/v1/events/:id',
    parts: { id: 'The record, by the id every citation names.' },
    summary: label('Én hendelse', 'Éi hending', 'One record'),
    description: 'The event exactly as sent. Auditors see all of `meta`, others its public part.',
    query: { wait },
    replies: detail('The record.'),
  }),
};
