import { label } from '../labels';
import { endpoint, json } from './endpoint';

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

/** What only those may ask who may read the whole log. */
export const auditEndpoints = {
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
