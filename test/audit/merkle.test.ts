import fc from 'fast-check';
import {
  addLeaf,
  consistencyProof,
  decodeEntries,
  edgeRoot,
  emptyEdge,
  encodeEntries,
  firstEntries,
  inclusionProof,
  leafHash,
  parseTilePath,
  partialFiles,
  type ReadTile,
  rootOf,
  tilePath,
  widthIn,
} from '../../services/audit/merkle';
import { isConsistent, rootByInclusion } from '../../services/audit/verifier/hashes';
import { naivePath, naiveProof, naiveRoot } from './naive-tree';

/** The leaves and roots that the reference implementation of RFC 6962 is tested with. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** A tree of leaves, and its tiles as files would hold them. */
function grown(leaves: readonly Uint8Array[]) {
  const files = new Map<string, Buffer>();
  const edge = emptyEdge();
  const write = ({ id, bytes }: ReturnType<typeof partialFiles>[number]): void =>
    void files.set(tilePath(id), bytes);
  for (const leaf of leaves) addLeaf(edge, leaf, write);
  for (const file of partialFiles(edge)) write(file);
  const read: ReadTile = id => {
    const bytes = files.get(tilePath(id));
    if (bytes === undefined) throw new Error(`no ${tilePath(id)}`);
    return Promise.resolve(bytes);
  };
  return { edge, files, tree: { size: leaves.length, read } };
}

const someLeaves = (n: number): Buffer[] => Array.from({ length: n }, (_, i) => Buffer.from(`leaf ${i}`));
/** Small trees, and those about a full tile. */
const size = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 250, max: 530 }));

describe('the tree of RFC 6962', () => {
  it('has the known roots', async () => {
    const leaves = LEAVES.map(hex => Buffer.from(hex, 'hex'));
    for (let n = 0; n <= leaves.length; n++) {
      const { edge, tree } = grown(leaves.slice(0, n));
      expect(edgeRoot(edge).toString('hex')).toBe(ROOTS[n]);
      expect((await rootOf(tree)).toString('hex')).toBe(ROOTS[n]);
    }
  });

  it('gives the roots and proofs of the RFC’s own recursion, from tiles', () =>
    fc.assert(
      fc.asyncProperty(size, fc.nat(), fc.nat(), async (n, a, b) => {
        const leaves = someLeaves(n);
        const { edge, tree } = grown(leaves);
        const [index, old] = [a % n, 1 + (b % n)];
        const root = naiveRoot(leaves);
        expect(edgeRoot(edge)).toEqual(root);
        expect(await rootOf(tree)).toEqual(root);
        expect(await inclusionProof(tree, index)).toEqual(naivePath(index, leaves));
        expect(await consistencyProof(tree, old)).toEqual(naiveProof(old, leaves));
        expect(await rootOf({ ...tree, size: n })).toEqual(root);
      }),
      { numRuns: 60 },
    ));

  it('spans three levels of tiles', async () => {
    const leaves = someLeaves(66_000);
    const { files, tree, edge } = grown(leaves);
    expect([...files.keys()].filter(path => path.startsWith('tile/2'))).toEqual(['tile/2/000.p/1']);
    expect(files.has('tile/1/001.p/1')).toBe(true);
    expect(await rootOf(tree)).toEqual(edgeRoot(edge));
    const leaf = leafHash(leaves[65_700] ?? Buffer.alloc(0));
    const proof = await inclusionProof(tree, 65_700);
    expect(rootByInclusion(leaf, 65_700, 66_000, proof)).toEqual(edgeRoot(edge));
  });

  it('refuses proofs of leaves and sizes that are not there', async () => {
    const { tree } = grown(someLeaves(5));
    await expect(inclusionProof(tree, 5)).rejects.toThrow(RangeError);
    await expect(inclusionProof(tree, -1)).rejects.toThrow(RangeError);
    await expect(inclusionProof(tree, Number.NaN)).rejects.toThrow(RangeError);
    await expect(consistencyProof(tree, 0)).rejects.toThrow(RangeError);
    await expect(consistencyProof(tree, 6)).rejects.toThrow(RangeError);
  });
});

describe('the verifier’s view of proofs', () => {
  it('accepts every true proof, and none with a hash altered, left out, added or swapped, nor another index or size', () =>
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), fc.nat(), (n, a, b, c) => {
        const leaves = someLeaves(n);
        const root = naiveRoot(leaves);
        const index = a % n;
        const proof = naivePath(index, leaves);
        const leaf = leafHash(leaves[index] ?? Buffer.alloc(0));
        expect(rootByInclusion(leaf, index, n, proof)).toEqual(root);
        for (const other of altered(proof, b, c))
          expect(rootByInclusion(leaf, index, n, other)).not.toEqual(root);
        expect(rootByInclusion(leaf, index, n, [...proof, root])).toBeUndefined();
        const neighbour = (index + 1) % n;
        expect(neighbour === index || rootByInclusion(leaf, neighbour, n, proof)?.equals(root) !== true).toBe(
          true,
        );
        expect(rootByInclusion(leaf, index, index, proof)).toBeUndefined();
      }),
      { numRuns: 60 },
    ));

  it('tells consistent logs from others', () =>
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), fc.nat(), (n, a, b, c) => {
        const leaves = someLeaves(n);
        const m = 1 + (a % n);
        const now = { size: n, root: naiveRoot(leaves) };
        const old = { size: m, root: naiveRoot(leaves.slice(0, m)) };
        const proof = naiveProof(m, leaves);
        expect(isConsistent(old, now, proof)).toBe(true);
        for (const other of altered(proof, b, c)) expect(isConsistent(old, now, other)).toBe(false);
        const rewritten = [...leaves.slice(0, m - 1), Buffer.from('another')];
        expect(isConsistent({ size: m, root: naiveRoot(rewritten) }, now, proof)).toBe(false);
        expect(isConsistent({ ...old, size: m + 1 }, now, proof)).toBe(false);
        expect(isConsistent({ ...old, size: 0 }, now, proof)).toBe(false);
      }),
      { numRuns: 60 },
    ));
});

function altered(proof: readonly Buffer[], a: number, b: number): readonly (readonly Buffer[])[] {
  if (proof.length === 0) return [];
  const i = a % proof.length;
  const flipped = proof.map((hash, k) => (k === i ? Buffer.from(hash) : hash));
  flipped[i]?.writeUInt8(flipped[i].readUInt8(b % 32) ^ (1 << (b % 8)), b % 32);
  const shorter = proof.filter((_, k) => k !== i);
  const swapped = proof.length > 1 ? [[...proof].reverse()] : [];
  return [flipped, shorter, ...swapped];
}

describe('tiles', () => {
  it.each([
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 0, index: 1234067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 2, index: 999, width: 17 }, 'tile/2/999.p/17'],
    [{ level: 'entries', index: 1000, width: 256 }, 'tile/entries/x001/000'],
  ] as const)('%j is %s', (id, path) => {
    expect(tilePath(id)).toBe(path);
    expect(parseTilePath(path)).toEqual(id);
  });

  it.each([
    '',
    'tile/0/0',
    'tile/0/00',
    'tile/00/000',
    'tile/64/000',
    'tile/0/x000/001',
    'tile/0/001/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/017',
    'tile/0/../000',
    '/tile/0/000',
    'tile/entries/000/',
    'tile/-1/000',
    'tile/0/x001/234.p/1/2',
    'tile/0/x999/x999/x999/x999/x999/999',
  ])('the path %j is refused', path => {
    expect(parseTilePath(path)).toBeUndefined();
  });

  it('are as wide as the specification’s example of 70,000 leaves has them', () => {
    expect(widthIn({ level: 0, index: 272 }, 70_000)).toBe(256);
    expect(widthIn({ level: 0, index: 273 }, 70_000)).toBe(112);
    expect(widthIn({ level: 1, index: 1 }, 70_000)).toBe(17);
    expect(widthIn({ level: 2, index: 0 }, 70_000)).toBe(1);
    expect(widthIn({ level: 'entries', index: 274 }, 70_000)).toBeLessThanOrEqual(0);
  });
});

describe('entry bundles', () => {
  it('give back what went in, and beginnings of it', () =>
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), fc.nat(), (entries, n) => {
        const bundle = encodeEntries(entries);
        expect(decodeEntries(bundle)).toEqual(entries.map(e => Buffer.from(e)));
        const count = n % (entries.length + 1);
        expect(firstEntries(bundle, count)).toEqual(encodeEntries(entries.slice(0, count)));
        expect(firstEntries(bundle, entries.length + 1)).toBeUndefined();
        fc.pre(entries.length > 0);
        expect(decodeEntries(bundle.subarray(0, -1))).not.toEqual(decodeEntries(bundle));
      }),
    ));

  it('refuse an entry that is too long to be told', () => {
    expect(() => encodeEntries([Buffer.alloc(0x10000)])).toThrow(RangeError);
  });
});
