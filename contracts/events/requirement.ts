import { define } from '../catalogue/define';
import { label } from '../labels';
import { deviationEvents } from './deviation';
import { Corrected } from './parts';
import { requirementAnswerEvents } from './requirement-answer';
import { requirementTextEvents } from './requirement-text';

/** The whole life of one requirement laid on one addressee. */
export const requirementEvents = {
  ...requirementTextEvents,
  ...requirementAnswerEvents,
  ...deviationEvents,
  corrected: define({
    data: Corrected,
    who: { roles: ['issuer', 'owner', 'recipient', 'reporter', 'board'], relation: 'self-or-above' },
    labels: label('Rettet', 'Retta', 'Corrected'),
    example: {
      outcome: 'replaced',
      corrects: '5f0c8d6e-6d0b-5a53-8f7e-0d6f2a1b9c3d',
      replacement: { period: { year: 2031, months: [1, 2, 3, 4] }, value: { state: 'set', value: '149' } },
      reason: 'To meldinger var talt dobbelt',
    },
  }),
};
