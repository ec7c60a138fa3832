import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { isVerifierName, keyIdOf } from '../../vault';
import { fromBase64 } from './base64';
import type { Note } from './note';

/** What a note signed by one key is verified with. */
export interface VerifierKey {
  readonly name: string;
  readonly keyId: string;
  readonly publicKey: KeyObject;
}

const KEY = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/;
const ED25519 = 0x01;
const KEY_BYTES = 32;

/** Reads `name+keyId+base64`; undefined unless it is an Ed25519 key under its own id. */
export function parseVerifierKey(text: string): VerifierKey | undefined {
  const [, name = '', keyId = '', encoded = ''] = KEY.exec(text) ?? [];
  const bytes = fromBase64(encoded);
  if (bytes === undefined || bytes[0] !== ED25519 || bytes.length !== 1 + KEY_BYTES) return undefined;
  const raw = bytes.subarray(1);
  if (!isVerifierName(name) || keyIdOf(name, raw) !== keyId) return undefined;
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') };
  return { name, keyId, publicKey: createPublicKey({ key: jwk, format: 'jwk' }) };
}

/**
 * Which of the keys have signed the note. A signature that claims to be by one of them and is not gives `forged`;
 * signatures by other keys are passed over, as the format demands.
 */
export function signedBy(note: Note, keys: readonly VerifierKey[]): readonly VerifierKey[] | 'forged' {
  const signers: VerifierKey[] = [];
  for (const { name, keyId, signature } of note.signatures) {
    const key = keys.find(k => k.name === name && k.keyId === keyId);
    if (key === undefined) continue;
    if (!verify(null, Buffer.from(note.text), key.publicKey, signature)) return 'forged';
    signers.push(key);
  }
  return signers;
}
