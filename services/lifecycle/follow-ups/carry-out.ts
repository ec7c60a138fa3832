import { isLeft } from 'fp-ts/Either';
import { lookUp, streamOf, typeName } from '../../../contracts/catalogue/catalogue';
import type { Family } from '../../../contracts/catalogue/define';
import type { LogRecord } from '../../../contracts/record';
import type { RequirementState } from '../../../contracts/states/requirement';
import { type AnyTold, correct, toldBy } from '../../../contracts/states/told';
import type { EventLog } from '../../event-log/port';
import { readRecord, recordIdOf, uuidOf } from '../../event-log/records';
import type { Door } from '../door';
import { FOLLOW_UP_SOURCE, systemPrincipal } from '../principal';
import { load, StreamDamaged } from '../streams';
import { planCorrection, type Recorded } from './correction';
import { type FollowUp, planFollowUps, type PlanFacts, RULES_VERSION } from './plan';

export interface Act {
  readonly record: LogRecord;
  readonly told: AnyTold;
}

/** How many follow-ups go through the door at a time. */
const CHUNK = 200;

/** The follow-ups could not be finished now (disk full, log away); they are tried again. */
export class FollowUpsInterrupted extends Error {}

export interface Done {
  readonly total: number;
  readonly declined: number;
}

/** Appends all that an act causes, each once whatever happened before, and closes the act. */
export async function carryOut(
  log: EventLog,
  door: Door,
  act: Act,
  progress: (done: number, total: number) => void,
): Promise<Done> {
  const planned = await planOf(log, door, act);
  let declined = 0;
  for (let from = 0; from < planned.length; from += CHUNK) {
    const outcomes = await appendChunk(door, act, planned, from);
    declined += outcomes.filter(o => o === 'declined').length;
    progress(Math.min(from + CHUNK, planned.length), planned.length);
  }
  const done = { total: planned.length, declined };
  await submitted(door, closing(act, done));
  return done;
}

async function planOf(log: EventLog, door: Door, act: Act): Promise<readonly FollowUp[]> {
  const { told } = act;
  if (told.what !== 'corrected') return planFollowUps(told, await factsOf(log, act));
  if (!('corrects' in told.data)) return [];
  const target = await actAt(log, told.stream, told.data.corrects);
  if (target === undefined) return [];
  const before = await Promise.all(
    planFollowUps(target.told, await factsOf(log, target)).map((f, i) => recorded(door, target, f, i)),
  );
  const replaced = correct(target.told, told);
  const after =
    replaced === undefined
      ? []
      : planFollowUps(replaced, await factsOf(log, { record: act.record, told: replaced }));
  return planCorrection(before, after, replaced?.time ?? target.told.time, told.data.reason);
}

async function recorded(door: Door, act: Act, followUp: FollowUp, ordinal: number): Promise<Recorded> {
  const { stream, family, record } = placeOf(act, followUp, ordinal);
  const { told, records } = await door.read(family, stream);
  const there = told.find(t => t.record === record);
  return { ...followUp, record, declined: !records.includes(record) || there?.what === 'follow-up-declined' };
}

/** Reads again what the act's record names, at the revisions it names. */
async function factsOf(log: EventLog, { record, told }: Act): Promise<PlanFacts> {
  const named = record.meta.facts.streams;
  const registerRevision = named.find(f => f.stream === 'organisations')?.revision ?? null;
  const register = await load(
    log,
    'organisations',
    'organisations',
    told.family === 'organisations' ? told.revision : (registerRevision ?? -1),
  );
  const requirements = new Map<string, RequirementState>();
  for (const { stream, revision } of named) {
    if (!stream.startsWith('requirement-')) continue;
    requirements.set(
      stream.slice('requirement-'.length),
      (await load(log, stream, 'requirement', revision ?? -1)).state,
    );
  }
  const own = await ownOf(log, record);
  return { register: register.state, registerRevision, requirements, ...own };
}

async function ownOf(
  log: EventLog,
  { meta }: LogRecord,
): Promise<Pick<PlanFacts, 'document' | 'requirement'>> {
  if (meta.stream.startsWith('document-'))
    return { document: (await load(log, meta.stream, 'document', meta.revision)).state };
  if (meta.stream.startsWith('requirement-'))
    return { requirement: (await load(log, meta.stream, 'requirement', meta.revision)).state };
  return {};
}

/** An act's record by its id in its stream. */
export async function actAt(log: EventLog, stream: string, id: string): Promise<Act | undefined> {
  for await (const entry of log.readStream(stream)) {
    if (entry.id !== id) continue;
    const record = readRecord(entry);
    if (isLeft(record)) throw new StreamDamaged(`${stream} at ${entry.revision}: ${record.left.explanation}`);
    const told = toldBy(record.right);
    return told === undefined ? undefined : { record: record.right, told };
  }
  return undefined;
}

type Outcome = 'done' | 'declined';

async function appendChunk(
  door: Door,
  act: Act,
  all: readonly FollowUp[],
  from: number,
): Promise<readonly Outcome[]> {
  const chunk = all
    .slice(from, from + CHUNK)
    .map((followUp, i) => ({ followUp, ordinal: from + i, ...placeOf(act, followUp, from + i) }));
  const known = await Promise.all(
    chunk.map(async ({ family, stream, record }) => outcomeIn(await door.read(family, stream), record)),
  );
  const missing = chunk.filter((_, i) => known[i] === undefined);
  const sent = await door.submitBatch(
    missing.map(({ followUp, ordinal }) => eventOf(act, followUp, ordinal, followUp.type, followUp.data)),
    systemPrincipal,
  )();
  const outcomes: Outcome[] = known.filter(o => o !== undefined);
  for (const [i, { followUp, ordinal, family }] of missing.entries()) {
    const problem = isLeft(sent) ? sent.left : sent.right[i];
    const refused =
      problem === undefined || 'problem' in problem ? problem : isLeft(problem) ? problem.left : undefined;
    if (refused === undefined) outcomes.push('done');
    else {
      // What was held up by an earlier item of its stream gets its own chance, and its own reason.
      const event = eventOf(act, followUp, ordinal, followUp.type, followUp.data);
      const alone = await door.submit(event, systemPrincipal)();
      if (isLeft(alone)) await decline(door, act, followUp, ordinal, family, alone.left);
      outcomes.push(isLeft(alone) ? 'declined' : 'done');
    }
  }
  return outcomes;
}

function outcomeIn(
  { told, records }: { readonly told: readonly AnyTold[]; readonly records: readonly string[] },
  id: string,
): Outcome | undefined {
  if (!records.includes(id)) return undefined;
  return told.find(t => t.record === id)?.what === 'follow-up-declined' ? 'declined' : 'done';
}

const TRANSIENT: ReadonlySet<string> = new Set(['unavailable', 'no-space', 'internal-error']);

async function decline(
  door: Door,
  act: Act,
  followUp: FollowUp,
  ordinal: number,
  family: Family,
  problem: { readonly problem: string; readonly detail: string },
): Promise<void> {
  if (TRANSIENT.has(problem.problem) || family !== 'requirement')
    throw new FollowUpsInterrupted(problem.detail);
  const data = { act: act.told.record, type: followUp.type, why: problem.detail.slice(0, 2_000) };
  await submitted(door, eventOf(act, followUp, ordinal, typeName('requirement', 'follow-up-declined'), data));
}

async function submitted(door: Door, event: unknown): Promise<void> {
  const outcome = await door.submit(event, systemPrincipal)();
  if (isLeft(outcome)) throw new FollowUpsInterrupted(outcome.left.detail);
}

const idOf = ({ told }: Act, stream: string, type: string, ordinal: number): string =>
  uuidOf([told.record, stream, type, ordinal]);

function placeOf(
  act: Act,
  { type, subject }: FollowUp,
  ordinal: number,
): { readonly family: Family; readonly stream: string; readonly record: ReturnType<typeof recordIdOf> } {
  const family = lookUp(type)?.family;
  if (family === undefined) throw new Error(`no such type: ${type}`);
  const stream = streamOf(family, subject);
  return { family, stream, record: recordIdOf(stream, FOLLOW_UP_SOURCE, idOf(act, stream, type, ordinal)) };
}

/** A declined follow-up is recorded under the id the follow-up itself would have had. */
function eventOf(act: Act, followUp: FollowUp, ordinal: number, type: string, data: unknown): unknown {
  const { told, record } = act;
  const { stream } = placeOf(act, followUp, ordinal);
  const { body, correlationid } = record.event;
  return {
    specversion: '1.0',
    id: idOf(act, stream, followUp.type, ordinal),
    source: FOLLOW_UP_SOURCE,
    type,
    subject: followUp.subject,
    time: told.time,
    organisation: told.organisation,
    ...(body === undefined ? {} : { body }),
    causationid: told.record,
    correlationid: correlationid ?? told.record,
    data,
  };
}

const closing = ({ told }: Act, { total, declined }: Done): unknown => ({
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
