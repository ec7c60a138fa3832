import { define } from '../catalogue/define';
import { integer, object } from '../codec/kit';
import { label } from '../labels';
import { RecordId } from '../primitives';

/** The stream `follow-ups-<act>` closes what one act causes in other streams. */
export const followUpEvents = {
  completed: define({
    data: object({
      act: RecordId,
      /** Version of the rules by which the follow-ups were worked out. */
      rules: integer(1, 9_999),
      total: integer(0, 100_000),
      declined: integer(0, 100_000),
    }),
    who: { roles: [], relation: 'system' },
    correctable: false,
    labels: label('Følgehendinger fullført', 'Følgjehendingar fullførte', 'Follow-ups completed'),
    example: { act: '5f0c8d6e-6d0b-5a53-8f7e-0d6f2a1b9c3d', rules: 1, total: 12, declined: 0 },
  }),
};
