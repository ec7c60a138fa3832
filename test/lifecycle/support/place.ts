import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Either, isLeft } from 'fp-ts/Either';
import type { Problem } from '../../../contracts/problems';
import type { LogRecord } from '../../../contracts/record';
import { type EventLog, openEventLog } from '../../../services/event-log';
import { readFeed } from '../../../services/event-log/feed';
import {
  type Clock,
  type Directory,
  type Door,
  localOperator,
  openDoor,
  type Principal,
  systemClock,
} from '../../../services/lifecycle';
import type { Outcome, Receipt } from '../../../services/lifecycle/receipt';
import { at, cloudEvent, type Happened } from './tell';

/** A real log in a folder of its own, and a door before it. */
export interface Place {
  readonly log: EventLog;
  readonly door: Door;
  /** Another door before the same log, as another process would have. */
  readonly anotherDoor: () => Door;
  /** The time by the log's clock, from now on. */
  readonly setClock: (time: string) => void;
  /** Sends events one by one; the first refusal fails the test. */
  readonly tell: (...events: readonly Happened[]) => Promise<readonly Receipt[]>;
  readonly send: (
    event: Happened | object,
    options?: { readonly as?: Principal; readonly ifMatch?: number; readonly through?: Door },
  ) => Promise<Outcome>;
  readonly sendAll: (
    events: readonly (Happened | object)[],
    as?: Principal,
  ) => Promise<Either<Problem, readonly Outcome[]>>;
  /** Every record of the log, or of one stream, in order. */
  readonly records: (stream?: string) => Promise<readonly LogRecord[]>;
  readonly dispose: () => Promise<void>;
}

export interface PlaceOptions {
  readonly clock?: Clock;
  readonly directory?: (log: EventLog) => Directory;
}

const isTold = (event: Happened | object): event is Happened => 'family' in event;
const eventOf = (event: Happened | object): object => (isTold(event) ? cloudEvent(event) : event);

export async function openPlace({ clock, directory = scanning }: PlaceOptions = {}): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'kravspor-door-'));
  const opened = await openEventLog(`file:${join(folder, 'events.db')}`, { create: true })();
  if (isLeft(opened)) throw new Error(opened.left.message);
  const log = opened.right;
  let now = Date.parse(at('2033-01-01'));
  const scales = { log, clock: clock ?? systemClock(() => now), directory: directory(log) };
  const door = openDoor(scales);

  const send: Place['send'] = (event, { as = localOperator, ifMatch, through = door } = {}) =>
    through.submit(eventOf(event), as, ifMatch === undefined ? {} : { ifMatch })();

  return {
    log,
    door,
    anotherDoor: () => openDoor(scales),
    setClock: time => (now = Date.parse(time)),
    send,
    tell: async (...events) => {
      const receipts: Receipt[] = [];
      for (const event of events) {
        const outcome = await send(event);
        if (isLeft(outcome)) throw new Error(`${event.what}: ${JSON.stringify(outcome.left)}`);
        receipts.push(outcome.right);
      }
      return receipts;
    },
    sendAll: (events, as = localOperator) => door.submitBatch(events.map(eventOf), as)(),
    records: async stream => {
      const records: LogRecord[] = [];
      for await (const batch of readFeed(log)) records.push(...batch.map(r => r.record));
      return stream === undefined ? records : records.filter(r => r.meta.stream === stream);
    },
    dispose: async () => {
      await log.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the views would know, read anew from the log for every question. */
export function scanning(log: EventLog): Directory {
  async function all() {
    const found = [];
    for await (const batch of readFeed(log)) found.push(...batch);
    return found;
  }
  const requirements = async (fits: (subject: string) => boolean): Promise<readonly string[]> => {
    const streams = new Set((await all()).map(r => r.stream));
    return [...streams]
      .flatMap(s => (s.startsWith('requirement-') ? [s.slice('requirement-'.length)] : []))
      .filter(fits)
      .sort();
  };
  return {
    requirementsOf: organisation => requirements(s => s.startsWith(`${organisation}.`)),
    requirementsWithKey: key => requirements(s => s.endsWith(`.${key}`)),
    recordsOfStream: async stream =>
      (await all())
        .filter(r => r.stream === stream)
        .map(({ seq, revision, record }) => ({ id: record.meta.id, revision, seq })),
    recordAt: async seq => {
      const found = (await all())[seq];
      if (found === undefined) return undefined;
      const { stream, revision, recordedAt, record } = found;
      return { id: record.meta.id, stream, revision, recordedAt };
    },
  };
}

/** The problems of a row of outcomes, or `stored`. */
export const said = (outcomes: Either<Problem, readonly Outcome[]>): unknown =>
  isLeft(outcomes)
    ? outcomes.left.problem
    : outcomes.right.map(o => (isLeft(o) ? (o.left.rule ?? o.left.problem) : 'stored'));

export const receiptOf = (outcome: Outcome): Receipt => {
  if (isLeft(outcome)) throw new Error(JSON.stringify(outcome.left));
  return outcome.right;
};

export const problemOf = (outcome: Outcome): Problem => {
  if (isLeft(outcome)) return outcome.left;
  throw new Error(`it was stored: ${outcome.right.id}`);
};
