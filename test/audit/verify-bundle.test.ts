import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Hex } from '../../contracts/json/canonical';
import { run } from '../../services/audit/verifier/main';
import { newSigningKey } from '../../services/vault';
import { copied, type MadeBundle, makeBundle, REPORT, writeBundle } from './bundle-folder';
import { openPlace, type Place } from './support';
import { builtVerifier, type Verifier } from './verifier';

const RECORDS = 7;
let place: Place;
let verifier: Verifier;
let base: string;
let made: MadeBundle;
let dir: string;
let copies = 0;

beforeAll(async () => {
  verifier = builtVerifier();
  place = await openPlace();
  base = mkdtempSync(join(tmpdir(), 'kravspor-verify-bundle-'));
  made = await makeBundle(place, RECORDS);
  writeBundle(join(base, 'whole'), made);
});
afterAll(async () => {
  verifier.remove();
  rmSync(base, { recursive: true, force: true });
  await place.remove();
});
beforeEach(() => {
  dir = join(base, String(copies++));
  copied(join(base, 'whole'), dir);
});

const verify = () => verifier.say('bundle', dir, '--key', place.key.verifierKey);
const exitOf = (): number => run(['bundle', dir, '--key', place.key.verifierKey]).exit;

/** The bundle with some of its files or manifest lines otherwise, under a manifest that fits again. */
function forge(change: (files: Map<string, Buffer>, head: string[]) => void): void {
  const [files, head] = [new Map(made.files), [...made.head]];
  change(files, head);
  rmSync(dir, { recursive: true });
  writeBundle(dir, { files, head });
}

const recordsOf = (files: Map<string, Buffer>): string[][] => {
  const lines = files.get('records/000000')?.toString().split('\n').slice(0, -1) ?? [];
  return Array.from({ length: lines.length / 4 }, (_, i) => lines.slice(4 * i, 4 * i + 4));
};
const withRecords = (records: readonly (readonly string[])[]): Buffer =>
  Buffer.from(records.map(lines => `${lines.join('\n')}\n`).join(''));

/** The same with the records changed; their count in the manifest is made to fit as well. */
const forgeRecords = (change: (records: string[][]) => string[][]): void =>
  forge((files, head) => {
    const records = change(recordsOf(files));
    files.set('records/000000', withRecords(records));
    head[5] = `records ${records.length}`;
  });

describe('a bundle', () => {
  it('that is whole is verified, with what it claims and what it leaves out', () => {
    expect(verify()).toMatchObject({ exit: 0, verdict: 'verified', leaves: RECORDS + 1 });
    const { stdout } = verifier.run('bundle', dir, '--key', place.key.verifierKey);
    expect(stdout).toContain('that there is nothing newer of granvik than what it sealed');
    expect(stdout).toContain('streams of other organisations');
  });

  it('is verified without meta, where its manifest says so', () => {
    forge((files, head) => {
      const records = recordsOf(files).map(([leaf = '', salts = '', event = '']) => [
        leaf,
        `${salts.slice(0, 32)} -`,
        event,
        '-',
      ]);
      files.set('records/000000', withRecords(records));
      head[6] = 'meta withheld';
    });
    expect(verify()).toMatchObject({ exit: 0 });
  });

  it('is not verified without a key, or with another', () => {
    expect(verifier.say('bundle', dir)).toMatchObject({ exit: 2, codes: ['no-key'] });
    const other = newSigningKey(place.key.name).verifierKey;
    expect(verifier.say('bundle', dir, '--key', other)).toMatchObject({ exit: 2, codes: ['wrong-key'] });
  });

  it('is verified with no byte of any file changed', () => {
    const survivors: string[] = [];
    let tried = 0;
    for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
      const file = join(dir, name);
      if (!statSync(file).isFile()) continue;
      const whole = readFileSync(file);
      for (let i = 0; i < whole.length; i++) {
        const bytes = Buffer.from(whole);
        bytes.writeUInt8(bytes.readUInt8(i) ^ (1 << (i % 8)), i);
        writeFileSync(file, bytes);
        tried++;
        if (![1, 2, 3].includes(exitOf())) survivors.push(`${name} ${i}`);
      }
      writeFileSync(file, whole);
    }
    process.stdout.write(`Bundle mutants: ${tried} tried, ${survivors.length} survived.\n`);
    expect(tried).toBeGreaterThan(5_000);
    expect(survivors).toEqual([]);
    expect(exitOf()).toBe(0);
  });

  it('is verified with no byte of its records changed under a manifest that was made to fit', () => {
    const survivors: number[] = [];
    const whole = made.files.get('records/000000') ?? Buffer.alloc(0);
    for (let i = 0; i < whole.length; i += 11) {
      const bytes = Buffer.from(whole);
      bytes.writeUInt8(bytes.readUInt8(i) ^ (1 << (i % 8)), i);
      forge(files => void files.set('records/000000', bytes));
      if (![1, 2, 3].includes(exitOf())) survivors.push(i);
    }
    expect(survivors).toEqual([]);
  });

  it.each([
    ['a record left out', (r: string[][]) => r.filter((_, i) => i !== 1)],
    ['the last record of a stream left out', (r: string[][]) => r.filter((_, i) => i !== RECORDS - 1)],
    ['two records swapped', ([a = [], b = [], ...more]: string[][]) => [b, a, ...more]],
    ['a record told twice', ([a = [], ...more]: string[][]) => [a, a, ...more]],
    [
      'a stream left out',
      (r: string[][]) => r.filter(([leaf]) => leaf?.includes('requirement-granvik.s-5') !== true),
    ],
    ['the seal left out', (r: string[][]) => r.filter(([leaf]) => leaf?.includes(REPORT) !== true)],
    [
      'an event exchanged under its leaf',
      ([a = [], b = [], ...m]: string[][]) => [[a[0] ?? '', a[1] ?? '', b[2] ?? '', a[3] ?? ''], b, ...m],
    ],
    [
      'meta exchanged under its leaf',
      ([a = [], b = [], ...m]: string[][]) => [[a[0] ?? '', a[1] ?? '', a[2] ?? '', b[3] ?? ''], b, ...m],
    ],
    [
      'meta withheld in one record',
      ([a = [], ...m]: string[][]) => [[a[0] ?? '', (a[1] ?? '').slice(0, 32) + ' -', a[2] ?? '', '-'], ...m],
    ],
    ['no records', () => []],
  ])('with %s is not verified, though its manifest fits', (_, change) => {
    forgeRecords(change);
    expect([1, 2, 3]).toContain(verify().exit);
  });

  it('says which stream was left out of what claims to be complete', () => {
    forgeRecords(records => records.filter(([leaf]) => leaf?.includes('requirement-granvik.s-5') !== true));
    expect(verify()).toMatchObject({ exit: 1, codes: ['stream-left-out'] });
  });

  it('with another list of streams than the one sealed is not verified', () => {
    forge((files, head) => {
      const list = (files.get('heads') ?? '')
        .toString()
        .split('\n')
        .filter(line => !line.includes('s-5'))
        .join('\n');
      files.set('heads', Buffer.from(list));
      head[7] = `complete granvik ${RECORDS - 1} ${RECORDS} ${sha256Hex(list)}`;
    });
    expect(verify().exit).toBe(1);
    expect(verify().codes).toContain('not-sealed');
  });

  it('with a file missing, or another in its place, is not verified', () => {
    for (const path of made.files.keys()) {
      copied(join(base, 'whole'), dir);
      rmSync(join(dir, path));
      expect([path, exitOf() === 0]).toEqual([path, false]);
      forge(files => void files.delete(path));
      expect([path, exitOf() === 0]).toEqual([path, false]);
    }
  });

  it.each(['../outside', '/etc/hostname', 'a/../../b', './a', 'a//b', '.hidden'])(
    'does not lead the verifier to %s',
    path => {
      forge((_, head) => void head.push(`file ${'0'.repeat(64)} 5 ${path}`));
      expect(verify().exit).toBe(3);
    },
  );

  it('does not lead the verifier along links', () => {
    rmSync(join(dir, 'heads'));
    symlinkSync(join(base, 'whole', 'heads'), join(dir, 'heads'));
    expect(verify()).toMatchObject({ exit: 3, codes: ['link'] });
  });

  it('with an endless line, or too deep a body, ends in a verdict', () => {
    forge(files => void files.set('records/000000', Buffer.alloc(20_000_000, 0x5b)));
    expect(verify().exit).toBe(3);
    forge((_, head) => void head.push(Array.from({ length: 200_000 }, () => 'left-out x').join('\n')));
    expect(verify().exit).toBe(3);
  });
});
