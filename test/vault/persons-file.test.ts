import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { openDatabase } from '../../services/sqlite';
import { openPersonRegister, type PersonRegister } from '../../services/vault';
import { opened as openedAt, person, registerSuite } from './persons-suite';

describe('the register of persons in a file', () => {
  registerSuite(() => {
    const own = mkdtempSync(join(tmpdir(), 'kravspor-vault-'));
    return {
      uri: `file:${join(own, 'vault.db')}`,
      remove: () => rmSync(own, { recursive: true, force: true }),
    };
  });

  let folder: string;
  let register: PersonRegister;
  const path = (): string => join(folder, 'vault.db');

  const opened = (): Promise<PersonRegister> => openedAt(`file:${path()}`);
  /** Everything that lies in the folder, byte for byte. */
  const bytes = (): string =>
    readdirSync(folder)
      .map(name => readFileSync(join(folder, name)).toString('latin1'))
      .join('');

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kravspor-vault-'));
    register = await opened();
  });
  afterEach(async () => {
    await register.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is its owner’s alone to read', () => {
    expect(statSync(path()).mode & 0o777).toBe(0o600);
  });

  it('leaves no byte of an erased name in any of its files, whatever happened before', async () => {
    const ids = fc.integer({ min: 0, max: 40 }).map(n => `p-${n}`);
    const step = fc.record({ id: ids, length: fc.integer({ min: 1, max: 180 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 40, maxLength: 120 }),
        fc.array(ids, { minLength: 1 }),
        async (steps, gone) => {
          await register.close();
          rmSync(path(), { force: true });
          register = await opened();
          const told = new Map<string, Set<string>>();
          for (const [i, { id, length }] of steps.entries()) {
            const name = `N${i}:${'æ'.repeat(length)}!`;
            told.set(id, (told.get(id) ?? new Set()).add(name));
            await register.put(person(id, name))();
          }
          await register.erase(gone)();
          const left = bytes();
          for (const id of gone)
            for (const name of told.get(id) ?? []) {
              const written = Buffer.from(name).toString('latin1');
              if (left.includes(written)) throw new Error(`${name} of ${id} is still in the file`);
            }
        },
      ),
      { numRuns: 4 },
    );
  });

  it('writes its file anew after an erasure, so that nothing lies in pages that are not in use', async () => {
    const empty = statSync(path()).size;
    const all = Array.from({ length: 60 }, (_, i) => person(`p-${i}`, `Person ${'y'.repeat(180)}`));
    for (const one of all) await register.put(one)();
    expect(statSync(path()).size).toBeGreaterThan(empty);
    await register.erase(all.map(p => p.id))();
    expect(statSync(path()).size).toBe(empty);
  });

  it('ends at its next start what a kill cut off between removing rows and writing the file anew', async () => {
    const names = Array.from({ length: 60 }, (_, i) => `Person ${i} ${'x'.repeat(i % 90)}`);
    for (const [i, name] of names.entries()) await register.put(person(`p-${i}`, name))();
    await register.close();
    // What the register has done when it is killed after its first step, in a file that keeps what it removes.
    const database = openDatabase(path());
    database.exec('PRAGMA secure_delete = OFF; DELETE FROM persons; INSERT INTO unclean (since) VALUES (1)');
    database.close();
    expect(bytes()).toContain('Person 17 ');
    register = await opened();
    expect(bytes()).not.toContain('Person ');
  });

  it('leaves another’s file alone, and says so', async () => {
    const other = join(folder, 'other.db');
    const database = openDatabase(other);
    database.exec('CREATE TABLE t (a)');
    database.close();
    expect(await openPersonRegister(`file:${other}`)()).toMatchObject({ left: { kind: 'not-ours' } });
    writeFileSync(join(folder, 'text'), 'no database, but long enough to be taken for one. '.repeat(40));
    expect(await openPersonRegister(`file:${join(folder, 'text')}`)()).toMatchObject({
      left: { kind: 'damaged' },
    });
    expect(await openPersonRegister('ldap://somewhere')()).toMatchObject({ left: { kind: 'unsupported' } });
    expect(existsSync(path())).toBe(true);
    await register.close();
  });
});
