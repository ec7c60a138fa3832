import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { isVerifierName, keyIdOf, verifierKeyOf } from './key-names';

/** Signs in the name of one log. */
export interface SigningKey {
  /** The log's origin, which is the key's name too. */
  readonly name: string;
  /** Eight hex digits. */
  readonly keyId: string;
  /** `name+keyId+base64`, C2SP signed-note: what an auditor pins. */
  readonly verifierKey: string;
  /** The 64 bytes of the Ed25519 signature (RFC 8032) over the text's UTF-8. */
  readonly sign: (text: string) => Uint8Array;
}

/** A key with its secret, as it is written to a file. */
export interface KeyWithSecret extends SigningKey {
  /** `PRIVATE+KEY+name+keyId+base64`, the signer key of Go's `sumdb/note`. */
  readonly signerKey: string;
}

const ED25519 = 0x01;
const SEED_BYTES = 32;
/** RFC 8410: what stands before the 32 bytes of the seed in PKCS #8. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const SIGNER_KEY = /^PRIVATE\+KEY\+([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})\n?$/;

/** A new key of that name. */
export function newSigningKey(name: string): KeyWithSecret {
  const { privateKey } = generateKeyPairSync('ed25519');
  return keyOf(name, privateKey);
}

/** Reads a signer key; undefined unless it is whole, Ed25519, and its id is its own. */
export function readSigningKey(text: string): KeyWithSecret | undefined {
  const [, name = '', keyId, encoded = ''] = SIGNER_KEY.exec(text) ?? [];
  const bytes = Buffer.from(encoded, 'base64');
  if (!isVerifierName(name) || bytes.length !== 1 + SEED_BYTES || bytes[0] !== ED25519) return undefined;
  const der = Buffer.concat([PKCS8_HEAD, bytes.subarray(1)]);
  const key = keyOf(name, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
  return key.keyId === keyId ? key : undefined;
}

function keyOf(name: string, privateKey: KeyObject): KeyWithSecret {
  if (!isVerifierName(name)) throw new TypeError(`"${name}" cannot name a key`);
  const publicKey = rawKey(createPublicKey(privateKey).export({ format: 'jwk' }).x);
  const seed = rawKey(privateKey.export({ format: 'jwk' }).d);
  const keyId = keyIdOf(name, publicKey);
  const secret = Buffer.concat([Buffer.of(ED25519), seed]).toString('base64');
  return {
    name,
    keyId,
    verifierKey: verifierKeyOf(name, publicKey),
    signerKey: `PRIVATE+KEY+${name}+${keyId}+${secret}`,
    sign: text => sign(null, Buffer.from(text), privateKey),
  };
}

const rawKey = (base64url: string | undefined): Buffer => Buffer.from(base64url ?? '', 'base64url');
