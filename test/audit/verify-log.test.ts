import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeEntries, encodeEntries, leafHash } from '../../services/audit/merkle';
import { signCheckpoint, signNote } from '../../services/audit/note';
import { newSigningKey } from '../../services/vault';
import { leavesOf, writeLogFolder } from './folder';
import { ORIGIN } from './folder';
import { builtVerifier, type Verifier } from './verifier';

const SIZE = 600;
const key = newSigningKey(ORIGIN);
let verifier: Verifier;
let base: string;
let work: string;
/** A copy of a whole log, to be tampered with. */
let dir: string;
let copies = 0;

beforeAll(() => {
  verifier = builtVerifier();
  base = mkdtempSync(join(tmpdir(), 'kravspor-verify-log-'));
  work = join(base, 'work');
  writeLogFolder(join(base, 'whole'), key, leavesOf(ORIGIN, SIZE, 40));
});
afterAll(() => {
  verifier.remove();
  rmSync(base, { recursive: true, force: true });
});
beforeEach(() => {
  dir = join(work, String(copies++));
  cpSync(join(base, 'whole'), dir, { recursive: true });
});

const verify = (...more: readonly string[]) => verifier.say('log', dir, '--key', key.verifierKey, ...more);
const at = (path: string): string => join(dir, path);
const read = (path: string): Buffer => readFileSync(at(path));

function edit(path: string, change: (bytes: Buffer) => Buffer): void {
  writeFileSync(at(path), change(Buffer.from(read(path))));
}

/** Changes a leaf in its bundle, and in its tile too if the forger is thorough. */
function editLeaf(seq: number, change: (text: string) => string, alsoTile: boolean): void {
  const index = Math.floor(seq / 256);
  const [bundle, tile] =
    index < 2
      ? [`tile/entries/00${index}`, `tile/0/00${index}`]
      : ['tile/entries/002.p/88', 'tile/0/002.p/88'];
  edit(bundle, bytes => {
    const entries = [...(decodeEntries(bytes) ?? [])];
    entries[seq % 256] = Buffer.from(change(entries[seq % 256]?.toString() ?? ''));
    return encodeEntries(entries);
  });
  if (!alsoTile) return;
  const leaf = decodeEntries(read(bundle))?.[seq % 256] ?? Buffer.alloc(0);
  edit(tile, bytes => {
    leafHash(leaf).copy(bytes, (seq % 256) * 32);
    return bytes;
  });
}

describe('a log folder', () => {
  it('that is whole is verified, and told of', () => {
    expect(verify()).toMatchObject({ exit: 0, verdict: 'verified', leaves: SIZE, firstBad: null });
    const { stdout } = verifier.run('log', dir, '--key', key.verifierKey);
    expect(stdout).toMatch(/^VERIFIED.*\n\nLeaves checked: 600\n/);
    expect(stdout).toContain(`signed by ${ORIGIN}+${key.keyId}`);
    expect(stdout).toMatch(/Not proved:/);
    expect(stdout).toMatch(/Back-dating: no earlier checkpoint/);
  });

  it('is never verified without a key, or with a key that did not sign it', () => {
    expect(verifier.say('log', dir)).toMatchObject({ exit: 2, codes: ['no-key'] });
    const other = newSigningKey(ORIGIN).verifierKey;
    expect(verifier.say('log', dir, '--key', other)).toMatchObject({ exit: 2, codes: ['wrong-key'] });
  });

  it('takes keys from a file, each for its own sizes', () => {
    const file = join(base, 'keys');
    const old = newSigningKey(ORIGIN);
    writeFileSync(file, `# keys\n${old.verifierKey} 0-499\n${key.verifierKey} 500-9999\n`);
    expect(verifier.say('log', dir, '--key', file)).toMatchObject({ exit: 0 });
    writeFileSync(file, `${key.verifierKey} 0-599\n`);
    expect(verifier.say('log', dir, '--key', file)).toMatchObject({ exit: 1, codes: ['expired-key'] });
    writeFileSync(file, '# none\n');
    expect(verifier.say('log', dir, '--key', file)).toMatchObject({ exit: 2, codes: ['no-key'] });
    writeFileSync(file, 'nonsense\n');
    expect(verifier.say('log', dir, '--key', file)).toMatchObject({ exit: 3, codes: ['bad-key'] });
  });

  it('of another log than the key is not taken for this one', () => {
    writeFileSync(
      at('checkpoint'),
      signCheckpoint({ origin: 'other.test/log', size: SIZE, root: Buffer.alloc(32) }, [key]),
    );
    expect(verify().exit).toBe(1);
    expect(verify().codes).toContain('other-origin');
  });

  it.each([0, 255, 256, 599])('with one leaf altered in its bundle is tampered with, at index %i', seq => {
    editLeaf(seq, text => text.replace(/"event":"./, '"event":"x'), false);
    const said = verify();
    expect(said).toMatchObject({ exit: 1, verdict: 'tampered', firstBad: { index: seq } });
    expect(said.firstBad?.expected).toMatch(/^[0-9a-f]{64}$/);
  });

  it('with a leaf altered in bundle and tile is tampered with', () => {
    editLeaf(300, text => text.replace(/"event":"../, '"event":"00'), true);
    expect(verify().exit).toBe(1);
    expect(verify().codes).toContain('root-differs');
    expect(verify().codes).toContain('tile-differs');
  });

  it('with two leaves swapped is tampered with', () => {
    edit('tile/entries/000', bytes => {
      const entries = [...(decodeEntries(bytes) ?? [])];
      const [a, b] = [entries[10], entries[11]];
      if (a === undefined || b === undefined) throw new Error('too few');
      [entries[10], entries[11]] = [b, a];
      return encodeEntries(entries);
    });
    expect(verify()).toMatchObject({ exit: 1, firstBad: { index: 10 } });
  });

  it('with a byte changed anywhere in any tile is tampered with', () => {
    for (const path of ['tile/0/000', 'tile/0/001', 'tile/0/002.p/88', 'tile/1/000.p/2']) {
      const whole = read(path);
      const i = Math.floor(whole.length / 3);
      edit(path, bytes => {
        bytes.writeUInt8(bytes.readUInt8(i) ^ 1, i);
        return bytes;
      });
      expect([path, verify().exit]).toEqual([path, 1]);
      writeFileSync(at(path), whole);
    }
  });

  it('with its tail cut off is not verified', () => {
    rmSync(at('tile/entries/002.p/88'));
    expect(verify()).toMatchObject({ exit: 2, codes: ['missing-file'], firstBad: { index: 512 } });
  });

  it('with an end cut off within a bundle or a tile is not verified', () => {
    truncateSync(at('tile/entries/002.p/88'), 1_000);
    expect(verify()).toMatchObject({ exit: 3, codes: ['truncated'] });
    cpSync(join(base, 'whole'), dir, { recursive: true });
    truncateSync(at('tile/0/001'), 100);
    expect(verify()).toMatchObject({ exit: 3, codes: ['truncated'] });
  });

  it('with bytes behind the last leaf of a bundle, or the last hash of a tile, is tampered with', () => {
    edit('tile/entries/001', bytes => Buffer.concat([bytes, Buffer.of(0)]));
    expect(verify()).toMatchObject({ exit: 1, codes: ['trailing-bytes'] });
    cpSync(join(base, 'whole'), dir, { recursive: true });
    edit('tile/0/001', bytes => bytes.subarray(0, -1));
    expect(verify().exit).toBe(3);
  });

  it('is still verified when a full tile has taken the place of a partial one', () => {
    const longer = join(work, 'longer');
    writeLogFolder(longer, key, leavesOf(ORIGIN, 800, 40));
    rmSync(at('tile/entries/002.p'), { recursive: true });
    cpSync(join(longer, 'tile/entries/002'), at('tile/entries/002'));
    expect(verify()).toMatchObject({ exit: 0 });
  });

  it('without any leaf is not verified, since nothing was checked', () => {
    const empty = join(work, 'empty');
    writeLogFolder(empty, key, []);
    expect(verifier.say('log', empty, '--key', key.verifierKey)).toMatchObject({ exit: 2, leaves: 0 });
  });

  it('that was signed though it does not fit together is told by what is wrong', () => {
    const forged = (name: string, change: (leaf: string, seq: number) => string): readonly string[] => {
      const folder = join(work, name);
      const leaves = [...leavesOf(ORIGIN, 20, 4)].map((leaf, seq) =>
        Buffer.from(change(leaf.toString(), seq)),
      );
      writeLogFolder(folder, key, leaves);
      const said = verifier.say('log', folder, '--key', key.verifierKey);
      expect(said.exit).not.toBe(0);
      return said.codes;
    };
    const only = (n: number, change: (leaf: string) => string) => (leaf: string, seq: number) =>
      seq === n ? change(leaf) : leaf;
    expect(
      forged(
        'seq',
        only(7, l => l.replace('"seq":7', '"seq":8')),
      ),
    ).toContain('wrong-seq');
    expect(
      forged(
        'prev',
        only(9, l => l.replace(/"prev":"../, '"prev":"00')),
      ),
    ).toContain('wrong-prev');
    expect(
      forged(
        'rev',
        only(9, l => l.replace('"revision":2', '"revision":3')),
      ),
    ).toContain('wrong-revision');
    expect(
      forged(
        'time',
        only(9, l => l.replace('2031', '2030')),
      ),
    ).toContain('time-runs-backwards');
    expect(
      forged(
        'origin',
        only(9, l => l.replace(ORIGIN, 'other.test/log')),
      ),
    ).toContain('other-origin');
    expect(
      forged(
        'form',
        only(9, l => l.replace('leaf/v1', 'leaf/v9')),
      ),
    ).toContain('not-a-leaf');
  });
});

describe('a checkpoint of another day', () => {
  const earlier = (size: number, streams = 40): string => {
    const folder = join(work, `earlier-${size}-${streams}`);
    writeLogFolder(folder, key, leavesOf(ORIGIN, size, streams));
    return join(folder, 'checkpoint');
  };

  it.each([1, 255, 256, 257, 512, 599, 600])(
    'of %i leaves of the same log narrows the window for back-dating',
    size => {
      const said = verify('--earlier', earlier(size));
      expect(said).toMatchObject({ exit: 0, verdict: 'verified' });
      expect(said.backdating).toContain(`the first ${size} leaves have been fixed`);
    },
  );

  it('shows that another log has been signed', () => {
    expect(verify('--earlier', earlier(300, 39))).toMatchObject({ exit: 1, codes: ['split-view'] });
    expect(verify('--earlier', earlier(600, 39))).toMatchObject({ exit: 1, codes: ['split-view'] });
  });

  it('shows that the log has been cut', () => {
    expect(verify('--earlier', earlier(700))).toMatchObject({
      exit: 1,
      codes: ['cut'],
      firstBad: { index: 600 },
    });
  });
});

describe('a hostile folder', () => {
  it('leads nowhere by links', () => {
    renameSync(at('tile/entries/001'), join(base, 'elsewhere'));
    symlinkSync(join(base, 'elsewhere'), at('tile/entries/001'));
    expect(verify()).toMatchObject({ exit: 3, codes: ['link'] });
    rmSync(at('tile'), { recursive: true });
    symlinkSync(join(base, 'whole/tile'), at('tile'));
    expect(verify()).toMatchObject({ exit: 3, codes: ['link'] });
  });

  it('does not keep the verifier waiting for a pipe, nor reading a folder', () => {
    rmSync(at('checkpoint'));
    execFileSync('mkfifo', [at('checkpoint')]);
    expect(verify()).toMatchObject({ exit: 3, codes: ['not-a-file'] });
    rmSync(at('checkpoint'));
    mkdirSync(at('checkpoint'));
    expect(verify().exit).toBe(3);
  });

  it('does not fill the memory with a file of gigabytes', () => {
    for (const path of ['checkpoint', 'tile/entries/001', 'tile/0/001']) {
      truncateSync(at(path), 5 * 2 ** 30);
      expect([path, verify()]).toMatchObject([path, { exit: 3, codes: ['too-large'] }]);
      cpSync(join(base, 'whole'), dir, { recursive: true });
    }
  });

  it.each(['NaN', '1e9', '-1', '', '0x10', '9007199254740992', '99999999999999999999'])(
    'does not count %j leaves',
    size => {
      const text = `${ORIGIN}\n${size}\n${Buffer.alloc(32).toString('base64')}\n`;
      writeFileSync(at('checkpoint'), signNote(text, [key]));
      expect(verify()).toMatchObject({ exit: 3, codes: ['bad-checkpoint'] });
    },
  );

  it('is not believed to hold more leaves than it does', () => {
    const size = 9_007_199_254_740_991;
    writeFileSync(at('checkpoint'), signCheckpoint({ origin: ORIGIN, size, root: Buffer.alloc(32) }, [key]));
    expect(verify().exit).not.toBe(0);
    expect(verify().codes).toContain('missing-file');
  });

  it('full of zeros, noise or nothing is not verified', () => {
    for (const bytes of [Buffer.alloc(5_000), Buffer.alloc(5_000, 0xff), Buffer.alloc(0)]) {
      for (const path of ['checkpoint', 'tile/entries/000', 'tile/0/000']) {
        cpSync(join(base, 'whole'), dir, { recursive: true });
        writeFileSync(at(path), bytes);
        expect([path, [1, 2, 3].includes(verify().exit ?? -1)]).toEqual([path, true]);
      }
    }
  });

  it('that is not there is not verified', () => {
    expect(verifier.say('log', join(dir, 'nowhere'), '--key', key.verifierKey).exit).toBe(2);
    expect(verifier.say('log', at('checkpoint'), '--key', key.verifierKey).exit).toBe(2);
  });
});

describe('the command line', () => {
  it.each([
    [[]],
    [['log']],
    [['log', 'a', 'b']],
    [['nonsense', 'a']],
    [['log', 'a', '--key']],
    [['log', 'a', '--what', 'b']],
  ])('%j is wrong usage', args => {
    const { exit, stdout, stderr } = verifier.run(...args);
    expect({ exit, stdout }).toEqual({ exit: 64, stdout: '' });
    expect(stderr).toContain('kravspor-verify log DIR');
  });

  it('never lets what was read steer a terminal', () => {
    const name = 'a\u202e\u009b31m';
    writeFileSync(at('checkpoint'), signNote(`${name}\n5\n${Buffer.alloc(32).toString('base64')}\n`, [key]));
    const { stdout } = verifier.run('log', dir, '--key', key.verifierKey);
    expect(stdout).not.toMatch(/[\u0080-\u009f\u202e]/);
  });
});
