import { HASH_BYTES, type Hash } from '../merkle';
import { fromBase64, fromDecimal } from './base64';

/** C2SP tlog-proof: that a leaf stands at an index of the tree of a checkpoint. */
export interface TlogProof {
  readonly index: number;
  /** From the leaf's sibling up to the root's child. */
  readonly hashes: readonly Hash[];
  /** The checkpoint, verbatim. */
  readonly checkpoint: Buffer;
  /** Not covered by anything; here the leaf itself, for convenience. */
  readonly extra?: Uint8Array;
}

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';

export function formatTlogProof({ index, hashes, checkpoint, extra }: TlogProof): Buffer {
  const extraLine = extra === undefined ? [] : [`extra ${Buffer.from(extra).toString('base64')}`];
  const lines = [
    FIRST_LINE,
    ...extraLine,
    `index ${index}`,
    ...hashes.map(h => h.toString('base64')),
    '',
    '',
  ];
  return Buffer.concat([Buffer.from(lines.join('\n')), checkpoint]);
}

/** Reads a proof; undefined unless it is well-formed to the byte. Neither proof nor checkpoint is verified here. */
export function parseTlogProof(bytes: Buffer): TlogProof | undefined {
  const split = bytes.indexOf('\n\n');
  if (split < 0) return undefined;
  const [first, ...rest] = bytes.toString('latin1', 0, split).split('\n');
  if (first !== FIRST_LINE) return undefined;
  const hasExtra = rest[0]?.startsWith('extra ') === true;
  const extra = hasExtra ? fromBase64(rest[0]?.slice('extra '.length) ?? '') : undefined;
  if (hasExtra && extra === undefined) return undefined;
  const [indexLine, ...hashLines] = hasExtra ? rest.slice(1) : rest;
  const index = indexLine?.startsWith('index ') === true ? fromDecimal(indexLine.slice(6)) : undefined;
  const hashes = hashLines.flatMap(line => fromBase64(line) ?? []);
  if (index === undefined || hashes.length !== hashLines.length || hashes.some(h => h.length !== HASH_BYTES))
    return undefined;
  return { index, hashes, checkpoint: bytes.subarray(split + 2), ...(extra === undefined ? {} : { extra }) };
}
