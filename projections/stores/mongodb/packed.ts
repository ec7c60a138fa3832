import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';

/**
 * A document of MongoDB holds 16 MiB, and a version of ours its JSON and the fields it is found by. From so many
 * characters on (3 MiB at most) the JSON is compressed; below, MongoDB compresses it on its disks itself, and it can be
 * read with its own tools.
 */
const LONG = 1024 ** 2;

/** Of 18 MiB of prose this quality leaves less than deflate at its fastest, in less than half its time. */
const QUICK = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

/** JSON as it is stored: compressed where it is long. */
export const packed = (json: string): string | Uint8Array =>
  json.length < LONG ? json : brotliCompressSync(json, QUICK);

/** JSON as it was before; throws a SyntaxError where it is none. */
export function unpacked(stored: string | Uint8Array): string {
  if (typeof stored === 'string') return stored;
  try {
    return brotliDecompressSync(stored).toString();
  } catch {
    throw new SyntaxError('a compressed document cannot be decompressed');
  }
}
