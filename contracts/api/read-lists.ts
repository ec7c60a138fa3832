import { integer, oneOf } from '../codec/kit';
import { Kind } from '../events/parts';
import { label } from '../labels';
import { Year } from '../primitives';
import { endpoint } from './endpoint';
import { flagParam, integerParam, textParam } from './params';
import { anyOf, cut, day, listed, names, orderBy, paging, search } from './read-params';

const year = integerParam(Year, 'The year.', '2031');
const organisation = names('Organisation, by its id; may be given more than once.', 'granvik');
const issuer = names('Who issued it.', 'helse-solheim');
const ACCEPTANCES = ['none', 'accepted', 'accepted-with-reservation', 'superseded'] as const;
const STAGES = [
  'unknown',
  'issued',
  'received',
  'accepted',
  'reported',
  'withdrawn',
  'superseded',
  'fulfilled',
  'closed',
] as const;
const FLAGS = [
  'acceptance-superseded',
  'parent-changed',
  'deviation-without-cause',
  'deviation-without-measure',
  'open-question',
  'follow-up-declined',
  'addressee-succeeded',
] as const;
const MODES = ['through-year+annual', 'annual', 'on-request', 'none'] as const;
const list = {
  method: 'GET',
  tag: 'read',
  access: 'reader',
  logged: { 'text/csv': 'export' },
  problems: ['bad-request', 'unavailable'],
} as const;

/** Lists over the views. Filters work on the server; what is given more than once means any of them. */
export const listEndpoints = {
  requirements: endpoint({
    ...list,
    path: '/v1/requirements',
    summary: label('Status for kravene', 'Status for krava', 'Status of the requirements'),
    description:
      'What is due and when, which acceptance stands, the last answer, open deviations, flags, and punctuality as claimed and as recorded.',
    query: {
      ...paging,
      order: orderBy(
        'key',
        'organisation',
        'year',
        'kind',
        'stage',
        'acceptance',
        'status',
        'due',
        'deviations',
        'seq',
      ),
      organisation,
      issuer,
      key: names('The key that all addressees of a text share.', 'helse-solheim-sr-2031-i012'),
      year: integerParam(Year, 'Laid for this year.', '2031'),
      kind: anyOf('Kind of requirement.', ...Kind.words),
      stage: anyOf('How far it has come.', ...STAGES),
      open: flagParam('Not ended.'),
      acceptance: anyOf('Which acceptance stands.', ...ACCEPTANCES),
      status: names('Status of the last answer.', 'green'),
      mode: anyOf('How it is reported on.', ...MODES),
      document: names('The document its text stands in.', 'helse-solheim.sr-2031'),
      parent: names('The requirement it was derived from.', 'helse-solheim.departementet-od-2031-i004'),
      predecessor: names('The requirement it restates.', 'granvik.helse-solheim-sr-2030-i009'),
      judgement: anyOf('How the indicator stands.', 'met', 'not-met', 'not-judged'),
      flag: anyOf('What somebody should look at.', ...FLAGS),
      deviating: flagParam('With open deviations.'),
      'due-from': day('Its own deadline is on this day or later.'),
      'due-to': day('Its own deadline is on this day or earlier.'),
      q: search,
    },
    replies: listed('requirements'),
  }),
  commonTexts: endpoint({
    ...list,
    path: '/v1/common',
    summary: label(
      'Samme tekst hos alle adressater',
      'Same tekst hos alle adressatar',
      'One text over all its addressees',
    ),
    query: {
      ...paging,
      order: orderBy('issuer', 'kind', 'year', 'seq'),
      organisation: names('One of the addressees.', 'granvik'),
      issuer,
      year,
      kind: anyOf('Kind of requirement.', ...Kind.words),
      q: search,
    },
    replies: listed('texts that several addressees may share, with their joint status'),
  }),
  documents: endpoint({
    ...list,
    path: '/v1/documents',
    summary: label('Styringsdokumentene', 'Styringsdokumenta', 'Steering documents'),
    query: {
      ...paging,
      order: orderBy('title', 'issuer', 'kind', 'year', 'stage', 'seq'),
      issuer,
      year,
      kind: anyOf(
        'Kind of document.',
        'commission',
        'steering-document',
        'minutes',
        'supplement',
        'template',
        'other',
      ),
      stage: anyOf('How far it has come.', 'registered', 'read', 'published', 'superseded'),
      supplements: names('The document it supplements.', 'helse-solheim.sr-2031'),
      q: search,
    },
    replies: listed('documents'),
  }),
  deviations: endpoint({
    ...list,
    path: '/v1/deviations',
    summary: label('Avvikene', 'Avvika', 'Deviations'),
    query: {
      ...paging,
      order: orderBy('organisation', 'due', 'accepted-until', 'seq'),
      organisation,
      issuer,
      requirement: names('The requirement it is of.', 'granvik.helse-solheim-sr-2031-i012'),
      year,
      open: flagParam('Not closed.'),
      essential: flagParam('The owner was notified of it.'),
      about: anyOf('Has it happened, or is it expected?', 'actual', 'forecast'),
      lacks: anyOf('What is missing.', 'cause', 'measure'),
      'due-from': day('The next measure is due on this day or later.'),
      'due-to': day('The next measure is due on this day or earlier.'),
      q: search,
    },
    replies: listed('deviations'),
  }),
  deadlines: endpoint({
    ...list,
    path: '/v1/deadlines',
    summary: label(
      'Fristene etter helgeregelen',
      'Fristane etter helgeregelen',
      'Deadlines with the weekend rule applied',
    ),
    query: {
      ...paging,
      order: orderBy('effective', 'date', 'organisation', 'title'),
      organisation,
      year,
      what: anyOf('What is due.', 'annual-report', 'shipment', 'other'),
      from: day('Falls on this day or later.'),
      to: day('Falls on this day or earlier.'),
    },
    replies: listed('deadlines'),
  }),
  organisations: endpoint({
    ...list,
    path: '/v1/organisations',
    summary: label(
      'Registeret over organisasjoner',
      'Registeret over organisasjonar',
      'Register of organisations',
    ),
    query: {
      ...paging,
      order: orderBy('name', 'organisation', 'kind', 'parent'),
      on: day('Names and groups as of this day; today unless told.'),
      kind: anyOf('Kind of organisation.', 'ministry', 'region', 'trust', 'partner', 'unit'),
      parent: names('The organisation directly above.', 'helse-solheim'),
      group: names('Member of this group on the day.', 'alle-hf'),
      existing: flagParam('Exists on the day.'),
      q: search,
    },
    replies: listed('organisations'),
  }),
  reports: endpoint({
    ...list,
    path: '/v1/reports',
    summary: label('Rapportene', 'Rapportane', 'Reports'),
    query: {
      ...paging,
      order: orderBy('organisation', 'kind', 'year', 'stage', 'seq'),
      organisation,
      year,
      kind: anyOf('Kind of report.', 'annual', 'tertial', 'monthly'),
      stage: anyOf('How far it has come.', 'opened', 'administrative', 'returned', 'board', 'sealed'),
    },
    replies: listed('reports'),
  }),
  followUps: endpoint({
    ...list,
    path: '/v1/follow-ups',
    summary: label(
      'Følgehendinger av hver handling',
      'Følgjehendingar av kvar handling',
      'What each act causes elsewhere',
    ),
    query: {
      ...paging,
      order: orderBy('seq'),
      open: flagParam('Not all done yet.'),
      stream: names('The stream of the act.', 'document-helse-solheim.sr-2031'),
      organisation,
    },
    replies: listed('acts with follow-ups'),
  }),
  parked: endpoint({
    ...list,
    path: '/v1/parked',
    summary: label('Parkerte strømmer', 'Parkerte straumar', 'Parked streams'),
    query: { ...paging, order: orderBy('seq') },
    replies: listed('streams with a record that cannot be read or folded'),
  }),
  scales: endpoint({
    ...list,
    path: '/v1/scales',
    summary: label('Statusskalaene', 'Statusskalaene', 'Status scales'),
    query: {
      ...paging,
      order: orderBy('scale'),
      scale: names('The scale.', 'traffic-light'),
      version: integerParam(integer(1, 999), 'Its version.', '1'),
    },
    replies: listed('steps of the status scales'),
  }),
  coverage: endpoint({
    ...list,
    path: '/v1/coverage',
    summary: label(
      'Hull: krav uten barn eller aksept',
      'Hol: krav utan born eller aksept',
      'Gaps: requirements without child or acceptance',
    ),
    description:
      'Requirements of a superior from which nothing was derived one level down, and reportable ones that nobody has accepted.',
    query: {
      ...paging,
      order: orderBy('requirement', 'organisation', 'gap'),
      organisation,
      issuer,
      year,
      gap: anyOf('What is missing.', 'child', 'acceptance'),
    },
    replies: listed('gaps'),
  }),
  lineage: endpoint({
    ...list,
    path: '/v1/lineage',
    summary: label('Et krav gjennom årene', 'Eit krav gjennom åra', 'A requirement over the years'),
    description: 'Each requirement with those it restates and those that restate it, the oldest first.',
    query: {
      ...paging,
      order: orderBy('requirement', 'organisation', 'since'),
      organisation,
      requirement: names('Any requirement of the line.', 'granvik.helse-solheim-sr-2031-i012'),
      year,
    },
    replies: listed('lines of requirements'),
  }),
  differences: endpoint({
    ...list,
    path: '/v1/differences',
    summary: label(
      'Forskjeller mellom to tidspunkter',
      'Skilnader mellom to tidspunkt',
      'Differences between two points of time',
    ),
    description:
      'Field by field, with the record behind what is new. `asOf` and `knownAt` name the later point, now unless told; `sinceAsOf` and `sinceKnownAt` the earlier one.',
    query: {
      ...paging,
      order: orderBy('key'),
      view: textParam(
        oneOf('requirements', 'common', 'documents', 'deviations', 'organisations', 'calendars', 'reports'),
        'Which view is compared.',
        'requirements',
      ),
      sinceAsOf: cut.asOf,
      sinceKnownAt: cut.knownAt,
    },
    replies: listed('fields that differ'),
  }),
};
