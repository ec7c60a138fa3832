import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { NotTar, readTar, TAR_END, type TarFile, tarHeader, tarPadding } from '../../services/audit/bundle';

const tarOf = (files: readonly TarFile[]): Buffer =>
  Buffer.concat([
    ...files.flatMap(({ name, bytes }) => [tarHeader(name, bytes.length), bytes, tarPadding(bytes.length)]),
    TAR_END,
  ]);

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function read(bytes: Buffer, size = 700): Promise<readonly TarFile[]> {
  const files: TarFile[] = [];
  for await (const file of readTar(inPieces(bytes, size), 1 << 20)) files.push(file);
  return files;
}

const FILES: readonly TarFile[] = [
  { name: 'checkpoint', bytes: Buffer.from('én linje\n') },
  { name: 'tile/0/x001/234.p/17', bytes: Buffer.alloc(512, 7) },
  { name: 'empty', bytes: Buffer.alloc(0) },
];

test('what is written is read back, however the bytes arrive', async () => {
  const name = fc.stringMatching(/^[a-z0-9][a-z0-9./-]{0,90}$/);
  const bytes = fc.uint8Array({ maxLength: 1_600 }).map(array => Buffer.from(array));
  const files = fc.array(fc.record({ name, bytes }), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(files, fc.integer({ min: 1, max: 2_000 }), async (given, size) => {
      expect(await read(tarOf(given), size)).toEqual(given);
    }),
    { numRuns: 60 },
  );
});

test('other programs read it', () => {
  const listed = execFileSync('tar', ['-tvf', '-'], { input: tarOf(FILES), encoding: 'utf8' });
  expect(listed.match(/^-rw-r--r-- .*$/gm)).toHaveLength(FILES.length);
  const given = execFileSync('tar', ['-xOf', '-', 'checkpoint'], { input: tarOf(FILES), encoding: 'utf8' });
  expect(given).toBe('én linje\n');
});

test('one that ends too early, is altered in a header, or holds something else than files is refused', async () => {
  const whole = tarOf(FILES);
  for (const end of [100, 600, 1_024, 1_600, whole.length - TAR_END.length])
    await expect(read(whole.subarray(0, end))).rejects.toThrow(NotTar);
  const link = Buffer.from(whole);
  link.write('2', 156);
  await expect(read(link)).rejects.toThrow(NotTar);
  await expect(read(Buffer.alloc(2_048, 0x41))).rejects.toThrow(NotTar);
  await expect(read(tarOf([{ name: 'large', bytes: Buffer.alloc((1 << 20) + 1) }]))).rejects.toThrow(NotTar);
});

test('a name that has no room is not written', () => {
  expect(() => tarHeader('a'.repeat(101), 1)).toThrow(RangeError);
});
