import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filter, firstValueFrom, timeout } from 'rxjs';
import {
  parseCheckpoint,
  readTree,
  type SharedTreeOptions,
  startSharedTree,
  type Tree,
  type TreeStatus,
} from '../../services/audit';
import { type EventLog, EventLogUnavailable, type Reach } from '../../services/event-log';
import { newSigningKey } from '../../services/vault';
import { openPlace, ORIGIN, type Place } from './support';

let place: Place;
const open: Tree[] = [];

beforeEach(async () => {
  place = await openPlace();
});
afterEach(async () => {
  for (const tree of open.splice(0).reverse()) await tree.close();
  await place.remove();
});

async function shared(options: Partial<SharedTreeOptions> = {}): Promise<Tree> {
  const { log, tiles: folder, anchor, key: signer } = place;
  const common = { log, folder, anchor, signer, origin: ORIGIN, rhythmMs: 5, tryMs: 20 };
  const tree = await startSharedTree({ ...common, ...options });
  open.push(tree);
  return tree;
}

async function reader(): Promise<Tree> {
  const tree = await readTree({ folder: place.tiles, origin: ORIGIN, pollMs: 5 });
  open.push(tree);
  return tree;
}

const until = (tree: Tree, state: TreeStatus['state']): Promise<TreeStatus> =>
  firstValueFrom(
    tree.changes.pipe(
      filter(status => status.state === state),
      timeout(60_000),
    ),
  );

it('is written by one, while another stands by and shows the same', async () => {
  await place.grow(300);
  const [writer, second] = [await shared(), await shared()];
  expect(await writer.waitFor(299)).toBe(true);
  expect(await second.waitFor(299)).toBe(true);
  expect(second.status().state).toBe('standby');
  expect(second.checkpoint()?.equals(writer.checkpoint() ?? Buffer.alloc(0))).toBe(true);
  expect((await second.proofOf(17))?.equals((await writer.proofOf(17)) ?? Buffer.alloc(0))).toBe(true);
});

it('is taken over when the one that wrote it ends, and grows on from there', async () => {
  await place.grow(10);
  const [writer, second] = [await shared(), await shared()];
  expect(await writer.waitFor(9)).toBe(true);
  await writer.close();
  await place.grow(10);
  expect(await second.waitFor(19, 60_000)).toBe(true);
  expect(second.status()).toMatchObject({ state: 'following', size: 20 });
});

it('is shown by one that only reads, with proofs, as soon as there is a checkpoint', async () => {
  const shown = await reader();
  expect(shown.status()).toMatchObject({ state: 'reading', size: 0 });
  await place.grow(5);
  await shared();
  expect(await shown.waitFor(4, 60_000)).toBe(true);
  expect((await shown.proofOf(3))?.toString()).toContain('c2sp.org/tlog-proof');
});

it('tells its alarm to those that only read', async () => {
  await place.grow(20);
  const writer = await shared();
  const shown = await reader();
  expect(await shown.waitFor(19, 60_000)).toBe(true);
  const bundle = join(place.tiles, 'tile', 'entries', '000.p', '20');
  writeFileSync(
    bundle,
    readFileSync(bundle).map((byte, i) => (i === 40 ? byte ^ 1 : byte)),
  );
  await writer.scrub();
  expect(writer.status().state).toBe('alarm');
  expect((await until(shown, 'alarm')).alarm).toEqual(writer.status().alarm);
});

it('shows no checkpoint that is smaller than one it has shown', async () => {
  await place.grow(5);
  const writer = await shared();
  await writer.waitFor(4);
  const file = join(place.tiles, 'checkpoint');
  const smaller = readFileSync(file);
  await place.grow(5);
  await writer.waitFor(9);
  await writer.close();
  const shown = await reader();
  expect(shown.status().size).toBe(10);
  writeFileSync(file, smaller);
  await new Promise(resolve => setTimeout(resolve, 50));
  expect(shown.status()).toMatchObject({ size: 10, alarm: undefined });
});

it('believes no checkpoint that is not signed by a key of the log', async () => {
  await place.grow(5);
  const writer = await shared();
  await writer.waitFor(4);
  await writer.close();
  const file = join(place.tiles, 'checkpoint');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/\n— (\S+) (.{8}).{6}/, '\n— $1 $2AAAAAA'));
  const shown = await reader();
  expect(await until(shown, 'alarm')).toMatchObject({ size: 0, alarm: { kind: 'unknown-key' } });
  expect(shown.checkpoint()).toBeUndefined();
});

/** Changes a byte of a file of the tree. */
function flip(...path: string[]): () => void {
  const file = join(place.tiles, ...path);
  const bytes = readFileSync(file);
  writeFileSync(
    file,
    bytes.map((byte, i) => (i === 40 ? byte ^ 1 : byte)),
  );
  return () => writeFileSync(file, bytes);
}

const alarmFile = (): string => join(place.tiles, 'alarm');

describe('an alarm that a scrub has raised', () => {
  let mend: () => void;
  let writer: Tree;
  beforeEach(async () => {
    await place.grow(1_100);
    writer = await shared();
    await writer.waitFor(1_099, 60_000);
    // Neither the beginning nor the end, which are looked at at every start.
    mend = flip('tile', 'entries', '001');
    expect((await writer.scrub()).alarm).toMatchObject({ kind: 'tiles-differ', firstBad: 256 });
  });

  it('is not forgotten by the one that takes over: it looks again, finds it, and signs nothing', async () => {
    const anchor = readFileSync(place.anchor);
    const second = await shared();
    await until(second, 'alarm');
    const told: TreeStatus[] = [];
    second.changes.subscribe(status => told.push(status));
    await writer.close();
    await place.grow(3);
    expect(
      await firstValueFrom(
        second.changes.pipe(
          filter(({ alarm }) => alarm?.firstBad === 256 && told.some(s => s.state === 'starting')),
          filter(({ state }) => state === 'alarm'),
          timeout(60_000),
        ),
      ),
    ).toMatchObject({ alarm: { kind: 'tiles-differ' } });
    expect(told.every(({ alarm }) => alarm !== undefined)).toBe(true);
    await second.close();
    expect(existsSync(alarmFile())).toBe(true);
    expect(readFileSync(place.anchor)).toEqual(anchor);
  });

  it('is taken away by a start that finds all of it mended, and not before', async () => {
    await writer.close();
    expect(existsSync(alarmFile())).toBe(true);
    mend();
    const again = await shared();
    expect(again.status().alarm).toMatchObject({ kind: 'tiles-differ' });
    expect((await until(again, 'following')).alarm).toBeUndefined();
    expect(existsSync(alarmFile())).toBe(false);
    await place.grow(1);
    expect(await again.waitFor(1_100)).toBe(true);
  });
});

it('is written by two where locks do not hold, without an alarm and without a step back', async () => {
  await place.grow(20);
  const two = [await place.start(), await place.start()];
  const shown = join(place.tiles, 'checkpoint');
  const sizes = { anchor: [0], shown: [0] };
  const note = (): void => {
    if (!existsSync(shown)) return;
    sizes.anchor.push(parseCheckpoint(readFileSync(place.anchor))?.size ?? -1);
    sizes.shown.push(parseCheckpoint(readFileSync(shown))?.size ?? -1);
  };
  const noting = setInterval(note, 1);
  for (let i = 0; i < 40; i++) {
    await place.grow(8);
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  for (const tree of two)
    expect([await tree.waitFor(339, 60_000), tree.status().alarm]).toEqual([true, undefined]);
  clearInterval(noting);
  note();
  for (const seen of [sizes.anchor, sizes.shown]) {
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(340);
  }
  for (const tree of two) expect((await tree.scrub()).alarm).toBeUndefined();
});

describe('a key that is changed', () => {
  it('is believed by a reader that knows only what is published, and so are the earlier ones', async () => {
    await place.grow(5);
    const shown = await reader();
    const seen: TreeStatus[] = [];
    shown.changes.subscribe(status => seen.push(status));
    await (await shared()).waitFor(4);
    await open.pop()?.close();
    const signer = newSigningKey(ORIGIN);
    const keys = join(place.tiles, 'verifier-key');
    const next = await shared({ signer, earlierKeys: [place.key.verifierKey] });
    await place.grow(5);
    expect([await next.waitFor(9), await shown.waitFor(9)]).toEqual([true, true]);
    expect(readFileSync(keys, 'utf8')).toBe(`${signer.verifierKey}\n${place.key.verifierKey}\n`);
    expect(seen.filter(({ alarm }) => alarm !== undefined)).toEqual([]);
  });

  it('is no alarm to a reader that sees its checkpoint one look before its name', async () => {
    await place.grow(5);
    await (await shared()).waitFor(4);
    await open.pop()?.close();
    const keys = join(place.tiles, 'verifier-key');
    const right = readFileSync(keys);
    writeFileSync(keys, `${newSigningKey(ORIGIN).verifierKey}\n`);
    const shown = await readTree({ folder: place.tiles, origin: ORIGIN, pollMs: 50 });
    open.push(shown);
    expect(shown.status()).toMatchObject({ state: 'reading', alarm: undefined });
    writeFileSync(keys, right);
    expect(await shown.waitFor(4)).toBe(true);
  });

  it('is not signed over by one that stood by under the earlier key', async () => {
    await place.grow(5);
    const signer = newSigningKey(ORIGIN);
    const writer = await shared({ signer, earlierKeys: [place.key.verifierKey] });
    expect(await writer.waitFor(4)).toBe(true);
    const errors: unknown[] = [];
    const second = await shared({ onError: error => errors.push(error) });
    await writer.close();
    await place.grow(1);
    expect(await second.waitFor(5, 300)).toBe(false);
    expect(second.status()).toMatchObject({ state: 'standby', size: 5, alarm: undefined });
    expect(errors.map(String)).toEqual([expect.stringContaining('signing key has been changed')]);
    expect(existsSync(alarmFile())).toBe(false);
    expect(await (await shared({ signer })).waitFor(5)).toBe(true);
  });
});

describe('a key that is none of the log’s', () => {
  const stranger = (): Partial<SharedTreeOptions> => ({ signer: newSigningKey(ORIGIN) });

  it('signs nothing and raises no alarm when the one that writes is gone, and lets one with the right key go on', async () => {
    await place.grow(5);
    const errors: unknown[] = [];
    const [writer, second] = await Promise.all([
      shared(),
      shared({ ...stranger(), onError: error => errors.push(error) }),
    ]);
    expect([await writer.waitFor(4), await second.waitFor(4)]).toEqual([true, true]);
    // Told at once, and not first when it would be needed.
    expect(await barredOf(second)).toBe('foreign-key');
    await writer.close();
    await place.grow(1);
    expect(await second.waitFor(5, 300)).toBe(false);
    expect(second.status()).toMatchObject({ state: 'standby', size: 5, alarm: undefined });
    expect(errors.map(String)).toEqual([expect.stringContaining('need the same key')]);
    expect(existsSync(alarmFile())).toBe(false);
    const third = await shared();
    expect([await third.waitFor(5, 60_000), third.status().barred]).toEqual([true, undefined]);
    expect(await second.waitFor(5, 60_000)).toBe(true);
  });

  it('stands by where it is started alone on a log that has been signed, until it is given the right one', async () => {
    await place.grow(5);
    await (await shared()).waitFor(4);
    await open.pop()?.close();
    const files = [join(place.tiles, 'checkpoint'), join(place.tiles, 'verifier-key'), place.anchor];
    const before = files.map(file => readFileSync(file, 'utf8'));
    const wrong = await shared(stranger());
    expect(wrong.status()).toMatchObject({
      state: 'standby',
      size: 5,
      barred: 'foreign-key',
      alarm: undefined,
    });
    await place.grow(1);
    expect(await wrong.waitFor(5, 300)).toBe(false);
    expect(files.map(file => readFileSync(file, 'utf8'))).toEqual(before);
    expect(existsSync(alarmFile())).toBe(false);
    await wrong.close();
    expect(await (await shared()).waitFor(5)).toBe(true);
  });

  it('is not taken for the log’s because somebody has put it into the folder: the anchor says whose it is', async () => {
    await place.grow(5);
    await (await shared()).waitFor(4);
    await open.pop()?.close();
    const keys = join(place.tiles, 'verifier-key');
    writeFileSync(keys, `${newSigningKey(ORIGIN).verifierKey}\n`);
    const again = await shared();
    await place.grow(1);
    expect([await again.waitFor(5), again.status().barred]).toEqual([true, undefined]);
    expect(readFileSync(keys, 'utf8')).toBe(`${place.key.verifierKey}\n`);
  });
});

const barredOf = async (tree: Tree): Promise<TreeStatus['barred']> =>
  (
    await firstValueFrom(
      tree.changes.pipe(
        filter(({ barred }) => barred !== undefined),
        timeout(60_000),
      ),
    )
  ).barred;

it('is left to another by one that is cut off from its log, and taken up again when that is gone', async () => {
  await place.grow(5);
  let reach: Reach = { state: 'reached' };
  const requireReached = (): void => {
    if (reach.state === 'lost') throw new EventLogUnavailable(reach.detail);
  };
  const log: EventLog = {
    ...place.log,
    reach: () => reach,
    head: async () => {
      requireReached();
      return place.log.head();
    },
    readAll: (after, size) => {
      requireReached();
      return place.log.readAll(after, size);
    },
    readStream: (stream, from) => {
      requireReached();
      return place.log.readStream(stream, from);
    },
  };
  const [first, second] = [await shared({ log, lostMs: 50 }), await shared()];
  expect(await second.waitFor(4, 60_000)).toBe(true);
  reach = { state: 'lost', since: 0, detail: 'connection refused' };
  await place.grow(5);
  expect(await second.waitFor(9, 60_000)).toBe(true);
  expect(second.status().state).toBe('following');
  expect(await first.waitFor(9, 60_000)).toBe(true);
  expect(first.status()).toMatchObject({ state: 'standby', alarm: undefined });
  await second.close();
  await place.grow(5);
  expect(await first.waitFor(14, 300)).toBe(false);
  reach = { state: 'reached' };
  expect(await first.waitFor(14, 60_000)).toBe(true);
  expect(first.status()).toMatchObject({ state: 'following', alarm: undefined });
});

it('is closed though its log gives no answer, neither a good one nor a bad', async () => {
  await place.grow(5);
  let reach: Reach = { state: 'reached' };
  let asked = (): void => undefined;
  const isAsked = new Promise<void>(resolve => (asked = resolve));
  const log: EventLog = {
    ...place.log,
    reach: () => reach,
    head: () => {
      asked();
      return new Promise(() => undefined);
    },
  };
  await shared();
  const second = await shared({ log });
  reach = { state: 'lost', since: 0, detail: 'no answer' };
  await isAsked;
  await second.close();
  expect(second.status().state).toBe('closed');
});
