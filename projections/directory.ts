import { isLeft, left, right } from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import type { RecordId } from '../contracts/primitives';
import type { RecordView } from '../contracts/views';
import type { EventLog } from '../services/event-log/port';
import { fromDocument } from './plain';
import type { Behind } from './caught-up';
import type { Runner } from './runner';
import { type Filter, type Generation, MAX_LIMIT, StoreFailure } from './stores';
import { recordsCollection } from './views/records';

/** A record's place in its stream and in the log. */
export interface RecordPlace {
  readonly id: RecordId;
  readonly revision: number;
  readonly seq: number;
}

/**
 * What there is, for those who then read the log itself. Each question waits first until the views show the record
 * `upTo` (the index of one), or gives up at the deadline.
 */
export interface Directory {
  /** Requirements laid on an organisation, in order. */
  requirementsOf(organisation: string, upTo: number): TaskEither<Behind, readonly string[]>;
  /** Requirements that share a key: one for each addressee. */
  requirementsWithKey(key: string, upTo: number): TaskEither<Behind, readonly string[]>;
  /** The records of a stream, in order of revision. */
  recordsOfStream(stream: string, upTo: number): TaskEither<Behind, readonly RecordPlace[]>;
  /** The engine's position of a record by its index; undefined where there is none. */
  positionOf(seq: number): TaskEither<Behind, string | undefined>;
  recordById(
    id: string,
    upTo: number,
  ): TaskEither<Behind, (RecordView & { readonly id: string }) | undefined>;
}

const DEADLINE_MS = 10_000;

export function directoryOf(runner: Runner, log: EventLog, deadlineMs = DEADLINE_MS): Directory {
  const at =
    <A>(seq: number, ask: (generation: Generation) => Promise<A>): TaskEither<Behind, A> =>
    async () => {
      const caughtUp = await runner.caughtUp(seq, deadlineMs)();
      if (isLeft(caughtUp)) return caughtUp;
      return asked(seq, ask);
    };

  /** Once more where other views have just taken over. */
  async function asked<A>(seq: number, ask: (generation: Generation) => Promise<A>) {
    for (let tries = 0; ; tries++) {
      const generation = runner.generation();
      if (generation === undefined) return left(behind(seq));
      try {
        return right(await ask(generation));
      } catch (error) {
        if (!(error instanceof StoreFailure) || error.failure.kind !== 'dropped' || tries > 3) throw error;
        await new Promise(resolve => setTimeout(resolve, 20));
      }
    }
  }

  const behind = (wanted: number): Behind => {
    const { seq, state } = runner.status();
    return { kind: 'behind', seq, wanted, state };
  };

  return {
    requirementsOf: (organisation, upTo) =>
      at(upTo, g => keysOf(g, 'requirements', { op: 'equals', path: 'organisation', value: organisation })),
    requirementsWithKey: (key, upTo) =>
      at(upTo, g => keysOf(g, 'requirements', { op: 'equals', path: 'key', value: key })),
    recordsOfStream: (stream, upTo) =>
      at(upTo, async g => {
        const entries: { readonly id: RecordId; readonly revision: number }[] = [];
        for await (const { id, revision } of log.readStream(stream))
          entries.push({ id: id as RecordId, revision });
        const found = await g.getMany(
          recordsCollection.name,
          entries.map(e => e.id),
        );
        return entries.flatMap(entry => {
          const document = found.get(entry.id);
          return document === undefined ? [] : [{ ...entry, seq: fromDocument<RecordView>(document).seq }];
        });
      }),
    positionOf: seq => at(seq, async g => (await recordAt(g, seq))?.position),
    recordById: (id, upTo) =>
      at(upTo, async g => {
        const document = await g.get(recordsCollection.name, id);
        return document && { id, ...fromDocument<RecordView>(document) };
      }),
  };
}

/** The record with this index, with its id. */
export async function recordAt(
  generation: Generation,
  seq: number,
): Promise<(RecordView & { readonly id: string }) | undefined> {
  const filter: Filter = { op: 'equals', path: 'seq', value: seq };
  const page = await generation.find(recordsCollection.name, { filter, limit: 1 })();
  if (isLeft(page)) throw new Error(page.left.detail);
  const found = page.right.items[0];
  return found && { id: found.key, ...fromDocument<RecordView>(found.document) };
}

/** The keys of all documents that a filter matches, in key order. */
async function keysOf(
  generation: Generation,
  collection: string,
  filter: Filter,
): Promise<readonly string[]> {
  const keys: string[] = [];
  for (let cursor: string | undefined; ;) {
    const query = { filter, limit: MAX_LIMIT, ...(cursor === undefined ? {} : { cursor }) };
    const page = await generation.find(collection, query)();
    if (isLeft(page)) throw new Error(page.left.detail);
    keys.push(...page.right.items.map(item => item.key));
    cursor = page.right.next;
    if (cursor === undefined) return keys;
  }
}
