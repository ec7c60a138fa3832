import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adoptNextKey, openSigningKey, prepareNextKey } from '../../services/vault';
import { ORIGIN } from './folder';
import { rightOf } from './support';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kravspor-key-'));
  file = join(folder, 'vault', 'log.key');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const made = { name: ORIGIN, create: true };
const kept = { name: ORIGIN, create: false };

describe('the file of the signing key', () => {
  it('is made where that is asked for, for its owner alone, and stays the same', () => {
    const key = rightOf(openSigningKey(file, made));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(rightOf(openSigningKey(file, made)).verifierKey).toBe(key.verifierKey);
    expect(rightOf(openSigningKey(file, kept)).verifierKey).toBe(key.verifierKey);
    expect(readdirSync(join(folder, 'vault'))).toEqual(['log.key']);
  });

  it('is not made for a log that has been signed before', () => {
    expect(openSigningKey(file, kept)).toMatchObject({ left: { kind: 'missing' } });
  });

  it('is refused when others may read it, when it is damaged, and when it is of another log', () => {
    rightOf(openSigningKey(file, made));
    expect(openSigningKey(file, { ...kept, name: 'other.test/log' })).toMatchObject({
      left: { kind: 'other-name' },
    });
    chmodSync(file, 0o640);
    expect(openSigningKey(file, kept)).toMatchObject({ left: { kind: 'too-open' } });
    const damaged = readFileSync(file, 'utf8').slice(0, -5);
    rmSync(file);
    writeFileSync(file, damaged, { mode: 0o600 });
    expect(openSigningKey(file, made)).toMatchObject({ left: { kind: 'unreadable' } });
    expect(readFileSync(file, 'utf8')).toBe(damaged);
  });

  it('gives way to a next key only when that is adopted', () => {
    const first = rightOf(openSigningKey(file, made)).verifierKey;
    const next = rightOf(prepareNextKey(file, ORIGIN)).verifierKey;
    expect(next).not.toBe(first);
    expect(rightOf(prepareNextKey(file, ORIGIN)).verifierKey).toBe(next);
    expect(rightOf(openSigningKey(file, kept)).verifierKey).toBe(first);
    expect(rightOf(adoptNextKey(file, ORIGIN)).verifierKey).toBe(next);
    expect(rightOf(openSigningKey(file, kept)).verifierKey).toBe(next);
    expect(adoptNextKey(file, ORIGIN)).toMatchObject({ left: { kind: 'missing' } });
  });
});
