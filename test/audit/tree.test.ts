import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filter, firstValueFrom } from 'rxjs';
import { type Entry, type EventLog, openEventLog } from '../../services/event-log';
import type { Tree, TreeOptions } from '../../services/audit';
import { parseCheckpoint, parseTlogProof, signCheckpoint } from '../../services/audit/note';
import { leafHash } from '../../services/audit/merkle';
import { rootByInclusion } from '../../services/audit/verifier/hashes';
import { run } from '../../services/audit/verifier/main';
import { newSigningKey } from '../../services/vault';
import { entryOf, openPlace, ORIGIN, type Place, rightOf } from './support';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.remove());

const verdictOf = (folder: string): number => run(['log', folder, '--key', place.key.verifierKey]).exit;

describe('the tree over a log', () => {
  it('signs what is there, and what comes', async () => {
    await place.grow(300);
    const tree = await place.start();
    expect(await tree.waitFor(299)).toBe(true);
    await place.grow(20);
    expect(await tree.waitFor(319)).toBe(true);
    expect(tree.status()).toMatchObject({ state: 'following', size: 320, seen: 320, alarm: undefined });
    expect(readFileSync(place.anchor)).toEqual(tree.checkpoint());
    expect(readFileSync(join(place.tiles, 'checkpoint'))).toEqual(tree.checkpoint());
    expect(existsSync(join(place.tiles, 'tile/0/000'))).toBe(true);
    expect(existsSync(join(place.tiles, 'tile/0/000.p'))).toBe(false);
    await tree.close();
    expect(readdirSync(join(place.tiles, 'tile/0/001.p'))).toEqual(['64']);
    expect(verdictOf(place.tiles)).toBe(0);
  });

  it('waits for nothing that is not there, and for nothing when it is closed', async () => {
    await place.grow(2);
    const tree = await place.start();
    expect(await tree.waitFor(2, 50)).toBe(false);
    const waiting = tree.waitFor(2, 60_000);
    await tree.close();
    expect(await waiting).toBe(false);
    expect(await tree.waitFor(2, 60_000)).toBe(false);
    expect(tree.status().state).toBe('closed');
  });

  it('over an empty log has no checkpoint, and waits', async () => {
    const tree = await place.start();
    expect(tree.checkpoint()).toBeUndefined();
    expect(await tree.proofOf(0)).toBeUndefined();
    expect(await tree.tile('tile/0/000')).toBeUndefined();
    await place.grow(1);
    expect(await tree.waitFor(0)).toBe(true);
  });

  it('proves every leaf, and gives every tile, of its last checkpoint', async () => {
    await place.grow(260);
    const tree = await place.start();
    await tree.waitFor(259);
    for (const seq of [0, 1, 100, 255, 256, 259]) {
      const proof = parseTlogProof((await tree.proofOf(seq)) ?? Buffer.alloc(0));
      const leaf = await tree.leafAt(seq);
      if (proof === undefined || leaf === undefined) throw new Error('there is no proof');
      expect(Buffer.from(proof.extra ?? [])).toEqual(leaf);
      const root = rootByInclusion(leafHash(leaf), seq, 260, proof.hashes);
      expect(root).toEqual(parseCheckpoint(proof.checkpoint)?.root);
    }
    expect(await tree.proofOf(260)).toBeUndefined();
    expect(await tree.proofOf(-1)).toBeUndefined();
    expect(await tree.proofOf(Number.NaN)).toBeUndefined();
    const width = async (path: string): Promise<number | undefined> => (await tree.tile(path))?.bytes.length;
    expect(await width('tile/0/000')).toBe(256 * 32);
    expect(await width('tile/0/000.p/17')).toBe(17 * 32);
    expect(await width('tile/0/001.p/4')).toBe(4 * 32);
    expect(await width('tile/0/001.p/3')).toBe(3 * 32);
    expect(await width('tile/1/000.p/1')).toBe(32);
    for (const path of [
      'tile/0/001',
      'tile/0/001.p/5',
      'tile/1/000',
      'tile/2/000',
      '../checkpoint',
      'tile/0/002.p/1',
    ])
      expect([path, await width(path)]).toEqual([path, undefined]);
    const entries = await tree.tile('tile/entries/001.p/2');
    expect(entries).toMatchObject({ kind: 'entries', isFull: false });
    expect(await tree.consistencyFrom(200)).toHaveLength(
      (await tree.consistencyFrom(200))?.filter(hash => /^[A-Za-z0-9+/]{43}=$/.test(hash)).length ?? -1,
    );
  });

  it('grows the same from the same log, whatever the rhythm, and after it was thrown away', async () => {
    await place.grow(600);
    await place.settle();
    const checkpoint = readFileSync(join(place.tiles, 'checkpoint'), 'utf8');
    const tile = readFileSync(join(place.tiles, 'tile/0/001'), 'hex');
    rmSync(place.tiles, { recursive: true });
    await place.settle({ rhythmMs: 50 });
    expect(readFileSync(join(place.tiles, 'checkpoint'), 'utf8')).toBe(checkpoint);
    expect(readFileSync(join(place.tiles, 'tile/0/001'), 'hex')).toBe(tile);
  });

  it('makes lost or damaged heads anew', async () => {
    await place.grow(300);
    await place.settle();
    for (const suffix of ['', '-wal', '-shm'])
      rmSync(join(place.tiles, `heads.db${suffix}`), { force: true });
    await place.grow(10);
    await place.settle();
    writeFileSync(join(place.tiles, 'heads.db'), Buffer.alloc(8_192, 0x55));
    await place.grow(10);
    await place.settle();
    expect(verdictOf(place.tiles)).toBe(0);
  });

  it('tells a failing disk, tries again, and loses nothing', async () => {
    const errors: unknown[] = [];
    let isFull = true;
    await place.grow(5);
    const beforeStep = (): void => {
      if (isFull) throw new Error('no room');
    };
    const tree = await place.start({ beforeStep, onError: error => errors.push(error) });
    expect(await tree.waitFor(4, 100)).toBe(false);
    expect(tree.status()).toMatchObject({ state: 'failing', size: 0 });
    isFull = false;
    expect(await tree.waitFor(4)).toBe(true);
    expect(errors).toHaveLength(1);
  });

  it('goes on under a new key, and still believes the old one', async () => {
    await place.grow(10);
    await place.settle();
    const signer = newSigningKey(ORIGIN);
    const refused = await place.start({ signer });
    expect(refused.status()).toMatchObject({ state: 'alarm', alarm: { kind: 'unknown-key' } });
    await refused.close();
    await place.grow(10);
    await place.settle({ signer, earlierKeys: [place.key.verifierKey] });
    expect(run(['log', place.tiles, '--key', signer.verifierKey]).exit).toBe(0);
    expect(verdictOf(place.tiles)).toBe(2);
  });
});

/** The log, with some entries read otherwise than they were written. */
const lying = (log: EventLog, change: (entry: Entry, index: number) => Entry): EventLog => ({
  ...log,
  readAll: async function* (after, batchSize) {
    let index = Number(after ?? 0);
    for await (const batch of log.readAll(after, batchSize)) yield batch.map(entry => change(entry, index++));
  },
});

/** Something to wait for, until it is opened. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>(resolve => (open = resolve));
  return { opened, open: () => open() };
}

/** Another event in its place, with a digest that fits. */
function forged(entry: Entry): Entry {
  const data = entry.data.replace('Nr.', 'No.');
  const meta = JSON.parse(entry.metadata) as { salts: { event: string }; digest: string };
  const digest = createHash('sha256').update(Buffer.from(meta.salts.event, 'hex')).update(data).digest('hex');
  return { ...entry, data, metadata: entry.metadata.replace(meta.digest, digest) };
}

describe('a log that is not what was signed', () => {
  const alarmed = async (options: Partial<TreeOptions> = {}): Promise<Tree> => {
    const before = existsSync(place.anchor) ? readFileSync(place.anchor) : undefined;
    const tree = await place.start(options);
    expect(await tree.waitFor(10_000, 3_000)).toBe(false);
    expect(tree.status().state).toBe('alarm');
    if (before !== undefined) expect(readFileSync(place.anchor)).toEqual(before);
    return tree;
  };

  it('because its tail is missing raises the alarm, and nothing is signed', async () => {
    await place.grow(250);
    const backup = join(place.folder, 'backup', 'events.db');
    mkdirSync(dirname(backup));
    await place.log.backup(backup);
    await place.grow(50);
    await place.settle();
    const older = rightOf(await openEventLog(`file:${backup}`)());
    try {
      const tree = await alarmed({ log: older });
      expect(tree.status().alarm).toMatchObject({ kind: 'log-shorter', firstBad: 250 });
      rightOf(await older.append('log-more', 'none', [entryOf('log-more', 0, 9_999)])());
      await tree.close();
    } finally {
      await older.close();
    }
  });

  it('because the last records were exchanged raises the alarm at the start', async () => {
    await place.grow(600);
    await place.settle();
    const log = lying(place.log, (entry, i) => (i === 590 ? forged(entry) : entry));
    const tree = await alarmed({ log });
    expect(tree.status().alarm).toMatchObject({ kind: 'log-differs', firstBad: 590 });
  });

  it('because one in the middle was exchanged raises the alarm in a scrub', async () => {
    await place.grow(800);
    await place.settle();
    const log = lying(place.log, (entry, i) => (i === 250 ? forged(entry) : entry));
    const tree = await place.start({ log });
    const report = await tree.scrub();
    expect(report).toMatchObject({ checked: 250, size: 800, alarm: { kind: 'log-differs', firstBad: 250 } });
    expect(report.alarm?.expected).toMatch(/^[0-9a-f]{64}$/);
    expect(tree.status()).toMatchObject({ state: 'alarm', alarm: { firstBad: 250 } });
  });

  it('because a record is damaged raises the alarm with its index', async () => {
    await place.grow(40);
    await place.settle();
    await place.grow(20);
    const damage = (entry: Entry): Entry => ({ ...entry, data: entry.data.replace('Nr.', 'No.') });
    const log = lying(place.log, (entry, i) => (i === 51 ? damage(entry) : entry));
    const tree = await alarmed({ log });
    expect(tree.status().alarm).toMatchObject({ kind: 'log-damaged', firstBad: 51 });
  });

  it('because it was written anew raises the alarm, with and without the tiles', async () => {
    await place.grow(20);
    await place.settle();
    const other = await openPlace();
    try {
      await other.grow(30);
      expect((await alarmed({ log: other.log })).status().alarm).toMatchObject({
        kind: 'log-differs',
        firstBad: 0,
      });
      rmSync(place.tiles, { recursive: true });
      expect((await alarmed({ log: other.log })).status().alarm?.kind).toBe('anchor-differs');
    } finally {
      await other.remove();
    }
  });

  it('because its anchor is gone, unreadable, forged, or of another log raises the alarm', async () => {
    await place.grow(20);
    await place.settle();
    const anchor = readFileSync(place.anchor);
    const kind = async (): Promise<string | undefined> => {
      const tree = await place.start();
      await tree.close();
      return tree.status().alarm?.kind;
    };
    renameSync(place.anchor, `${place.anchor}.gone`);
    expect(await kind()).toBe('anchor-missing');
    writeFileSync(place.anchor, anchor.subarray(0, -1));
    expect(await kind()).toBe('anchor-unreadable');
    writeFileSync(place.anchor, anchor.toString().replace('\n20\n', '\n19\n'));
    expect(await kind()).toBe('unknown-key');
    writeFileSync(
      place.anchor,
      signCheckpoint({ origin: 'other/log', size: 20, root: Buffer.alloc(32) }, [place.key]),
    );
    expect(await kind()).toBe('other-origin');
    writeFileSync(
      place.anchor,
      signCheckpoint({ origin: ORIGIN, size: 20, root: Buffer.alloc(32) }, [place.key]),
    );
    expect(await kind()).toBe('anchor-differs');
    writeFileSync(place.anchor, anchor);
    // It goes when all has been looked at again.
    const { changes } = await place.start();
    const { alarm } = await firstValueFrom(changes.pipe(filter(({ state }) => state === 'following')));
    expect(alarm).toBeUndefined();
    expect(existsSync(join(place.tiles, 'alarm'))).toBe(false);
  });

  it('is noticed when the anchor is exchanged under a running service', async () => {
    await place.grow(20);
    const tree = await place.start();
    await tree.waitFor(19);
    writeFileSync(
      place.anchor,
      signCheckpoint({ origin: ORIGIN, size: 10, root: Buffer.alloc(32) }, [place.key]),
    );
    await place.grow(1);
    expect(await tree.waitFor(20, 5_000)).toBe(false);
    expect(tree.status()).toMatchObject({ state: 'alarm', alarm: { kind: 'anchor-differs' } });
  });
});

describe('tiles that are not those of the log', () => {
  const flipped = (path: string, at: number): void => {
    const file = join(place.tiles, path);
    const bytes = readFileSync(file);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    writeFileSync(file, bytes);
  };

  it.each([
    ['tile/0/000', 32 * 17, 17],
    ['tile/entries/000', 5, 0],
    ['tile/0/001', 5, 256],
  ])('are found by a scrub: %s', async (path, at, firstBad) => {
    await place.grow(600);
    await place.settle();
    flipped(path, at);
    const tree = await place.start();
    const { alarm } = await tree.scrub();
    expect(alarm).toMatchObject({ kind: 'tiles-differ', firstBad });
    await tree.close();
    // What they are made from is whole, so they can be made anew.
    rmSync(join(place.tiles, 'tile'), { recursive: true });
    await place.settle();
    expect(verdictOf(place.tiles)).toBe(0);
  });

  it('at the edge are found at the start', async () => {
    await place.grow(300);
    await place.settle();
    flipped('tile/0/001.p/44', 40);
    const tree = await place.start();
    expect(tree.status()).toMatchObject({ state: 'alarm' });
  });

  it('stop what has been read from being signed', async () => {
    await place.grow(300);
    await place.settle();
    flipped('tile/0/000', 32 * 17);
    await place.grow(1_100);
    const anchor = readFileSync(place.anchor);
    const [hasRead, isAlarmed] = [gate(), gate()];
    const log: EventLog = {
      ...place.log,
      readAll: async function* (after, batchSize) {
        for await (const batch of place.log.readAll(after, batchSize)) {
          yield batch;
          // Here the projector asks for more, and what it has read is not signed yet.
          if (batchSize === 500) {
            hasRead.open();
            await isAlarmed.opened;
          }
        }
      },
    };
    const tree = await place.start({ log, rhythmMs: 60_000 });
    await hasRead.opened;
    await tree.scrub();
    isAlarmed.open();
    await tree.close();
    expect(tree.status()).toMatchObject({ state: 'alarm', size: 300, alarm: { kind: 'tiles-differ' } });
    expect(readFileSync(place.anchor)).toEqual(anchor);
    expect(existsSync(join(place.tiles, 'alarm'))).toBe(true);
  });

  it('do not stop a scrub from telling how far it is', async () => {
    await place.grow(300);
    const tree = await place.start();
    await tree.waitFor(299);
    const told: number[] = [];
    await tree.scrub({ progress: (done, total) => told.push(done, total) });
    expect(told.slice(-2)).toEqual([300, 300]);
    await expect(tree.scrub({ signal: AbortSignal.abort() })).rejects.toThrow();
    expect(tree.status().state).toBe('following');
  });
});
