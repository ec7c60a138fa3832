import { sha256Hex } from '../../contracts/json/canonical';
import { Sha256 } from '../../contracts/primitives';

/** The SHA-256 of bytes, as originals are named. */
export function hashOf(bytes: Uint8Array): Sha256 {
  const hash = sha256Hex(bytes);
  if (!Sha256.is(hash)) throw new Error('a SHA-256 has another form than it should');
  return hash;
}
