import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Content, openContent } from '../../services/content';
import { Sha256 } from '../../contracts/primitives';

const hash = (bytes: Uint8Array): Sha256 => {
  const hex = createHash('sha256').update(bytes).digest('hex');
  if (!Sha256.is(hex)) throw new Error('no SHA-256');
  return hex;
};

describe('the content store on files', () => {
  let folder: string;
  let content: Content;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kravspor-content-'));
    const opened = openContent(`file:${join(folder, 'content')}`);
    if (opened._tag === 'Left') throw new Error(opened.left);
    content = opened.right;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const bytes = Buffer.from('Krav til helseforetaket\r\n\x00\xff', 'latin1');

  it('gives back the very bytes by their hash', async () => {
    expect(await content.put(bytes)()).toEqual({ _tag: 'Right', right: hash(bytes) });
    const got = await content.get(hash(bytes))();
    expect(got._tag === 'Right' && got.right !== undefined && Buffer.compare(got.right, bytes)).toBe(0);
    expect(await content.has(hash(bytes))).toBe(true);
  });

  it('keeps the same bytes once, however often and at once they come', async () => {
    await Promise.all(Array.from({ length: 10 }, () => content.put(bytes)()));
    const names = readdirSync(join(folder, 'content', hash(bytes).slice(0, 2)));
    expect(names).toEqual([hash(bytes)]);
  });

  it('has nothing under a hash that was never kept', async () => {
    expect(await content.get(hash(bytes))()).toEqual({ _tag: 'Right', right: undefined });
    expect(await content.has(hash(bytes))).toBe(false);
  });

  it('never gives other bytes than the hash names, and mends them when they are sent again', async () => {
    await content.put(bytes)();
    writeFileSync(join(folder, 'content', hash(bytes).slice(0, 2), hash(bytes)), 'andre ord');
    expect(await content.get(hash(bytes))()).toMatchObject({ _tag: 'Left', left: { kind: 'damaged' } });
    await content.put(bytes)();
    expect(await content.get(hash(bytes))()).toMatchObject({ _tag: 'Right' });
  });

  it('says why bytes could not be kept', async () => {
    writeFileSync(join(folder, 'content'), 'a file where the folder should be');
    expect(await content.put(bytes)()).toMatchObject({ _tag: 'Left', left: { kind: 'unavailable' } });
  });

  describe('what is erased', () => {
    const kept = (): readonly string[] => readdirSync(join(folder, 'content', hash(bytes).slice(0, 2)));
    const ERASED = { _tag: 'Left', left: { kind: 'erased' } };

    it('is gone but for its hash, and is not taken again', async () => {
      await content.put(bytes)();
      expect(await content.erase(hash(bytes))()).toMatchObject({ _tag: 'Right' });
      expect(await content.erase(hash(bytes))()).toMatchObject({ _tag: 'Right' });
      expect(await content.get(hash(bytes))()).toEqual(ERASED);
      expect(await content.has(hash(bytes))).toBe(false);
      expect(await content.put(bytes)()).toEqual(ERASED);
      expect(kept()).toEqual([`${hash(bytes)}.erased`]);
    });

    it('may never have been here, and is refused from then on', async () => {
      expect(await content.erase(hash(bytes))()).toMatchObject({ _tag: 'Right' });
      expect(await content.put(bytes)()).toEqual(ERASED);
    });

    it('is not given where a kill came between the mark and the removal, and is removed by the next try', async () => {
      await content.put(bytes)();
      const path = join(folder, 'content', hash(bytes).slice(0, 2), hash(bytes));
      writeFileSync(`${path}.erased`, '');
      writeFileSync(`${path}.1f0c.new`, bytes);
      expect(await content.get(hash(bytes))()).toEqual(ERASED);
      await content.erase(hash(bytes))();
      expect(kept()).toEqual([`${hash(bytes)}.erased`]);
    });

    it('stays gone where the same bytes are put at that very moment', async () => {
      for (let round = 0; round < 20; round++) {
        const own = Buffer.from(`round ${round}`);
        await Promise.all([content.put(own)(), content.erase(hash(own))(), content.put(own)()]);
        expect(await content.get(hash(own))()).toEqual(ERASED);
        expect(readdirSync(join(folder, 'content', hash(own).slice(0, 2)))).not.toContain(hash(own));
      }
    });

    it('leaves others as they are', async () => {
      const other = Buffer.from('andre ord');
      await content.put(bytes)();
      await content.put(other)();
      await content.erase(hash(bytes))();
      expect(await content.get(hash(other))()).toMatchObject({ _tag: 'Right' });
    });
  });

  it('opens folders only', () => {
    expect(openContent('s3://bucket')._tag).toBe('Left');
    expect(openContent('file:///var/lib/kravspor/content')._tag).toBe('Right');
  });
});
