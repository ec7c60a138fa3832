import * as fc from 'fast-check';
import { isLeft, isRight } from 'fp-ts/Either';
import type { Either } from 'fp-ts/Either';
import {
  MAX_LIMIT,
  StoreFailure,
  type Change,
  type Checkpoint,
  type CollectionSpec,
  type Document,
  type Filter,
  type Found,
  type Generation,
  type Order,
  type Page,
  type Query,
  type ViewStore,
} from '../../projections/stores';
import { digest, largeDocument } from './large';
import { bytewise, naiveFind } from './naive';

/** Stores over one and the same data, emptied and removed at the end. */
export interface StoreUnderTest {
  /** Opens the data once more, over a connection of its own. */
  open(): Promise<ViewStore>;
  remove(): Promise<void>;
}

const REQUIREMENTS: CollectionSpec = {
  name: 'requirements',
  indexes: [
    { path: 'organisation', kind: 'value' },
    { path: 'due.date', kind: 'value' },
    { path: 'status', kind: 'value' },
    { path: 'amount', kind: 'value' },
    { path: 'title', kind: 'sorted-text' },
    { path: 'tags', kind: 'values' },
    { path: 'items.addressee', kind: 'values' },
    { path: 'text', kind: 'words' },
    { path: 'items.text', kind: 'words' },
  ],
  sorts: [
    ['organisation', 'due.date'],
    ['organisation', 'title'],
  ],
};
const NOTES: CollectionSpec = { name: 'notes', indexes: [] };
const SPECS = [REQUIREMENTS, NOTES];

const at = (seq: number): Checkpoint => ({ seq, position: `p${seq}` });

/** What every view store has to hold to, whatever it stands on. `rounds` of the filter algebra are drawn by chance. */
export function viewStoreSuite(name: string, makeStore: () => Promise<StoreUnderTest>, rounds = 150): void {
  describe(`${name} as a view store`, () => {
    let under: StoreUnderTest;
    let store: ViewStore;
    let generation: Generation;
    let moved: Checkpoint | undefined;

    beforeEach(async () => {
      under = await makeStore();
      store = await under.open();
      generation = taken(await store.open('v1', SPECS)());
      moved = undefined;
    });
    afterEach(async () => {
      await store.close();
      await under.remove();
    });

    const commit = async (...changes: Change[]): Promise<void> => {
      const to = at((moved?.seq ?? 0) + 1);
      expect(taken(await generation.commit(changes, moved, to)())).toBe('committed');
      moved = to;
    };
    const put = (documents: Readonly<Record<string, Document>>): Promise<void> =>
      commit(...Object.entries(documents).map(([key, document]) => change(key, document)));
    const page = async (query: Partial<Query>): Promise<Page> =>
      taken(await generation.find('requirements', { limit: 100, ...query })());
    const keys = async (query: Partial<Query>): Promise<readonly string[]> =>
      (await page(query)).items.map(item => item.key);
    const refusal = async (query: Partial<Query>): Promise<{ kind: string; detail: string }> =>
      refused(await generation.find('requirements', { limit: 100, ...query })());

    describe('documents', () => {
      it('gives back a document as it was committed, whatever JSON it holds', async () => {
        const document: Document = {
          text: 'Vær så god: "æøå" \\ \n\u2028 😀 \u0000 slutt',
          amount: '10.50',
          number: 0.1,
          large: 9007199254740991,
          yes: true,
          none: null,
          list: [],
          nested: { '': [[1], {}] },
        };
        await put({ a: document });
        expect(await generation.get('requirements', 'a')).toEqual(document);
      });

      it('keeps the order of a document’s fields', async () => {
        await put({ a: { z: 1, a: 2, m: 3 } });
        expect(JSON.stringify(await generation.get('requirements', 'a'))).toBe('{"z":1,"a":2,"m":3}');
      });

      it('has nothing under a key that was never committed', async () => {
        expect(await generation.get('requirements', 'nobody')).toBeUndefined();
      });

      it('replaces a document as a whole', async () => {
        await put({ a: { status: 'open', text: 'first' } });
        await put({ a: { status: 'closed' } });
        expect(await generation.get('requirements', 'a')).toEqual({ status: 'closed' });
      });

      it('takes a document away, and finds it nowhere afterwards', async () => {
        await put({ a: { status: 'open', tags: ['x'], text: 'word' }, b: { status: 'open' } });
        await commit(change('a', undefined));
        expect(await generation.get('requirements', 'a')).toBeUndefined();
        expect(await keys({})).toEqual(['b']);
        expect(await keys({ filter: { op: 'equals', path: 'tags', value: 'x' } })).toEqual([]);
        expect(await keys({ filter: { op: 'text', path: 'text', query: 'word' } })).toEqual([]);
      });

      it('takes away what is not there without a word', async () => {
        await commit(change('never', undefined));
        expect(await keys({})).toEqual([]);
      });

      it('applies changes to one key in their order', async () => {
        await commit(
          change('a', { status: 'first' }),
          change('a', undefined),
          change('a', { status: 'last' }),
        );
        await commit(change('b', { status: 'first' }), change('b', undefined));
        expect(await generation.get('requirements', 'a')).toEqual({ status: 'last' });
        expect(await generation.get('requirements', 'b')).toBeUndefined();
      });

      it('keeps collections apart', async () => {
        await commit(
          { collection: 'requirements', key: 'a', document: { in: 'requirements' } },
          { collection: 'notes', key: 'a', document: { in: 'notes' } },
        );
        expect(await generation.get('requirements', 'a')).toEqual({ in: 'requirements' });
        expect(await generation.get('notes', 'a')).toEqual({ in: 'notes' });
        expect(taken(await generation.find('notes', { limit: 5 })()).total).toBe(1);
      });

      it('takes long keys and keys of any letters, and tells case and forms of letters apart', async () => {
        const long = `krav-${'æ'.repeat(400)}`;
        await put({
          [long]: { n: 1 },
          'Ä/ö?#': { n: 2 },
          'a\u030a': { n: 3 },
          å: { n: 4 },
          A: { n: 5 },
          a: { n: 6 },
        });
        expect(await generation.get('requirements', long)).toEqual({ n: 1 });
        expect(await generation.get('requirements', 'Ä/ö?#')).toEqual({ n: 2 });
        expect(await generation.get('requirements', 'a\u030a')).toEqual({ n: 3 });
        expect((await page({})).total).toBe(6);
      });

      it('gives many documents at once, and leaves out keys that are not there', async () => {
        await put({ a: { n: 1 }, å: { n: 2 }, c: { n: 3 } });
        const found = await generation.getMany('requirements', ['å', 'nobody', 'a', 'a']);
        expect(new Map(found)).toEqual(
          new Map([
            ['å', { n: 2 }],
            ['a', { n: 1 }],
          ]),
        );
        expect((await generation.getMany('requirements', [])).size).toBe(0);
      });

      it('gives thousands of documents at once', async () => {
        await put(Object.fromEntries(range(3000).map(n => [`k${n}`, { n }])));
        const found = await generation.getMany(
          'requirements',
          range(3000).map(n => `k${n}`),
        );
        expect(found.size).toBe(3000);
        expect(found.get('k2999')).toEqual({ n: 2999 });
      });

      it('takes a document of many millions of characters, and gives it back as it was', async () => {
        const [first, second] = [largeDocument('Oppdrag'), largeDocument('Oppdrag, endret')];
        expect(Buffer.byteLength(JSON.stringify(first))).toBeGreaterThan(17 * 1024 ** 2);
        await put({ large: first, small: { title: 'Ås' } });
        const [found] = (await page({ filter: { op: 'equals', path: 'title', value: 'Oppdrag' } })).items;
        expect([found?.key, digest(found?.document)]).toEqual(['large', digest(first)]);
        await put({ large: second });
        const many = await generation.getMany('requirements', ['small', 'large']);
        expect([digest(many.get('large')), many.get('small')]).toEqual([digest(second), { title: 'Ås' }]);
        const scanned: [string, string][] = [];
        for await (const each of generation.scan('requirements'))
          scanned.push([each.key, digest(each.document)]);
        expect(scanned).toEqual([
          ['large', digest(second)],
          ['small', digest({ title: 'Ås' })],
        ]);
      }, 60_000);

      it('throws at a collection it was not opened with', async () => {
        await expect(generation.get('nonesuch', 'a')).rejects.toThrow(/nonesuch/);
        await expect(generation.find('nonesuch', { limit: 1 })()).rejects.toThrow(/nonesuch/);
        const stray = [{ collection: 'nonesuch', key: 'a', document: {} }];
        await expect(generation.commit(stray, undefined, at(1))()).rejects.toThrow(/nonesuch/);
        expect(await generation.checkpoint()).toBeUndefined();
      });
    });

    describe('the checkpoint', () => {
      it('is none in a new generation, and then what was committed last', async () => {
        expect(await generation.checkpoint()).toBeUndefined();
        expect(taken(await generation.commit([], undefined, { seq: 0, position: '0' })())).toBe('committed');
        expect(await generation.checkpoint()).toEqual({ seq: 0, position: '0' });
      });

      it('lets only one of two go on from the same place', async () => {
        const rival = taken(await store.open('v1', SPECS)());
        expect(taken(await generation.commit([change('a', { by: 'one' })], undefined, at(1))())).toBe(
          'committed',
        );
        expect(taken(await rival.commit([change('a', { by: 'two' })], undefined, at(1))())).toBe('fenced');
        expect(await generation.get('requirements', 'a')).toEqual({ by: 'one' });
        expect(await generation.checkpoint()).toEqual(at(1));
      });

      it('fences one that expects a checkpoint where there is none', async () => {
        expect(taken(await generation.commit([change('a', {})], at(0), at(1))())).toBe('fenced');
        expect(await generation.get('requirements', 'a')).toBeUndefined();
        expect(await generation.checkpoint()).toBeUndefined();
      });

      it('compares both seq and position', async () => {
        await put({});
        const other = { seq: 1, position: 'elsewhere' };
        expect(taken(await generation.commit([], other, at(2))())).toBe('fenced');
        expect(taken(await generation.commit([], { seq: 2, position: 'p1' }, at(2))())).toBe('fenced');
        expect(taken(await generation.commit([], at(1), at(2))())).toBe('committed');
      });

      it('may be moved back, to fold again', async () => {
        await put({});
        expect(taken(await generation.commit([], at(1), { seq: 0, position: 'p0' })())).toBe('committed');
        expect(await generation.checkpoint()).toEqual({ seq: 0, position: 'p0' });
      });

      it('goes on from a fence as if nothing had been tried', async () => {
        await put({ a: { status: 'open' } });
        expect(taken(await generation.commit([change('a', { status: 'closed' })], at(9), at(10))())).toBe(
          'fenced',
        );
        await put({ b: { status: 'open' } });
        expect(await keys({ filter: { op: 'equals', path: 'status', value: 'open' } })).toEqual(['a', 'b']);
      });

      it('does nothing before it is run', async () => {
        const task = generation.commit([change('a', {})], undefined, at(1));
        expect(await generation.checkpoint()).toBeUndefined();
        expect(taken(await task())).toBe('committed');
      });
    });

    describe('a filter', () => {
      it('matches by equality of value and type', async () => {
        await put({
          number: { status: 1 },
          text: { status: '1' },
          yes: { status: true },
          decimal: { status: '1.0' },
          none: { status: null },
          missing: {},
          list: { status: ['1'] },
          object: { status: { a: 1 } },
        });
        const equal = (value: string | number | boolean | null): Promise<readonly string[]> =>
          keys({ filter: { op: 'equals', path: 'status', value } });
        expect(await equal(1)).toEqual(['number']);
        expect(await equal('1')).toEqual(['text']);
        expect(await equal(true)).toEqual(['yes']);
        expect(await equal(false)).toEqual([]);
        expect(await equal('1.0')).toEqual(['decimal']);
        expect(await equal(null)).toEqual(['list', 'missing', 'none', 'object']);
      });

      it('finds false, zero and the empty text as values', async () => {
        await put({ a: { status: false }, b: { status: 0 }, c: { status: '' }, d: {} });
        expect(await keys({ filter: { op: 'equals', path: 'status', value: false } })).toEqual(['a']);
        expect(await keys({ filter: { op: 'equals', path: 'status', value: 0 } })).toEqual(['b']);
        expect(await keys({ filter: { op: 'equals', path: 'status', value: '' } })).toEqual(['c']);
        expect(await keys({ filter: { op: 'equals', path: 'status', value: null } })).toEqual(['d']);
      });

      it('looks below objects, and at nothing that every object has', async () => {
        await put({
          a: { due: { date: '2025-02-01' } },
          b: { due: '2025-02-01' },
          c: { 'due.date': '2025-02-01' },
        });
        expect(await keys({ filter: { op: 'equals', path: 'due.date', value: '2025-02-01' } })).toEqual([
          'a',
        ]);
      });

      it('matches any of several values, missing among them', async () => {
        await put({ a: { status: 'open' }, b: { status: 'closed' }, c: {}, d: { status: 'late' } });
        const some = (values: readonly (string | null)[]): Promise<readonly string[]> =>
          keys({ filter: { op: 'in', path: 'status', values } });
        expect(await some(['open', 'late'])).toEqual(['a', 'd']);
        expect(await some(['open', null])).toEqual(['a', 'c']);
        expect(await some([null])).toEqual(['c']);
        expect(await some([])).toEqual([]);
      });

      it('matches a range with both bounds, one or none', async () => {
        await put({ a: { amount: 2 }, b: { amount: 10 }, c: { amount: 10.5 }, d: {}, e: { amount: '10' } });
        const within = (bounds: { from?: number; to?: number }): Promise<readonly string[]> =>
          keys({ filter: { op: 'range', path: 'amount', ...bounds } });
        expect(await within({ from: 10, to: 10.5 })).toEqual(['b', 'c']);
        expect(await within({ from: 10 })).toEqual(['b', 'c']);
        expect(await within({ to: 10 })).toEqual(['a', 'b']);
        expect(await within({ from: 11, to: 9 })).toEqual([]);
        expect(await within({})).toEqual(['a', 'b', 'c', 'e']);
      });

      it('matches a range of texts by their bytes, and no numbers or booleans', async () => {
        await put({
          a: { amount: '10' },
          b: { amount: '9' },
          c: { amount: 95 },
          d: { amount: true },
          e: { amount: 'å' },
        });
        expect(await keys({ filter: { op: 'range', path: 'amount', from: '10', to: '9' } })).toEqual([
          'a',
          'b',
        ]);
        expect(await keys({ filter: { op: 'range', path: 'amount', from: '9' } })).toEqual(['b', 'e']);
        expect(await keys({ filter: { op: 'range', path: 'amount', to: '9' } })).toEqual(['a', 'b']);
      });

      it('matches dates up to and with a day', async () => {
        await put({
          a: { due: { date: '2025-01-31' } },
          b: { due: { date: '2025-02-01' } },
          c: { due: { date: '2025-02-02' } },
        });
        expect(await keys({ filter: { op: 'range', path: 'due.date', to: '2025-02-01' } })).toEqual([
          'a',
          'b',
        ]);
      });

      it('compares a sorted text exactly by equality, and by its place in the alphabet by range', async () => {
        await put({
          a: { title: 'Ås' },
          b: { title: 'ås' },
          c: { title: 'Bodø' },
          d: { title: 'Ærfugl' },
          e: { title: 7 },
        });
        expect(await keys({ filter: { op: 'equals', path: 'title', value: 'Ås' } })).toEqual(['a']);
        expect(await keys({ filter: { op: 'equals', path: 'title', value: 7 } })).toEqual([]);
        expect(await keys({ filter: { op: 'equals', path: 'title', value: null } })).toEqual(['e']);
        expect(await keys({ filter: { op: 'range', path: 'title', from: 'æ', to: 'ÅS' } })).toEqual([
          'a',
          'b',
          'd',
        ]);
        expect(await keys({ filter: { op: 'range', path: 'title', to: 'BODØ' } })).toEqual(['c']);
        expect(await keys({ filter: { op: 'range', path: 'title', from: 1 } })).toEqual([]);
      });

      it('matches a list by any of its elements', async () => {
        await put({
          a: { tags: ['x', 'y', 1] },
          b: { tags: ['y', true] },
          c: { tags: 'x' },
          d: { tags: ['xy'] },
        });
        const tagged = (value: string | number | boolean): Promise<readonly string[]> =>
          keys({ filter: { op: 'equals', path: 'tags', value } });
        expect(await tagged('x')).toEqual(['a', 'c']);
        expect(await tagged('y')).toEqual(['a', 'b']);
        expect(await tagged(1)).toEqual(['a']);
        expect(await tagged(true)).toEqual(['b']);
        expect(await tagged('1')).toEqual([]);
        expect(await keys({ filter: { op: 'in', path: 'tags', values: ['xy', true] } })).toEqual(['b', 'd']);
        expect(await keys({ filter: { op: 'in', path: 'tags', values: [] } })).toEqual([]);
      });

      it('takes an empty list for a missing one', async () => {
        await put({ a: { tags: [] }, b: {}, c: { tags: null }, d: { tags: ['x'] }, e: { tags: [null, {}] } });
        expect(await keys({ filter: { op: 'equals', path: 'tags', value: null } })).toEqual([
          'a',
          'b',
          'c',
          'e',
        ]);
        expect(await keys({ filter: { op: 'in', path: 'tags', values: ['x', null] } })).toEqual([
          'a',
          'b',
          'c',
          'd',
          'e',
        ]);
      });

      it('looks into the elements of a list of objects', async () => {
        await put({
          a: { items: [{ addressee: 'fjord', text: 'Kortere ventetid' }, { addressee: ['vidde', 'skog'] }] },
          b: { items: [] },
          c: { items: { addressee: 'skog' } },
        });
        expect(await keys({ filter: { op: 'equals', path: 'items.addressee', value: 'skog' } })).toEqual([
          'a',
          'c',
        ]);
        expect(await keys({ filter: { op: 'equals', path: 'items.addressee', value: null } })).toEqual(['b']);
        expect(await keys({ filter: { op: 'text', path: 'items.text', query: 'vente' } })).toEqual(['a']);
      });

      it('finds texts by whole words and by their beginnings, in any order, case and accent', async () => {
        await put({
          a: { text: 'Ventetiden for pasienter skal reduseres.' },
          b: { text: ['Pasienter med lang VENTETID', 'idéer for kafé'] },
          c: { text: 'Iventetid er ikke noe ord; å være, ære' },
          d: {},
        });
        const saying = (query: string): Promise<readonly string[]> =>
          keys({ filter: { op: 'text', path: 'text', query } });
        expect(await saying('ventetid')).toEqual(['a', 'b']);
        expect(await saying('pasient VENTE')).toEqual(['a', 'b']);
        expect(await saying('ventetiden')).toEqual(['a']);
        expect(await saying('ideer')).toEqual(['b']);
        expect(await saying('kafé, for')).toEqual(['b']);
        expect(await saying('aere')).toEqual([]);
        expect(await saying('å')).toEqual(['c']);
        expect(await saying('pasienter ikke')).toEqual([]);
      });

      it('finds everything by a text without words', async () => {
        await put({ a: { text: 'x' }, b: {} });
        expect(await keys({ filter: { op: 'text', path: 'text', query: ' – ?' } })).toEqual(['a', 'b']);
      });

      it('takes no letter of a query for an operator', async () => {
        await put({ a: { text: 'hundre %' }, b: { text: 'hundre_en' } });
        const saying = (query: string): Promise<readonly string[]> =>
          keys({ filter: { op: 'text', path: 'text', query } });
        expect(await saying('%')).toEqual(['a', 'b']);
        expect(await saying('hun% "en"')).toEqual(['b']);
        expect(await keys({ filter: { op: 'equals', path: 'status', value: "' OR 1=1 --" } })).toEqual([]);
        expect(await keys({ filter: { op: 'equals', path: 'status', value: '$ne' } })).toEqual([]);
      });

      it('holds all parts of an and, however deep', async () => {
        await put({
          a: { organisation: 'fjord', status: 'open', tags: ['x'], text: 'lang ventetid' },
          b: { organisation: 'fjord', status: 'open', tags: ['x'] },
          c: { organisation: 'vidde', status: 'open', tags: ['x'], text: 'ventetid' },
        });
        const filter: Filter = {
          op: 'and',
          all: [
            { op: 'equals', path: 'organisation', value: 'fjord' },
            {
              op: 'and',
              all: [
                { op: 'in', path: 'status', values: ['open'] },
                { op: 'and', all: [] },
              ],
            },
            { op: 'equals', path: 'tags', value: 'x' },
            { op: 'text', path: 'text', query: 'ventetid' },
          ],
        };
        expect(await keys({ filter })).toEqual(['a']);
        expect(await keys({ filter: { op: 'and', all: [] } })).toEqual(['a', 'b', 'c']);
      });

      it('follows a document whose fields change', async () => {
        await put({ a: { status: 'open', tags: ['x', 'y'], text: 'kort lang' }, b: { status: 'open' } });
        await put({ a: { status: 'closed', tags: ['y', 'z'], text: 'lang bred' } });
        expect(await keys({ filter: { op: 'equals', path: 'status', value: 'open' } })).toEqual(['b']);
        expect(await keys({ filter: { op: 'equals', path: 'tags', value: 'x' } })).toEqual([]);
        expect(await keys({ filter: { op: 'equals', path: 'tags', value: 'z' } })).toEqual(['a']);
        expect(await keys({ filter: { op: 'text', path: 'text', query: 'kort' } })).toEqual([]);
        expect(await keys({ filter: { op: 'text', path: 'text', query: 'bred lang' } })).toEqual(['a']);
        await put({ a: {} });
        expect(await keys({ filter: { op: 'equals', path: 'tags', value: null } })).toEqual(['a', 'b']);
        await put({ a: { tags: ['x'] } });
        expect(await keys({ filter: { op: 'equals', path: 'tags', value: null } })).toEqual(['b']);
      });
    });

    describe('an order', () => {
      it('is that of the keys, bytewise, where none is asked for', async () => {
        const some = ['b', 'a', 'å', 'æ', 'ø', 'Z', 'z', '10', '9', '\u{1f600}', '\uffee', ''];
        await put(Object.fromEntries(some.map(key => [key, {}])));
        expect(await keys({})).toEqual([...some].sort(bytewise));
      });

      it('puts numbers by value before texts by bytes before booleans, and missing ones last both ways', async () => {
        await put({
          a: { amount: 10 },
          b: { amount: 9 },
          c: { amount: '10' },
          d: { amount: '9' },
          e: { amount: true },
          f: { amount: false },
          g: {},
          h: { amount: -0.5 },
          i: { amount: null },
        });
        expect(await keys({ order: [{ path: 'amount' }] })).toEqual(letters('hbacdfegi'));
        expect(await keys({ order: [{ path: 'amount', descending: true }] })).toEqual(letters('efdcabhig'));
      });

      it('puts æ, ø and å after z, and case and accents only where all else is equal', async () => {
        const titles = [
          'Ås',
          'Zoo',
          'Øst',
          'æra',
          'Ære',
          'a',
          'Á',
          'A',
          'Oslo',
          'Östersund',
          'ü',
          'x',
          'z',
          'kap 10',
          'Kap. 9',
        ];
        await put(Object.fromEntries(titles.map((title, i) => [`k${i}`, { title }])));
        const found = await page({ order: [{ path: 'title' }] });
        expect(found.items.map(item => item.document['title'])).toEqual([
          'A',
          'a',
          'Á',
          'Kap. 9',
          'kap 10',
          'Oslo',
          'x',
          'ü',
          'z',
          'Zoo',
          'æra',
          'Ære',
          'Øst',
          'Östersund',
          'Ås',
        ]);
      });

      it('breaks ties by key, in the direction of the last term', async () => {
        await put(
          Object.fromEntries(
            letters('cabd').map(key => [key, { status: 'same', amount: key === 'd' ? 2 : 1 }]),
          ),
        );
        expect(await keys({ order: [{ path: 'status' }] })).toEqual(letters('abcd'));
        expect(await keys({ order: [{ path: 'status', descending: true }] })).toEqual(letters('dcba'));
        expect(await keys({ order: [{ path: 'status' }, { path: 'amount', descending: true }] })).toEqual(
          letters('dcba'),
        );
        expect(await keys({ order: [{ path: 'amount', descending: true }, { path: 'status' }] })).toEqual(
          letters('dabc'),
        );
      });

      it('follows several terms, each with its missing ones last', async () => {
        await put({
          a: { status: 'x', amount: 2 },
          b: { status: 'x' },
          c: { status: 'x', amount: 1 },
          d: { amount: 1 },
          e: {},
          f: { status: 'w' },
          g: { amount: 3 },
        });
        expect(await keys({ order: [{ path: 'status' }, { path: 'amount' }] })).toEqual(letters('fcabdge'));
        expect(await keys({ order: [{ path: 'status', descending: true }, { path: 'amount' }] })).toEqual(
          letters('cabfdge'),
        );
        expect(await keys({ order: [{ path: 'status' }, { path: 'amount', descending: true }] })).toEqual(
          letters('facbgde'),
        );
      });
    });

    describe('a page', () => {
      const many = (): Promise<void> =>
        put(
          Object.fromEntries(
            range(25).map(n => [`k${n}`, { organisation: n % 2 === 0 ? 'fjord' : 'vidde', amount: n % 5 }]),
          ),
        );

      it('tells the total of the filter and leads on to the end', async () => {
        await many();
        const query = { filter: { op: 'equals', path: 'organisation', value: 'fjord' } as const, limit: 5 };
        const first = await page(query);
        expect([first.items.length, first.total]).toEqual([5, 13]);
        const second = await page({ ...query, cursor: next(first) });
        expect([second.items.length, second.total]).toEqual([5, 13]);
        const third = await page({ ...query, cursor: next(second) });
        expect([third.items.length, third.total, third.next]).toEqual([3, 13, undefined]);
      });

      it('has no next where it ends with the last document', async () => {
        await many();
        expect((await page({ limit: 25 })).next).toBeUndefined();
        expect((await page({ limit: 24 })).next).toBeDefined();
        expect(await page({ filter: { op: 'equals', path: 'status', value: 'x' } })).toEqual({
          items: [],
          total: 0,
        });
      });

      it('tells the total anew after each commit', async () => {
        await put({ a: {} });
        expect((await page({})).total).toBe(1);
        await put({ b: {} });
        expect((await page({})).total).toBe(2);
        await commit(change('a', undefined));
        expect((await page({})).total).toBe(1);
      });

      it('goes on behind the place where it left off, though documents come and go', async () => {
        await put(Object.fromEntries(letters('bdfh').map(key => [key, { amount: 1 }])));
        const order: Order[] = [{ path: 'amount' }];
        const first = await page({ order, limit: 2 });
        await commit(change('d', undefined), change('a', { amount: 1 }), change('e', { amount: 1 }));
        expect(await keys({ order, limit: 9, cursor: next(first) })).toEqual(letters('efh'));
      });

      it('goes on among documents that miss the field of the order', async () => {
        await put({ a: { amount: 1 }, b: {}, c: {}, d: {}, e: { amount: 0 } });
        for (const [descending, walk] of [
          [false, 'eabcd'],
          [true, 'aedcb'],
        ] as const) {
          expect((await walked(1, undefined, [{ path: 'amount', descending }])).map(f => f.key)).toEqual(
            letters(walk),
          );
          expect((await walked(3, undefined, [{ path: 'amount', descending }])).map(f => f.key)).toEqual(
            letters(walk),
          );
        }
      });

      it('carries long texts, quotes and numbers through a cursor', async () => {
        const titles = [`${'Å'.repeat(300)}"`, `${'å'.repeat(300)}'`, 'x\u0001y', ''];
        await put(Object.fromEntries(titles.map((title, i) => [`k${i}`, { title, amount: 0.1 * i + 0.2 }])));
        for (const path of ['title', 'amount']) {
          const whole = await keys({ order: [{ path }] });
          expect((await walked(1, undefined, [{ path }])).map(f => f.key)).toEqual(whole);
        }
      });

      it('refuses a cursor of another filter, order or collection', async () => {
        await many();
        await commit(...range(9).map(n => ({ collection: 'notes', key: `n${n}`, document: {} })));
        const filter: Filter = { op: 'equals', path: 'organisation', value: 'fjord' };
        const cursor = next(await page({ filter, order: [{ path: 'amount' }], limit: 5 }));
        const foreign: Partial<Query>[] = [
          { cursor },
          { cursor, filter },
          { cursor, order: [{ path: 'amount' }] },
          { cursor, filter, order: [{ path: 'amount', descending: true }] },
          {
            cursor,
            filter: { op: 'equals', path: 'organisation', value: 'vidde' },
            order: [{ path: 'amount' }],
          },
        ];
        for (const query of foreign) expect((await refusal(query)).kind).toBe('bad-cursor');
        const bare = next(await page({ limit: 5 }));
        expect(refused(await generation.find('notes', { limit: 5, cursor: bare })()).kind).toBe('bad-cursor');
      });

      it('takes a cursor whatever the limit of its page was', async () => {
        await many();
        const cursor = next(await page({ limit: 20 }));
        expect((await page({ limit: 2, cursor })).items).toHaveLength(2);
      });

      it('refuses a cursor of which a single letter was changed, and garbage', async () => {
        await many();
        const order: Order[] = [{ path: 'amount' }];
        const cursor = next(await page({ order, limit: 5 }));
        for (const i of range(cursor.length)) {
          const other = cursor[i] === 'A' ? 'B' : 'A';
          const garbled = cursor.slice(0, i) + other + cursor.slice(i + 1);
          expect((await refusal({ order, cursor: garbled })).kind).toBe('bad-cursor');
        }
        for (const garbage of ['', '.', 'x', 'null', '{}', '💥', '%00', cursor.slice(1), `${cursor}x`]) {
          expect((await refusal({ order, cursor: garbage })).detail).toMatch(/cursor/);
        }
      });

      it('refuses a limit that is no whole number from 1 to the most', async () => {
        for (const limit of [0, -1, 1.5, Number.NaN, MAX_LIMIT + 1]) {
          expect((await refusal({ limit })).kind).toBe('bad-limit');
        }
        expect((await page({ limit: MAX_LIMIT })).total).toBe(0);
      });
    });

    describe('a query that does not fit the collection', () => {
      it('is refused with the undeclared path and the ones there are', async () => {
        for (const filter of [
          { op: 'equals', path: 'colour', value: 1 },
          { op: 'in', path: 'colour', values: [] },
          { op: 'range', path: 'colour' },
          { op: 'text', path: 'colour', query: 'x' },
          { op: 'and', all: [{ op: 'and', all: [{ op: 'equals', path: 'colour', value: 1 }] }] },
        ] satisfies Filter[]) {
          const refusalOf = await refusal({ filter });
          expect(refusalOf).toMatchObject({ kind: 'undeclared-path', path: 'colour' });
        }
        const { kind, detail } = await refusal({ order: [{ path: 'organisation' }, { path: 'colour' }] });
        expect(kind).toBe('undeclared-path');
        expect(detail).toContain('"colour"');
        expect(detail).toContain('due.date');
      });

      it('is refused where the field is indexed in a way the operation cannot use', async () => {
        const unfit: Partial<Query>[] = [
          { filter: { op: 'equals', path: 'text', value: 'x' } },
          { filter: { op: 'in', path: 'text', values: ['x'] } },
          { filter: { op: 'range', path: 'tags', from: 'a' } },
          { filter: { op: 'range', path: 'text', from: 'a' } },
          { filter: { op: 'text', path: 'title', query: 'x' } },
          { filter: { op: 'text', path: 'tags', query: 'x' } },
          { order: [{ path: 'tags' }] },
          { order: [{ path: 'text' }] },
        ];
        for (const query of unfit) expect((await refusal(query)).kind).toBe('unfit-filter');
      });

      it('is refused where bounds differ in type or numbers are none', async () => {
        const path = 'amount';
        expect((await refusal({ filter: { op: 'range', path, from: 1, to: '2' } })).kind).toBe(
          'unfit-filter',
        );
        expect((await refusal({ filter: { op: 'range', path, from: Number.NaN } })).kind).toBe(
          'unfit-filter',
        );
        expect((await refusal({ filter: { op: 'equals', path, value: Infinity } })).kind).toBe(
          'unfit-filter',
        );
        expect((await refusal({ filter: { op: 'in', path: 'tags', values: [Number.NaN] } })).kind).toBe(
          'unfit-filter',
        );
      });
    });

    describe('a scan', () => {
      it('gives every document once, in the order of the keys’ bytes', async () => {
        const many = range(1700).map(n => `${['å', 'a', '😀', 'Z', 'ﾮ'][n % 5] ?? ''}${n}`);
        await put(Object.fromEntries(many.map(key => [key, { key }])));
        const scanned: Found[] = [];
        for await (const found of generation.scan('requirements')) scanned.push(found);
        expect(scanned.map(found => found.key)).toEqual([...many].sort(bytewise));
        expect(scanned.every(found => found.document['key'] === found.key)).toBe(true);
      });

      it('gives nothing of an empty collection', async () => {
        for await (const found of generation.scan('notes')) expect(found).toBe('nothing');
      });

      it('may be left half-way while others go on writing', async () => {
        await put(Object.fromEntries(range(1200).map(n => [`k${n}`, { n }])));
        let seen = 0;
        for await (const found of generation.scan('requirements')) {
          expect(found.document).toBeDefined();
          if (seen === 600) await put({ zz: { n: -1 } });
          if (++seen === 900) break;
        }
        expect(seen).toBe(900);
        expect((await page({})).total).toBe(1201);
      });
    });

    describe('generations', () => {
      it('serve nobody until one is promoted', async () => {
        expect(await store.current()).toBeUndefined();
        taken(await store.promote('v1')());
        expect(await store.current()).toBe('v1');
      });

      it('are built beside the current one, each with documents and checkpoint of its own', async () => {
        await put({ a: { of: 'v1' } });
        taken(await store.promote('v1')());
        const beside = taken(await store.open('v2', [REQUIREMENTS])());
        expect(await beside.checkpoint()).toBeUndefined();
        expect(taken(await beside.commit([change('a', { of: 'v2' })], undefined, at(7))())).toBe('committed');
        expect(await generation.get('requirements', 'a')).toEqual({ of: 'v1' });
        expect(await beside.get('requirements', 'a')).toEqual({ of: 'v2' });
        expect(await generation.checkpoint()).toEqual(at(1));
        expect(await store.current()).toBe('v1');
      });

      it('give way to the one promoted, whose readers go on', async () => {
        await put({ a: { of: 'v1' } });
        taken(await store.promote('v1')());
        const beside = taken(await store.open('v2', SPECS)());
        taken(await beside.commit([change('a', { of: 'v2' })], undefined, at(1))());
        taken(await store.promote('v2')());
        expect(await store.current()).toBe('v2');
        expect(await beside.get('requirements', 'a')).toEqual({ of: 'v2' });
        expect(await beside.checkpoint()).toEqual(at(1));
      });

      it('tell those who still hold one that was replaced', async () => {
        await put({ a: { of: 'v1' } });
        taken(await store.open('v2', SPECS)());
        taken(await store.promote('v2')());
        const gone = { failure: { kind: 'dropped' } };
        await expect(generation.get('requirements', 'a')).rejects.toMatchObject(gone);
        await expect(generation.get('requirements', 'a')).rejects.toBeInstanceOf(StoreFailure);
        await expect(generation.getMany('requirements', ['a'])).rejects.toMatchObject(gone);
        await expect(generation.find('requirements', { limit: 1 })()).rejects.toMatchObject(gone);
        await expect(generation.checkpoint()).rejects.toMatchObject(gone);
        await expect(generation.scan('requirements')[Symbol.asyncIterator]().next()).rejects.toMatchObject(
          gone,
        );
        expect(refused(await generation.commit([], at(1), at(2))()).kind).toBe('dropped');
      });

      it('do not come back by the name they had', async () => {
        await put({ a: { of: 'old' } });
        taken(await store.drop('v1')());
        const anew = taken(await store.open('v1', SPECS)());
        expect(await anew.checkpoint()).toBeUndefined();
        expect(await anew.get('requirements', 'a')).toBeUndefined();
        expect(refused(await generation.commit([change('b', {})], at(1), at(2))()).kind).toBe('dropped');
      });

      it('may be promoted anew, which changes nothing', async () => {
        await put({ a: { n: 1 } });
        taken(await store.promote('v1')());
        taken(await store.promote('v1')());
        expect(await store.current()).toBe('v1');
        expect(await generation.get('requirements', 'a')).toEqual({ n: 1 });
      });

      it('are not promoted if nobody knows them', async () => {
        taken(await store.promote('v1')());
        expect(refused(await store.promote('v9')()).kind).toBe('refused');
        expect(await store.current()).toBe('v1');
      });

      it('are dropped unless current, and if unknown without a word', async () => {
        taken(await store.open('v2', SPECS)());
        taken(await store.promote('v1')());
        expect(refused(await store.drop('v1')()).kind).toBe('refused');
        taken(await store.drop('v9')());
        expect(await store.current()).toBe('v1');
        expect(await generation.checkpoint()).toBeUndefined();
      });

      it('are opened again with the same collections only', async () => {
        await put({ a: { n: 1 } });
        const again = taken(await store.open('v1', SPECS)());
        expect(await again.get('requirements', 'a')).toEqual({ n: 1 });
        const changed = [{ ...REQUIREMENTS, indexes: REQUIREMENTS.indexes.slice(1), sorts: [] }, NOTES];
        const { kind, detail } = refused(await store.open('v1', changed)());
        expect(kind).toBe('refused');
        expect(detail).toContain('v1');
        expect(refused(await store.open('v1', [REQUIREMENTS])()).kind).toBe('refused');
      });

      it('are not made by whoever opens one to read, nor brought back', async () => {
        await put({ a: { n: 1 } });
        const known = taken(await store.openExisting('v1', SPECS)());
        expect(await known.get('requirements', 'a')).toEqual({ n: 1 });
        expect(refused(await store.openExisting('v1', [REQUIREMENTS])()).kind).toBe('refused');
        taken(await store.drop('v1')());
        for (const id of ['v1', 'v2']) {
          expect(refused(await store.openExisting(id, SPECS)()).kind).toBe('dropped');
          expect(refused(await store.promote(id)()).kind).toBe('refused');
        }
      });

      it('throw at collections that contradict themselves', async () => {
        const twice = [
          { path: 'a', kind: 'value' as const },
          { path: 'a', kind: 'value' as const },
        ];
        await expect(store.open('v2', [{ name: 'x', indexes: twice }])()).rejects.toThrow(/twice/);
        await expect(store.open('v2', [{ name: 'x', indexes: [], sorts: [['a']] }])()).rejects.toThrow(
          /declare/,
        );
        await expect(store.open('v2', [NOTES, NOTES])()).rejects.toThrow(/twice/);
      });

      it('find a path that is declared in two ways by the way that fits', async () => {
        const both: CollectionSpec = {
          name: 'both',
          indexes: [
            { path: 'name', kind: 'words' },
            { path: 'name', kind: 'sorted-text' },
            { path: 'name', kind: 'value' },
          ],
        };
        const of = taken(await store.open('v2', [both])());
        const names = ['Østre sykehus', 'Vestre sykehus', 'Ål'];
        const changes = names.map((text, i) => ({
          collection: 'both',
          key: `k${i}`,
          document: { name: text },
        }));
        taken(
          await of.commit(
            [...changes, { collection: 'both', key: 'n', document: { name: 5 } }],
            undefined,
            at(1),
          )(),
        );
        const found = async (query: Partial<Query>): Promise<readonly string[]> =>
          taken(await of.find('both', { limit: 9, ...query })()).items.map(item => item.key);
        expect(await found({ filter: { op: 'text', path: 'name', query: 'syke' } })).toEqual(['k0', 'k1']);
        expect(await found({ filter: { op: 'equals', path: 'name', value: 5 } })).toEqual(['n']);
        expect(await found({ order: [{ path: 'name' }] })).toEqual(['k1', 'k0', 'k2', 'n']);
      });
    });

    describe('what lasts', () => {
      it('is all there when the store is opened again', async () => {
        await put({ a: { status: 'open', tags: ['x'], text: 'ord' } });
        taken(await store.promote('v1')());
        await store.close();
        store = await under.open();
        expect(await store.current()).toBe('v1');
        generation = taken(await store.open('v1', SPECS)());
        expect(await generation.checkpoint()).toEqual(at(1));
        expect(await keys({ filter: { op: 'equals', path: 'tags', value: 'x' } })).toEqual(['a']);
        await put({ b: { status: 'open' } });
        expect(await keys({ filter: { op: 'equals', path: 'status', value: 'open' } })).toEqual(['a', 'b']);
      });

      it('is seen by another who has the store open, and its totals with it', async () => {
        const reader = await under.open();
        const reading = taken(await reader.open('v1', SPECS)());
        const seen = async (): Promise<Page> => taken(await reading.find('requirements', { limit: 9 })());
        expect((await seen()).total).toBe(0);
        await put({ a: { n: 1 } });
        expect((await seen()).total).toBe(1);
        expect(await reading.get('requirements', 'a')).toEqual({ n: 1 });
        expect(await reading.checkpoint()).toEqual(at(1));
        taken(await store.promote('v1')());
        expect(await reader.current()).toBe('v1');
        await reader.close();
      });

      it('fences another who has the store open', async () => {
        const other = await under.open();
        const rival = taken(await other.open('v1', SPECS)());
        await put({ a: { by: 'one' } });
        expect(taken(await rival.commit([change('a', { by: 'two' })], undefined, at(1))())).toBe('fenced');
        expect(taken(await rival.commit([change('a', { by: 'two' })], at(1), at(2))())).toBe('committed');
        expect(await generation.get('requirements', 'a')).toEqual({ by: 'two' });
        expect(taken(await generation.commit([], at(1), at(2))())).toBe('fenced');
        await other.close();
      });
    });

    it('answers any filter, order and walk as the algebra says, between commits of any kind', async () => {
      let round = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async steps => {
          round += 1;
          generation = taken(await store.open(`round-${round}`, SPECS)());
          moved = undefined;
          const model = new Map<string, Document>();
          for (const { changes, asked, by, limit } of steps) {
            await commit(...changes.map(([k, d]) => change(k, d)));
            for (const [k, d] of changes) {
              if (d === undefined) model.delete(k);
              else model.set(k, d);
            }
            if (limit !== undefined) {
              expect(await walked(limit, asked, by)).toEqual(naiveFind(REQUIREMENTS, model, asked, by));
            }
          }
          taken(await store.drop(`round-${round}`)());
        }),
        { numRuns: rounds },
      );
    });

    /** All pages of a list, one after the other; each tells the same total. */
    async function walked(
      limit: number,
      asked: Filter | undefined,
      by: readonly Order[],
    ): Promise<readonly Found[]> {
      const items: Found[] = [];
      const totals = new Set<number>();
      let cursor: string | undefined;
      do {
        const part = await page({
          ...(asked && { filter: asked }),
          order: by,
          limit,
          ...(cursor !== undefined && { cursor }),
        });
        expect(part.items.length).toBeLessThanOrEqual(limit);
        items.push(...part.items);
        totals.add(part.total);
        cursor = part.next;
      } while (cursor !== undefined);
      expect([...totals]).toEqual([items.length]);
      return items;
    }
  });
}

const change = (key: string, document: Document | undefined): Change => ({
  collection: 'requirements',
  key,
  document,
});

const letters = (text: string): readonly string[] => text.split('');

const range = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);

function taken<A>(result: Either<{ readonly detail: string }, A>): A {
  if (isRight(result)) return result.right;
  throw new Error(result.left.detail);
}

function refused<E>(result: Either<E, unknown>): E {
  if (isLeft(result)) return result.left;
  throw new Error('a refusal was expected');
}

function next(page: Page): string {
  if (page.next === undefined) throw new Error('a further page was expected');
  return page.next;
}

/** Few and alike, so that ties, repeats and near misses come up often. */
const scalar = fc.constantFrom(
  '',
  'a',
  'A',
  'å',
  'ø',
  'z',
  '10',
  '9',
  'a b',
  'ﬁ',
  0,
  1,
  -1,
  9,
  10,
  0.5,
  1e21,
  true,
  false,
  null,
);
const title = fc.constantFrom(
  '',
  'Ås',
  'ås',
  'Aas',
  'østre 2',
  'Østre 10',
  'Z-å',
  'zå',
  'é',
  'e',
  '\u{1f600}',
  5,
  null,
);
const prose = fc
  .array(fc.constantFrom('Vente', 'ventetid', 'på', 'PÅ', 'pa', 'idé', 'ide', 'æ', '2025', '20'), {
    maxLength: 4,
  })
  .map(w => w.join(' '));
const key = fc.constantFrom('a', 'b', 'B', 'å', 'æ', 'z', 'aa', 'a-1', 'a.1', '\u{1f600}', '\uffee', 'k"\'');

const document: fc.Arbitrary<Document> = fc.record(
  {
    organisation: fc.constantFrom('fjord', 'vidde'),
    due: fc.oneof(fc.record({ date: scalar }), scalar, fc.constant([])),
    status: fc.oneof(scalar, fc.constant([]), fc.constant({})),
    amount: scalar,
    title,
    tags: fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })),
    text: fc.oneof(prose, fc.array(prose, { maxLength: 2 }), scalar),
    items: fc.oneof(
      fc.array(fc.record({ addressee: scalar, text: prose }, { requiredKeys: [] }), { maxLength: 3 }),
      scalar,
    ),
    other: scalar,
  },
  { requiredKeys: [] },
);

const single = fc.constantFrom('organisation', 'due.date', 'status', 'amount', 'title');
const equalable = fc.oneof(single, fc.constantFrom('tags', 'items.addressee'));
const bound = fc.constantFrom('', 'a', 'å', 'fjord', 'ÅS', 'Østre 3', '9', 0, 1, 9.5);

const simple: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({
    op: fc.constant('equals' as const),
    path: equalable,
    value: fc.oneof(scalar, fc.constantFrom('fjord', 'Ås')),
  }),
  fc.record({
    op: fc.constant('in' as const),
    path: equalable,
    values: fc.array(fc.oneof(scalar, title), { maxLength: 4 }),
  }),
  fc
    .record(
      { op: fc.constant('range' as const), path: single, from: bound, to: bound },
      { requiredKeys: ['op', 'path'] },
    )
    .filter(({ from, to }) => from === undefined || to === undefined || typeof from === typeof to),
  fc.record({ op: fc.constant('text' as const), path: fc.constantFrom('text', 'items.text'), query: prose }),
);
const filter: fc.Arbitrary<Filter> = fc.oneof(
  { weight: 2, arbitrary: simple },
  { weight: 1, arbitrary: fc.array(simple, { maxLength: 3 }).map(all => ({ op: 'and' as const, all })) },
);
const order: fc.Arbitrary<Order[]> = fc.array(
  fc.record({ path: single, descending: fc.boolean() }, { requiredKeys: ['path'] }),
  { maxLength: 3 },
);

/** Some changes, and mostly a question after them. */
const step = fc.record({
  changes: fc.array(fc.tuple(key, fc.option(document, { nil: undefined, freq: 8 })), { maxLength: 12 }),
  asked: fc.option(filter, { nil: undefined }),
  by: order,
  limit: fc.option(fc.integer({ min: 1, max: 7 }), { nil: undefined, freq: 3 }),
});
