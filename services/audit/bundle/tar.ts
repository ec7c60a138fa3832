/** POSIX ustar (IEEE Std 1003.1, pax): regular files only, each with mode 0644 and no time, so that the same is the same. */
const BLOCK = 512;
const NAME_BYTES = 100;

/** The block before a file's bytes. Throws for a name or size that ustar has no room for. */
export function tarHeader(name: string, size: number): Buffer {
  if (Buffer.byteLength(name) > NAME_BYTES || size >= 8 ** 11) throw new RangeError(`${name} in a tar`);
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, '0')}\0`;
  block.write(name, 0);
  block.write(octal(0o644, 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(size, 11), 124);
  block.write(octal(0, 11), 136);
  block.write('        0', 148);
  block.write('ustar\u000000', 257);
  block.write(`${checksum(block).toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

const checksum = (block: Buffer): number => block.reduce((sum, byte) => sum + byte, 0);

/** What fills up the last block of a file. */
export const tarPadding = (size: number): Buffer => Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);

/** What ends an archive. */
export const TAR_END = Buffer.alloc(2 * BLOCK);

export interface TarFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A stream of bytes is no archive of the kind that is written here, or ends too early. */
export class NotTar extends Error {
  override readonly name = 'NotTar';
}

/** The files of an archive as they come; each is held in memory for itself. Throws `NotTar`. */
export async function* readTar(
  source: AsyncIterable<Uint8Array>,
  mostBytes: number,
): AsyncGenerator<TarFile> {
  const take = taker(source);
  for (;;) {
    const block = await take(BLOCK);
    if (block.every(byte => byte === 0)) return;
    const { name, size } = headerOf(block);
    if (size > mostBytes) throw new NotTar(`${name} has ${size} bytes`);
    const bytes = await take(size);
    await take(tarPadding(size).length);
    yield { name, bytes };
  }
}

function headerOf(block: Buffer): { readonly name: string; readonly size: number } {
  const field = (from: number, length: number): string =>
    block.toString('utf8', from, from + length).replace(/[\0 ].*$/s, '');
  const sum = Number.parseInt(field(148, 8), 8);
  const blank = Buffer.from(block);
  blank.fill(' ', 148, 156);
  const size = Number.parseInt(field(124, 12), 8);
  if (field(257, 5) !== 'ustar' || sum !== checksum(blank) || field(156, 1) !== '0' || !(size >= 0))
    throw new NotTar('not the header of a file');
  return { name: field(0, NAME_BYTES), size };
}

/** Gives exactly as many bytes as are asked for. */
function taker(source: AsyncIterable<Uint8Array>): (count: number) => Promise<Buffer> {
  const chunks = source[Symbol.asyncIterator]();
  let held: Buffer[] = [];
  let length = 0;
  return async count => {
    while (length < count) {
      const next = await chunks.next();
      if (next.done === true) throw new NotTar('it ends too early');
      held.push(Buffer.from(next.value));
      length += next.value.length;
    }
    const all = held.length === 1 ? (held[0] ?? Buffer.alloc(0)) : Buffer.concat(held);
    held = [all.subarray(count)];
    length -= count;
    return Buffer.from(all.subarray(0, count));
  };
}
