import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Person } from '../../contracts/persons';
import { ActorId, OrganisationId } from '../../contracts/primitives';
import { openDatabase } from '../../services/sqlite';
import { openPersonRegister, type PersonRegister } from '../../services/vault';

const branded = <A>(codec: { is: (u: unknown) => u is A }, value: string): A => {
  if (!codec.is(value)) throw new Error(value);
  return value;
};

const person = (id: string, name: string, organisation = 'granvik'): Person => ({
  id: branded(ActorId, id),
  organisation: branded(OrganisationId, organisation),
  name,
});

describe('the register of persons in a file', () => {
  let folder: string;
  let register: PersonRegister;
  const path = (): string => join(folder, 'vault.db');

  function opened(): PersonRegister {
    const result = openPersonRegister(`file:${path()}`);
    if (result._tag === 'Left') throw new Error(result.left.detail);
    return result.right;
  }
  const named = async (id: string): Promise<string | undefined> => {
    const found = await register.get([id])();
    return found._tag === 'Right' ? found.right.get(id)?.name : undefined;
  };
  /** Everything that lies in the folder, byte for byte. */
  const bytes = (): string =>
    readdirSync(folder)
      .map(name => readFileSync(join(folder, name)).toString('latin1'))
      .join('');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kravspor-vault-'));
    register = opened();
  });
  afterEach(async () => {
    await register.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is its owner’s alone to read', () => {
    expect(statSync(path()).mode & 0o777).toBe(0o600);
  });

  it('gives back whom it was told of, also after a restart', async () => {
    expect(await register.put(person('p-1', 'Kari Nordmann'))()).toMatchObject({ right: 'added' });
    expect(await register.put(person('p-1', 'Kari Sørmann'))()).toMatchObject({ right: 'changed' });
    await register.close();
    register = opened();
    expect(await named('p-1')).toBe('Kari Sørmann');
    expect(await named('p-2')).toBeUndefined();
  });

  it('lists by id, by organisation, and a page at a time', async () => {
    for (const [id, organisation] of [
      ['p-3', 'elvestad'],
      ['p-1', 'granvik'],
      ['p-2', 'granvik'],
    ] as const)
      await register.put(person(id, `Person ${id}`, organisation))();
    const ids = async (query: Parameters<PersonRegister['list']>[0]) => {
      const page = await register.list(query)();
      if (page._tag === 'Left') throw new Error(page.left.kind);
      return { ids: page.right.items.map(p => p.id), total: page.right.total };
    };
    expect(await ids({ limit: 2 })).toEqual({ ids: ['p-1', 'p-2'], total: 3 });
    expect(await ids({ limit: 2, after: 'p-2' })).toEqual({ ids: ['p-3'], total: 3 });
    expect(await ids({ limit: 9, organisations: ['granvik'] })).toEqual({ ids: ['p-1', 'p-2'], total: 2 });
    expect(await ids({ limit: 9, organisations: [] })).toEqual({ ids: [], total: 0 });
  });

  it('never takes an erased person again, whether it had known it or not', async () => {
    await register.put(person('p-1', 'Kari Nordmann'))();
    const ids = ['p-1', 'p-unknown'];
    expect(await register.erase(ids)()).toEqual({ _tag: 'Right', right: 1 });
    expect(await register.erase(ids)()).toEqual({ _tag: 'Right', right: 0 });
    await register.close();
    register = opened();
    for (const id of ids)
      expect(await register.put(person(id, 'Kari Nordmann'))()).toEqual({
        _tag: 'Left',
        left: { kind: 'erased' },
      });
    expect(await named('p-1')).toBeUndefined();
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
          register = opened();
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
    register = opened();
    expect(bytes()).not.toContain('Person ');
  });

  it('leaves another’s file alone, and says so', async () => {
    const other = join(folder, 'other.db');
    const database = openDatabase(other);
    database.exec('CREATE TABLE t (a)');
    database.close();
    expect(openPersonRegister(`file:${other}`)).toMatchObject({ left: { kind: 'not-ours' } });
    writeFileSync(join(folder, 'text'), 'no database, but long enough to be taken for one. '.repeat(40));
    expect(openPersonRegister(`file:${join(folder, 'text')}`)).toMatchObject({ left: { kind: 'damaged' } });
    expect(openPersonRegister('ldap://somewhere')).toMatchObject({ left: { kind: 'unsupported' } });
    expect(existsSync(path())).toBe(true);
    await register.close();
  });
});
