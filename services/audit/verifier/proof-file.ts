import { HASH_BYTES } from './hashes';
import { fromBase64, fromDecimal } from './notes';

/** C2SP tlog-proof. */
export interface TlogProof {
  readonly index: number;
  readonly hashes: readonly Buffer[];
  readonly checkpoint: Buffer;
  readonly extra: Buffer | undefined;
}

const MOST_HASHES = 64;

export function parseProof(bytes: Buffer): TlogProof | undefined {
  const split = bytes.indexOf('\n\n');
  if (split < 0) return undefined;
  const [first, ...rest] = bytes.toString('latin1', 0, split).split('\n');
  if (first !== 'c2sp.org/tlog-proof@v1') return undefined;
  const hasExtra = rest[0]?.startsWith('extra ') === true;
  const extra = hasExtra ? fromBase64(rest[0]?.slice(6) ?? '') : undefined;
  const [indexLine = '', ...lines] = hasExtra ? rest.slice(1) : rest;
  const index = indexLine.startsWith('index ') ? fromDecimal(indexLine.slice(6)) : undefined;
  const hashes = parseHashes(lines);
  if (index === undefined || hashes === undefined || (hasExtra && extra === undefined)) return undefined;
  return { index, hashes, checkpoint: bytes.subarray(split + 2), extra };
}

/** One hash in Base64 on each line. */
export function parseHashes(lines: readonly string[]): readonly Buffer[] | undefined {
  if (lines.length > MOST_HASHES) return undefined;
  const hashes = lines.map(fromBase64).filter(hash => hash?.length === HASH_BYTES);
  const whole = hashes.filter(hash => hash !== undefined);
  return whole.length === lines.length ? whole : undefined;
}
