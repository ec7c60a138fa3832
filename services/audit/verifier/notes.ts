import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { HASH_BYTES, sha256 } from './hashes';

/** A text and signatures over it (C2SP signed-note). */
export interface Note {
  readonly text: string;
  readonly signatures: readonly {
    readonly name: string;
    readonly keyId: string;
    readonly signature: Buffer;
  }[];
}

/** Standard Base64 in its one canonical form. */
export function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return text !== '' && bytes.toString('base64') === text ? bytes : undefined;
}

/** ASCII digits without leading zeros, at most 2^53 - 1. */
export function fromDecimal(text: string): number | undefined {
  const value = /^(?:0|[1-9][0-9]{0,15})$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}

export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const MOST_SIGNATURES = 64;
const isControl = (byte: number): boolean => byte < 0x20 && byte !== 0x0a;

export function parseNote(bytes: Uint8Array): Note | undefined {
  const all = textOf(bytes);
  if (all === undefined || bytes.some(isControl) || !all.endsWith('\n')) return undefined;
  const split = all.lastIndexOf('\n\n');
  const lines = all.slice(split + 2, -1).split('\n');
  if (split < 0 || lines.length > MOST_SIGNATURES) return undefined;
  const signatures = lines.map(line => {
    const [, name, encoded = ''] = /^— ([^\s+]+) ([A-Za-z0-9+/=]+)$/.exec(line) ?? [];
    const signed = fromBase64(encoded);
    if (name === undefined || signed === undefined || signed.length <= 4) return undefined;
    return { name, keyId: signed.toString('hex', 0, 4), signature: signed.subarray(4) };
  });
  const whole = signatures.filter(signature => signature !== undefined);
  return whole.length === lines.length ? { text: all.slice(0, split + 1), signatures: whole } : undefined;
}

/** What a log commits to (C2SP tlog-checkpoint). */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  readonly note: Note;
}

export function parseCheckpoint(bytes: Uint8Array): Checkpoint | undefined {
  const note = parseNote(bytes);
  const [origin = '', size = '', root = '', end, ...more] = note?.text.split('\n') ?? [];
  const leaves = fromDecimal(size);
  const hash = fromBase64(root);
  if (note === undefined || origin === '' || leaves === undefined || hash?.length !== HASH_BYTES)
    return undefined;
  return end === '' && more.length === 0 ? { origin, size: leaves, root: hash, note } : undefined;
}

/** A key to verify with, and the sizes of the trees it may sign. */
export interface Key {
  readonly name: string;
  readonly keyId: string;
  readonly publicKey: KeyObject;
  readonly from: number;
  readonly to: number;
}

/** `name+keyId+base64`, and then, if it is not for all sizes, `from-to`. */
export function parseKey(line: string): Key | undefined {
  const [, name = '', keyId, encoded = '', from = '0', to = String(Number.MAX_SAFE_INTEGER)] =
    /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)(?: ([0-9]+)-([0-9]+))?$/.exec(line) ?? [];
  const bytes = fromBase64(encoded);
  const [first, last] = [fromDecimal(from), fromDecimal(to)];
  if (bytes?.[0] !== 1 || bytes.length !== 33 || first === undefined || last === undefined) return undefined;
  if (sha256(Buffer.concat([Buffer.from(`${name}\n`), bytes])).toString('hex', 0, 4) !== keyId)
    return undefined;
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url', 1) };
  return { name, keyId, publicKey: createPublicKey({ key: jwk, format: 'jwk' }), from: first, to: last };
}

/** Which of the keys have signed; `forged` if a signature claims to be by one of them and is not. */
export function signedBy(note: Note, keys: readonly Key[]): readonly Key[] | 'forged' {
  const signers: Key[] = [];
  for (const { name, keyId, signature } of note.signatures) {
    const key = keys.find(k => k.name === name && k.keyId === keyId);
    if (key === undefined) continue;
    if (!verify(null, Buffer.from(note.text), key.publicKey, signature)) return 'forged';
    signers.push(key);
  }
  return signers;
}
