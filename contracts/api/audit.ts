import { label } from '../labels';
import { OrganisationId, StreamName, Subject, Year } from '../primitives';
import { endpoint, json } from './endpoint';
import { integerParam, textParam, textsParam } from './params';
import { wait } from './read-params';

const audit = { tag: 'log', access: 'whole-log' } as const;

const REPLAY = {
  type: 'object',
  properties: {
    state: { enum: ['none', 'running', 'equal', 'different', 'failed'] },
    stage: { enum: ['folding', 'comparing'] },
    done: { type: 'integer' },
    total: { type: 'integer' },
    started: { type: 'string', format: 'date-time' },
    ended: { type: 'string', format: 'date-time' },
    records: { type: 'integer', description: 'Folded anew, from the first one on.' },
    documents: { type: 'integer', description: 'Compared, of all views.' },
    differences: { type: 'array', items: { type: 'object' } },
    more: { type: 'boolean', description: 'There are more differences than are listed.' },
  },
  required: ['state'],
};

const SCRUB = {
  type: 'object',
  properties: {
    state: { enum: ['none', 'running', 'sound', 'alarm', 'failed'] },
    done: { type: 'integer' },
    total: { type: 'integer' },
    started: { type: 'string', format: 'date-time' },
    ended: { type: 'string', format: 'date-time' },
    checked: { type: 'integer', description: 'Records made into leaves again and compared.' },
    size: { type: 'integer' },
    seconds: { type: 'number' },
    alarm: { type: 'object', description: 'What is wrong, and the first bad index where that is known.' },
  },
  required: ['state'],
};

const REBUILD = {
  type: 'object',
  properties: {
    state: { enum: ['none', 'running', 'done', 'failed'] },
    done: { type: 'integer' },
    total: { type: 'integer' },
    started: { type: 'string', format: 'date-time' },
    ended: { type: 'string', format: 'date-time' },
    generation: { type: 'string', description: 'The name of the views that have taken over.' },
    detail: { type: 'string' },
  },
  required: ['state'],
};

const tile = {
  method: 'GET',
  tag: 'log',
  problems: ['not-found'],
  replies: {
    200: {
      description: 'Its bytes, as C2SP tlog-tiles has them. Those of a full one never change.',
      content: [{ mediaType: 'application/octet-stream' }],
    },
  },
} as const;

const INDEX = 'Index in groups of three digits, `x001/234/067`, with `.p/<width>` where it is partial.';

/** The log as a transparency log (C2SP tlog-tiles), proofs, and what only those may ask who may read the whole log. */
export const auditEndpoints = {
  checkpoint: endpoint({
    method: 'GET',
    tag: 'log',
    access: 'public',
    path: '/log/checkpoint',
    summary: label('Siste signerte sjekkpunkt', 'Siste signerte sjekkpunkt', 'The last signed checkpoint'),
    description:
      'Origin, size and root of the tree over all records, as a signed note (C2SP tlog-checkpoint). Whoever keeps it can tell later that nothing before it was changed, removed or slipped in.',
    problems: ['unavailable'],
    replies: { 200: { description: 'A signed note.', content: [{ mediaType: 'text/plain' }] } },
  }),
  entryBundle: endpoint({
    ...tile,
    access: 'whole-log',
    logged: 'export',
    path: '/log/tile/entries/*index',
    parts: { index: INDEX },
    summary: label('Bladene i treet', 'Blada i treet', 'Leaves of the tree'),
  }),
  tile: endpoint({
    ...tile,
    access: 'public',
    path: '/log/tile/:level/*index',
    parts: { level: 'Level in the tree, from 0.', index: INDEX },
    summary: label('Hasher i treet', 'Hashar i treet', 'Hashes of the tree'),
  }),
  proof: endpoint({
    method: 'GET',
    tag: 'log',
    access: 'reader',
    logged: 'proof',
    path: '/v1/events/:id/proof',
    parts: { id: 'The record.' },
    summary: label('Bevis for én hendelse', 'Bevis for éi hending', 'Proof of one record'),
    description:
      'That the record is in the log, at its place, under a signed checkpoint: a C2SP tlog-proof with the leaf. Check it with `kravspor-verify proof`.',
    query: { wait },
    problems: ['not-found', 'unavailable'],
    replies: { 200: { description: 'A proof.', content: [{ mediaType: 'text/plain' }] } },
  }),
  leaf: endpoint({
    method: 'GET',
    tag: 'log',
    access: 'reader',
    logged: 'proof',
    path: '/v1/events/:id/leaf',
    parts: { id: 'The record.' },
    summary: label('Bladet for én hendelse', 'Bladet for éi hending', 'The leaf of one record'),
    description:
      'The bytes that the tree holds of the record: hashes of event and meta, its place, and its predecessor.',
    query: { wait },
    problems: ['not-found', 'unavailable'],
    replies: { 200: { description: 'The leaf.', content: [{ mediaType: 'application/json' }] } },
  }),
  export: endpoint({
    method: 'GET',
    tag: 'log',
    access: 'reader',
    logged: 'export',
    path: '/v1/export',
    summary: label('Revisjonspakke', 'Revisjonspakke', 'A bundle for auditors'),
    description:
      'Records with leaves, proofs and checkpoint, originals, the verifier, and a page that tells how to use it: all it takes to check them far away. Without parameters, the whole log, for those who may read it; with `organisation`, what that organisation has in the log and nothing of another; with `report`, a sealed report with all it rests on. Check it with `kravspor-verify bundle` or `kravspor-verify report`.',
    query: {
      wait,
      organisation: textParam(OrganisationId, 'The streams of one organisation.', 'granvik'),
      stream: textsParam(StreamName, 'One stream; may be repeated.', 'requirement-granvik.beredskap-i004'),
      year: integerParam(Year, 'What belongs to this steering year.', '2031'),
      report: textParam(Subject, 'One sealed report, with all it rests on.', 'granvik.annual.2031.1'),
    },
    problems: ['not-allowed', 'not-found', 'unavailable'],
    replies: {
      200: {
        description: 'The files of the bundle, the manifest last.',
        content: [{ mediaType: 'application/x-tar' }],
      },
    },
  }),
  startScrub: endpoint({
    ...audit,
    method: 'POST',
    path: '/v1/scrubs',
    summary: label('Gå gjennom hele loggen', 'Gå gjennom heile loggen', 'Scrub the whole log'),
    description:
      'Reads every record again, makes every leaf and every tile anew, and compares with what was signed. One runs at a time; what it finds wrong raises the alarm: from then on nothing is written or signed.',
    replies: {
      202: { ...json('It runs.', SCRUB), headers: { Location: 'Where its progress and result are told.' } },
    },
  }),
  scrub: endpoint({
    ...audit,
    method: 'GET',
    path: '/v1/scrubs/latest',
    summary: label('Siste gjennomgang', 'Siste gjennomgang', 'The latest scrub'),
    replies: { 200: json('How far it is, or what it found.', SCRUB) },
  }),
  startRebuild: endpoint({
    ...audit,
    method: 'POST',
    path: '/v1/rebuilds',
    summary: label('Bygg alle visninger på nytt', 'Bygg alle visingar på nytt', 'Build all views anew'),
    description:
      'Folds the whole log into views beside those in use, which serve until the new ones have caught up. One runs at a time.',
    replies: {
      202: { ...json('It runs.', REBUILD), headers: { Location: 'Where its progress is told.' } },
    },
  }),
  rebuild: endpoint({
    ...audit,
    method: 'GET',
    path: '/v1/rebuilds/latest',
    summary: label('Siste bygging av visninger', 'Siste bygging av visingar', 'The latest rebuild'),
    replies: { 200: json('How far it is.', REBUILD) },
  }),
  startReplay: endpoint({
    ...audit,
    method: 'POST',
    path: '/v1/replays',
    summary: label(
      'Spill av loggen og sammenlign',
      'Spel av loggen og samanlikn',
      'Replay the log and compare',
    ),
    description:
      'Folds the whole log from nothing, beside the service, and compares with every document of the views in use. One runs at a time; while one runs, this answers with that one.',
    replies: {
      202: { ...json('It runs.', REPLAY), headers: { Location: 'Where its progress and result are told.' } },
    },
  }),
  replay: endpoint({
    ...audit,
    method: 'GET',
    path: '/v1/replays/latest',
    summary: label('Siste avspilling', 'Siste avspeling', 'The latest replay'),
    replies: { 200: json('How far it is, or what it found.', REPLAY) },
  }),
} as const;
