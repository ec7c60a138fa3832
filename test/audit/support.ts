import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Either } from 'fp-ts/Either';
import { canonicalJson } from '../../contracts/json/canonical';
import type { CloudEvent } from '../../contracts/envelope';
import type { Meta } from '../../contracts/record';
import { type EventLog, type NewEntry, openEventLog } from '../../services/event-log';
import { stampRecord } from '../../services/event-log/records';
import { ORIGIN } from './folder';
import { startTree, type Tree, type TreeOptions } from '../../services/audit';
import { type KeyWithSecret, newSigningKey } from '../../services/vault';

export { ORIGIN };

export function rightOf<A>(either: Either<unknown, A>): A {
  if (either._tag === 'Left') throw new Error(JSON.stringify(either.left));
  return either.right;
}

/** A log with its tree, in a folder of its own. */
export interface Place {
  readonly folder: string;
  readonly tiles: string;
  readonly anchor: string;
  readonly key: KeyWithSecret;
  log: EventLog;
  /** Appends that many records, over some streams. */
  grow(count: number): Promise<void>;
  /** Starts the tree; it is closed with the place. */
  start(options?: Partial<TreeOptions>): Promise<Tree>;
  /** Starts the tree, waits until all is signed, and closes it. */
  settle(options?: Partial<TreeOptions>): Promise<void>;
  reopen(): Promise<void>;
  remove(): Promise<void>;
}

export async function openPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'kravspor-audit-'));
  const uri = `file:${join(folder, 'data', 'events.db')}`;
  const key = newSigningKey(ORIGIN);
  const trees: Tree[] = [];
  const next = new Map<string, number>();
  let made = 0;
  const place: Place = {
    folder,
    tiles: join(folder, 'data', 'log'),
    anchor: join(folder, 'elsewhere', 'anchor'),
    key,
    log: rightOf(await openEventLog(uri, { create: true })()),
    grow: async count => {
      for (let i = 0; i < count; i++) {
        const stream = made % 5 === 0 ? `requirement-granvik.s-${made}` : `document-granvik.d-${made % 3}`;
        const revision = next.get(stream) ?? 0;
        const entry = entryOf(stream, revision, made++);
        rightOf(await place.log.append(stream, revision === 0 ? 'none' : revision - 1, [entry])());
        next.set(stream, revision + 1);
      }
    },
    start: async options => {
      const tree = await startTree({
        log: place.log,
        folder: place.tiles,
        anchor: place.anchor,
        signer: key,
        origin: ORIGIN,
        rhythmMs: 5,
        ...options,
      });
      trees.push(tree);
      return tree;
    },
    settle: async options => {
      const tree = await place.start(options);
      const count = (await place.log.head())?.count ?? 0;
      if (count > 0 && !(await tree.waitFor(count - 1, 60_000)))
        throw new Error(`not signed: ${JSON.stringify(tree.status())}`);
      await tree.close();
    },
    reopen: async () => {
      await place.log.close();
      place.log = rightOf(await openEventLog(uri)());
    },
    remove: async () => {
      for (const tree of trees) await tree.close();
      await place.log.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return place;
}

/** The entry of some event, stamped as the door does it. */
export function entryOf(
  stream: string,
  revision: number,
  i: number,
  recordedAt?: string,
  told: { readonly type?: string; readonly data?: unknown } = {},
): NewEntry {
  const event = {
    specversion: '1.0',
    id: `a-${i}`,
    source: 'https://test.example',
    type: 'no.kravspor.audit-test.happened.v1',
    subject: stream.slice(stream.indexOf('-') + 1),
    time: '2031-03-01T09:00:00Z',
    organisation: 'granvik',
    data: { text: `Nr. ${i} – æøå` },
    ...told,
  } as unknown as CloudEvent;
  const at = recordedAt ?? new Date(Date.UTC(2031, 2, 1, 9) + i * 1_000).toISOString();
  const stamped = stampRecord(event, canonicalJson(event), {
    stream,
    revision,
    recordedAt: at as Meta['recordedAt'],
    actor: 'p-test' as Meta['actor'],
    credential: 'key-1',
    facts: { now: at as Meta['recordedAt'], streams: [] },
  });
  return stamped.entry;
}
