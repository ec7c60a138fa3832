import { streamOf } from '../../contracts/catalogue/catalogue';
import type { Family } from '../../contracts/catalogue/define';
import { canonicalJson } from '../../contracts/json/canonical';
import type { RecordId } from '../../contracts/primitives';
import { effective } from '../../contracts/states/told';
import type { EventLog } from '../../services/event-log/port';
import { type AnyLife, live, standsBehind } from '../life';
import type { Document, Json, Reading } from '../stores';
import { placedOf } from '../stream';
import type { SharedView } from '../view';
import { documentsOf } from '../view-documents';
import type { Views } from '../views';
import type { ToldAt } from './life';
import { type PastPoint, readSoFar } from './stream';

/** A record that set a field, and what the field was from then on; null where it had no value. */
export interface Reason {
  /** The record that has the word: the correction, where one put it in place. */
  readonly record: RecordId;
  /** The record it corrects. */
  readonly corrects?: RecordId;
  /** Index in the log of the record first told of it. */
  readonly seq: number;
  readonly value: Json;
}

export interface Question {
  readonly collection: string;
  readonly key: string;
  /** Path into the document, its steps joined by dots. */
  readonly field: string;
}

/** The records behind a field of a document, oldest first: its streams are folded anew, and each change is noted. */
export async function whyOf(
  log: EventLog,
  now: Reading,
  views: Views,
  point: PastPoint,
  question: Question,
): Promise<readonly Reason[]> {
  const render = rendererOf(views, question);
  const streams = await streamsBehind(now, views, question);
  const steps: ToldAt[] = [];
  for (const stream of streams) {
    const { events } = await readSoFar(log, now, stream, point.upTo);
    steps.push(...counted(events, point));
  }
  steps.sort((a, b) => a.seq - b.seq);
  const lives = new Map<string, AnyLife>();
  const reasons: Reason[] = [];
  let before: Json = null;
  for (const { told, seq } of steps) {
    const life = live(lives.get(told.stream), told, seq);
    lives.set(told.stream, life);
    const value = valueAt(render(life, lives), question.field);
    if (canonicalJson(value) === canonicalJson(before)) continue;
    before = value;
    const corrects = told.correctedBy === undefined ? {} : { corrects: told.record };
    reasons.push({ record: standsBehind(told), ...corrects, seq, value });
  }
  return reasons;
}

/** The events as they count, corrections in place, each at the index of the record it was first told by. */
function counted(events: readonly ToldAt[], { asOf }: PastPoint): readonly ToldAt[] {
  const seqs = new Map<string, number>(events.map(({ told, seq }) => [told.record, seq]));
  const told = effective(
    events.map(e => e.told),
    asOf === undefined ? {} : { asOf },
  );
  return told.map(t => ({ told: t, seq: seqs.get(t.record) ?? -1 }));
}

type Render = (changed: AnyLife, all: ReadonlyMap<string, AnyLife>) => Document | undefined;

function rendererOf(views: Views, { collection, key }: Question): Render {
  const shared = views.shared.find(view => view.collection.name === collection);
  if (shared !== undefined) return (_, all) => joined(shared, key, all);
  return life =>
    documentsOf(views.own, life, placedOf(life, undefined)).find(
      d => d.collection === collection && d.key === key,
    )?.document;
}

function joined(view: SharedView, key: string, lives: ReadonlyMap<string, AnyLife>): Document | undefined {
  const given = new Map<string, Document>();
  for (const [stream, life] of lives)
    for (const { key: of, part } of view.parts(life, placedOf(life, undefined)))
      if (of === key) given.set(stream, part);
  return view.join(key, undefined, given);
}

async function streamsBehind(
  now: Reading,
  views: Views,
  { collection, key }: Question,
): Promise<readonly string[]> {
  const shared = views.shared.find(view => view.collection.name === collection);
  if (shared !== undefined) {
    const document = await now.get(collection, key);
    return document === undefined ? [] : shared.streamsOf(key, document);
  }
  return Object.entries(views.own).flatMap(([family, of]) => {
    const view = of.find(v => v.collection.name === collection);
    return view === undefined ? [] : [streamOf(family as Family, view.subjectOf?.(key) ?? key)];
  });
}

/** The value at a path; null where there is none. */
export function valueAt(document: Document | undefined, path: string): Json {
  let value: Json | undefined = document;
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null) return null;
    value = Object.entries<Json>(value).find(([name]) => name === step)?.[1];
  }
  return value ?? null;
}
