import { isAct } from '../../../contracts/follow-ups';
import type { LogRecord } from '../../../contracts/record';
import { toldBy } from '../../../contracts/states/told';
import type { EventLog } from '../../../services/event-log';
import { readFeed } from '../../../services/event-log/feed';
import type { Door } from '../../../services/lifecycle';
import { carryOut } from '../../../services/lifecycle/follow-ups/carry-out';
import { actAt } from '../../../services/lifecycle/follow-ups/gather';
import type { OpenAct } from '../../../services/lifecycle/follow-ups/runner';
import { FOLLOW_UP_SOURCE } from '../../../services/lifecycle/principal';

/** The acts that no `completed` has closed, in the order of the log. */
export async function openActsIn(log: EventLog): Promise<readonly OpenAct[]> {
  const acts = new Map<string, OpenAct>();
  const done = new Set<string>();
  for await (const batch of readFeed(log)) {
    for (const { told } of batch) {
      if (told === undefined) continue;
      if (told.family === 'follow-ups') done.add(told.subject);
      else if (isAct(told, record => acts.has(record)))
        acts.set(told.record, { act: told.record, stream: told.stream });
    }
  }
  return [...acts.values()].filter(a => !done.has(a.act));
}

/** Carries out every open act, and what those cause in turn; gives the number of acts. */
export async function carryOutAll(log: EventLog, door: Door): Promise<number> {
  let count = 0;
  for (;;) {
    const [next] = await openActsIn(log);
    if (next === undefined) return count;
    const act = await actAt(log, next.stream, next.act);
    if (act === undefined) throw new Error(`no act ${next.act}`);
    await carryOut(log, door, act, () => undefined);
    count += 1;
  }
}

/** What the program itself has told: stream, what, and data. */
export const followUpsAmong = (
  records: readonly LogRecord[],
): readonly (readonly [string, string, unknown])[] =>
  records
    .filter(r => r.event.source === FOLLOW_UP_SOURCE && !r.meta.stream.startsWith('follow-ups-'))
    .map(r => [r.event.subject, toldBy(r)?.what ?? '', r.event.data] as const);

/** The same, with data left out. */
export const happenings = (records: readonly LogRecord[]): readonly string[] =>
  followUpsAmong(records).map(([subject, what]) => `${subject} ${what}`);

/** What closes an act says. */
export const completions = (records: readonly LogRecord[]): readonly unknown[] =>
  records.filter(r => r.meta.stream.startsWith('follow-ups-')).map(r => r.event.data);
