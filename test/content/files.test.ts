import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sha256 } from '../../contracts/primitives';
import { openContent } from '../../services/content';
import { contentSuite, ERASED, hash, opened } from './content-suite';

const bytes = Buffer.from('Krav til helseforetaket');

describe('content in a folder', () => {
  contentSuite(() => {
    const folder = mkdtempSync(join(tmpdir(), 'kravspor-content-'));
    const at = (sha256: Sha256): string => join(folder, 'content', sha256.slice(0, 2));
    return Promise.resolve({
      uri: `file:${join(folder, 'content')}`,
      damage: sha256 => {
        writeFileSync(join(at(sha256), sha256), 'andre ord');
        return Promise.resolve();
      },
      remains: sha256 => {
        const names = existsSync(at(sha256)) ? readdirSync(at(sha256)) : [];
        const kept = names.filter(name => name.startsWith(sha256) && !name.endsWith('.erased'));
        return Promise.resolve(kept.length);
      },
      remove: () => {
        rmSync(folder, { recursive: true, force: true });
        return Promise.resolve();
      },
    });
  });

  describe('as files', () => {
    let folder: string;
    const uri = (): string => `file:${join(folder, 'content')}`;
    const kept = (): readonly string[] => readdirSync(join(folder, 'content', hash(bytes).slice(0, 2)));
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'kravspor-content-'));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    it('leaves one file, and an empty one where it was erased', async () => {
      const content = await opened(uri());
      await content.put(bytes)();
      expect(kept()).toEqual([hash(bytes)]);
      await content.erase(hash(bytes))();
      expect(kept()).toEqual([`${hash(bytes)}.erased`]);
    });

    it('says why bytes could not be kept', async () => {
      writeFileSync(join(folder, 'content'), 'a file where the folder should be');
      const content = await opened(uri());
      expect(await content.put(bytes)()).toMatchObject({ _tag: 'Left', left: { kind: 'unavailable' } });
    });

    it('does not give what a kill left between the mark and the removal, and removes it at the next try', async () => {
      const content = await opened(uri());
      await content.put(bytes)();
      const path = join(folder, 'content', hash(bytes).slice(0, 2), hash(bytes));
      writeFileSync(`${path}.erased`, '');
      writeFileSync(`${path}.1f0c.new`, bytes);
      expect(await content.get(hash(bytes))()).toEqual(ERASED);
      await content.erase(hash(bytes))();
      expect(kept()).toEqual([`${hash(bytes)}.erased`]);
    });
  });

  it('opens addresses of the kinds there are', async () => {
    expect((await openContent('s3://key:secret@bucket')())._tag).toBe('Left');
    expect(JSON.stringify(await openContent('s3://key:secret@bucket')())).not.toContain('secret');
    expect((await openContent('file:///var/lib/kravspor/content')())._tag).toBe('Right');
  });
});
