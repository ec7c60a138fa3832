import { lookUp, streamOf, typeName } from '../../../contracts/catalogue/catalogue';
import type { Family } from '../../../contracts/catalogue/define';
import type { RecordId } from '../../../contracts/primitives';
import type { LogRecord } from '../../../contracts/record';
import type { AnyTold } from '../../../contracts/states/told';
import { recordIdOf, uuidOf } from '../../event-log/records';
import { FOLLOW_UP_SOURCE } from '../principal';
import { type FollowUp, RULES_VERSION } from './plan';

/** An act as it stands in the log. */
export interface Act {
  readonly record: LogRecord;
  readonly told: AnyTold;
}

/** Where a follow-up goes, and the record it will be there. */
export interface Place {
  readonly family: Family;
  readonly stream: string;
  readonly record: RecordId;
}

export interface Done {
  readonly total: number;
  readonly declined: number;
}

const idOf = (act: RecordId, stream: string, type: string, ordinal: number): string =>
  uuidOf([act, stream, type, ordinal]);

/** The place of the follow-up with that ordinal: the same whenever it is worked out. */
export function placeOf(act: RecordId, { type, subject }: FollowUp, ordinal: number): Place {
  const family = lookUp(type)?.family;
  if (family === undefined) throw new Error(`no such type: ${type}`);
  const stream = streamOf(family, subject);
  return { family, stream, record: recordIdOf(stream, FOLLOW_UP_SOURCE, idOf(act, stream, type, ordinal)) };
}

/** The follow-up as an event for the door. */
export const eventOf = (act: Act, followUp: FollowUp, ordinal: number): unknown =>
  envelope(act, followUp, ordinal, followUp.type, followUp.data);

/** That the follow-up no longer applies, and why: recorded under the very id the follow-up would have had. */
export const declinedEvent = (act: Act, followUp: FollowUp, ordinal: number, why: string): unknown =>
  envelope(act, followUp, ordinal, typeName('requirement', 'follow-up-declined'), {
    act: act.told.record,
    type: followUp.type,
    why: Array.from(why).slice(0, 2_000).join(''),
  });

function envelope(
  { told, record }: Act,
  followUp: FollowUp,
  ordinal: number,
  type: string,
  data: unknown,
): unknown {
  const { stream } = placeOf(told.record, followUp, ordinal);
  const { body, correlationid } = record.event;
  return {
    specversion: '1.0',
    id: idOf(told.record, stream, followUp.type, ordinal),
    source: FOLLOW_UP_SOURCE,
    type,
    subject: followUp.subject,
    time: followUp.time ?? told.time,
    organisation: told.organisation,
    ...(body === undefined ? {} : { body }),
    causationid: told.record,
    correlationid: correlationid ?? told.record,
    data,
  };
}

/** That all an act causes is done; it closes the act for ever. */
export const completedEvent = ({ told }: Act, { total, declined }: Done): unknown => ({
  specversion: '1.0',
  id: uuidOf([told.record, 'completed']),
  source: FOLLOW_UP_SOURCE,
  type: typeName('follow-ups', 'completed'),
  subject: told.record,
  time: told.time,
  organisation: told.organisation,
  causationid: told.record,
  data: { act: told.record, rules: RULES_VERSION, total, declined },
});
