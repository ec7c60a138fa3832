import { createHash } from 'node:crypto';
import { Sha256 } from '../../contracts/primitives';
import { type Content, openContent } from '../../services/content';

/** A place where content can be kept, and what a test may do to it behind the store's back. */
export interface Place {
  readonly uri: string;
  /** Puts other bytes in the place of those kept under the hash. */
  damage(sha256: Sha256): Promise<void>;
  /** What remains of these bytes, kept or being written, in whatever form. */
  remains(sha256: Sha256): Promise<number>;
  remove(): Promise<void>;
}

export const hash = (bytes: Uint8Array): Sha256 => {
  const hex = createHash('sha256').update(bytes).digest('hex');
  if (!Sha256.is(hex)) throw new Error('no SHA-256');
  return hex;
};

export async function opened(uri: string): Promise<Content> {
  const result = await openContent(uri)();
  if (result._tag === 'Left') throw new Error(result.left.detail);
  return result.right;
}

export const ERASED = { _tag: 'Left', left: { kind: 'erased' } };

/** What every content store must do. */
export function contentSuite(makePlace: () => Promise<Place>): void {
  let place: Place;
  let content: Content;
  let other: Content;
  beforeEach(async () => {
    place = await makePlace();
    content = await opened(place.uri);
    // As another process sees it.
    other = await opened(place.uri);
  });
  afterEach(async () => {
    await content.close();
    await other.close();
    await place.remove();
  });

  const bytes = Buffer.from('Krav til helseforetaket\r\n\x00\xff', 'latin1');

  it('gives back the very bytes by their hash', async () => {
    expect(await content.put(bytes)()).toEqual({ _tag: 'Right', right: hash(bytes) });
    const got = await other.get(hash(bytes))();
    expect(got._tag === 'Right' && got.right !== undefined && Buffer.compare(got.right, bytes)).toBe(0);
    expect(await other.has(hash(bytes))()).toEqual({ _tag: 'Right', right: true });
  });

  it('keeps what is empty, and what is large', async () => {
    for (const own of [Buffer.alloc(0), Buffer.alloc(1_300_000, 'kravspor')]) {
      await content.put(own)();
      const got = await other.get(hash(own))();
      expect(got._tag === 'Right' && got.right !== undefined && Buffer.compare(got.right, own)).toBe(0);
    }
  });

  it('keeps the same bytes once, however often and at once they come, and from wherever', async () => {
    const puts = Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? content : other).put(bytes)());
    for (const put of await Promise.all(puts)) expect(put).toEqual({ _tag: 'Right', right: hash(bytes) });
    expect(await place.remains(hash(bytes))).toBe(1);
    expect(await content.get(hash(bytes))()).toMatchObject({ _tag: 'Right' });
  });

  it('has nothing under a hash that was never kept', async () => {
    expect(await content.get(hash(bytes))()).toEqual({ _tag: 'Right', right: undefined });
    expect(await content.has(hash(bytes))()).toEqual({ _tag: 'Right', right: false });
  });

  it('never gives other bytes than the hash names, and mends them when they are sent again', async () => {
    await content.put(bytes)();
    await place.damage(hash(bytes));
    expect(await content.get(hash(bytes))()).toMatchObject({ _tag: 'Left', left: { kind: 'damaged' } });
    await other.put(bytes)();
    const got = await content.get(hash(bytes))();
    expect(got._tag === 'Right' && got.right !== undefined && Buffer.compare(got.right, bytes)).toBe(0);
    expect(await place.remains(hash(bytes))).toBe(1);
  });

  it('erases all but the hash, for good', async () => {
    await content.put(bytes)();
    expect(await other.erase(hash(bytes))()).toMatchObject({ _tag: 'Right' });
    expect(await content.erase(hash(bytes))()).toMatchObject({ _tag: 'Right' });
    expect(await content.get(hash(bytes))()).toEqual(ERASED);
    expect(await content.has(hash(bytes))()).toEqual({ _tag: 'Right', right: false });
    expect(await content.put(bytes)()).toEqual(ERASED);
    expect(await place.remains(hash(bytes))).toBe(0);
  });

  it('erases what was never here, so that it is refused from then on', async () => {
    expect(await content.erase(hash(bytes))()).toMatchObject({ _tag: 'Right' });
    expect(await other.put(bytes)()).toEqual(ERASED);
  });

  it('keeps erased what is put at that very moment', async () => {
    for (let round = 0; round < 10; round++) {
      const own = Buffer.from(`round ${round}`);
      const sha256 = hash(own);
      await Promise.all([
        content.put(own)(),
        other.erase(sha256)(),
        other.put(own)(),
        content.erase(sha256)(),
      ]);
      expect(await content.get(sha256)()).toEqual(ERASED);
      expect(await place.remains(sha256)).toBe(0);
    }
  });

  it('leaves others as they are when it erases', async () => {
    const kept = Buffer.from('andre ord');
    await content.put(bytes)();
    await content.put(kept)();
    await content.erase(hash(bytes))();
    expect(await content.get(hash(kept))()).toMatchObject({ _tag: 'Right' });
  });
}
