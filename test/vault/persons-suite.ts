import { type Person, PersonFacts } from '../../contracts/persons';
import { ActorId } from '../../contracts/primitives';
import { openPersonRegister, type PersonQuery, type PersonRegister } from '../../services/vault';

const branded = <A>(codec: { is: (u: unknown) => u is A }, value: unknown): A => {
  if (!codec.is(value)) throw new Error(JSON.stringify(value));
  return value;
};

export function person(id: string, name: string, organisation = 'granvik', email?: string): Person {
  const facts = { organisation, name, ...(email === undefined ? {} : { email }) };
  return { id: branded(ActorId, id), ...branded(PersonFacts, facts) };
}

export async function opened(uri: string): Promise<PersonRegister> {
  const result = await openPersonRegister(uri)();
  if (result._tag === 'Left') throw new Error(result.left.detail);
  return result.right;
}

const ERASED = { _tag: 'Left', left: { kind: 'erased' } };

/** Where a register is kept. */
export interface Place {
  readonly uri: string;
  remove(): Promise<void> | void;
}

/** What every register of persons must do. */
export function registerSuite(makePlace: () => Place): void {
  let place: Place;
  let register: PersonRegister;
  beforeEach(async () => {
    place = makePlace();
    register = await opened(place.uri);
  });
  afterEach(async () => {
    await register.close();
    await place.remove();
  });

  async function restart(): Promise<void> {
    await register.close();
    register = await opened(place.uri);
  }

  const known = async (id: string): Promise<Person | undefined> => {
    const found = await register.get([id])();
    return found._tag === 'Right' ? found.right.get(id) : undefined;
  };

  it('gives back whom it was told of, also after a restart', async () => {
    const kari = person('p-1', 'Kari Sørmann', 'granvik', 'kari@granvik.example');
    expect(await register.put(person('p-1', 'Kari Nordmann'))()).toMatchObject({ right: 'added' });
    expect(await register.put(kari)()).toMatchObject({ right: 'changed' });
    await restart();
    expect(await known('p-1')).toEqual(kari);
    expect(await known('p-2')).toBeUndefined();
    await register.put(person('p-1', 'Kari Sørmann'))();
    expect(await known('p-1')).toEqual(person('p-1', 'Kari Sørmann'));
  });

  it('gives many at once', async () => {
    for (const id of ['p-1', 'p-2']) await register.put(person(id, `Person ${id}`))();
    const ids = ['p-2', ...Array.from({ length: 2_500 }, (_, i) => `q-${i}`), 'p-1'];
    const found = await register.get(ids)();
    expect(found._tag === 'Right' && [...found.right.keys()].sort()).toEqual(['p-1', 'p-2']);
    expect(await register.get([])()).toEqual({ _tag: 'Right', right: new Map() });
  });

  it('lists by id, by organisation, and a page at a time', async () => {
    for (const [id, organisation] of [
      ['p-3', 'elvestad'],
      ['p-1', 'granvik'],
      ['p-2', 'granvik'],
    ] as const)
      await register.put(person(id, `Person ${id}`, organisation))();
    await register.erase(['p-0', 'p-9'])();
    const ids = async (query: PersonQuery) => {
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
    await restart();
    for (const id of ids) expect(await register.put(person(id, 'Kari Nordmann'))()).toEqual(ERASED);
    expect(await known('p-1')).toBeUndefined();
  });

  it('keeps erased whom another process fills in at that very moment', async () => {
    const other = await opened(place.uri);
    for (let round = 0; round < 10; round++) {
      const id = `p-${round}`;
      if (round % 2 === 0) await register.put(person(id, 'Kari Nordmann'))();
      await Promise.all([
        other.put(person(id, 'Kari Sørmann'))(),
        register.erase([id])(),
        other.put(person(id, 'Kari Vestmann'))(),
      ]);
      // A file may have been busy for a moment.
      await register.erase([id])();
      expect(await other.put(person(id, 'Kari Nordmann'))()).toEqual(ERASED);
      expect(await known(id)).toBeUndefined();
    }
    await other.close();
  });
}
