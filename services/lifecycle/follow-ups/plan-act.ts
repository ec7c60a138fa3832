import { typeName } from '../../../contracts/catalogue/catalogue';
import { Corrected } from '../../../contracts/events/parts';
import { ACTS } from '../../../contracts/follow-ups';
import type { RecordId, Timestamp } from '../../../contracts/primitives';
import { type AnyTold, effective } from '../../../contracts/states/told';
import type { EventLog } from '../../event-log/port';
import type { Door } from '../door';
import { load } from '../streams';
import { afterCorrection, type Caused, isAdded, planCorrection, type Standing } from './correction';
import { type Act, placeOf } from './events';
import { actAt, factsOf } from './gather';
import { type FollowUp, planFollowUps } from './plan';

/** Works out all that an act causes; the correction of an act corrects what that one has caused. */
export async function planOf(log: EventLog, door: Door, act: Act): Promise<readonly FollowUp[]> {
  if (act.told.what !== 'corrected') return planFollowUps(act.told, await factsOf(log, act));
  const { told } = await load(log, act.told.stream, act.told.family, act.told.revision);
  const root = rootOf(told, act.told);
  if (root === undefined || !ACTS.includes(typeName(root.family, root.what))) return [];

  const first = await standing(log, told, root, root);
  let caused = await causedBy(door, root.record, first.followUps, root.time);
  for (const correction of told) {
    if (correction.what !== 'corrected' || rootOf(told, correction) !== root) continue;
    const now = await standing(log, told, root, correction);
    const plan = planCorrection(caused, now, reasonOf(correction));
    if (correction.record === act.told.record) return plan;
    const all = await causedBy(door, correction.record, plan, now.time);
    caused = afterCorrection(
      caused,
      now,
      all.filter(c => isAdded(c.followUp)),
    );
  }
  return [];
}

/** The record that a row of corrections speaks of in the end. */
function rootOf(told: readonly AnyTold[], correction: AnyTold): AnyTold | undefined {
  if (correction.what !== 'corrected' || !Corrected.is(correction.data)) return correction;
  const { corrects } = correction.data;
  const target = told.find(t => t.record === corrects && t.revision < correction.revision);
  return target === undefined ? undefined : rootOf(told, target);
}

/** What an act amounts to after one of its corrections, on the facts of whichever record then has the word. */
async function standing(
  log: EventLog,
  told: readonly AnyTold[],
  root: AnyTold,
  upTo: AnyTold,
): Promise<Standing> {
  const now = effective(told.filter(t => t.revision <= upTo.revision)).find(t => t.record === root.record);
  const speaker = now && (await actAt(log, now.stream, now.correctedBy ?? now.record));
  return now === undefined || speaker === undefined
    ? { followUps: [], time: root.time }
    : { followUps: planFollowUps(now, await factsOf(log, speaker)), time: now.time };
}

/** What became of the follow-ups of an act. */
const causedBy = (
  door: Door,
  act: RecordId,
  followUps: readonly FollowUp[],
  time: Timestamp,
): Promise<readonly Caused[]> =>
  Promise.all(
    followUps.map(async (followUp, ordinal) => {
      const { family, stream, record } = placeOf(act, followUp, ordinal);
      const { told, records } = await door.read(family, stream);
      const isDeclined = told.some(t => t.record === record && t.what === 'follow-up-declined');
      return { followUp, record, time, declined: isDeclined || !records.includes(record), annulled: false };
    }),
  );

const reasonOf = ({ data }: AnyTold): string => ('reason' in data ? data.reason : '');
