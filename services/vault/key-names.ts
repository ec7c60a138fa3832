import { createHash } from 'node:crypto';

const ED25519 = 0x01;

/** Not empty, and without spaces and pluses (C2SP signed-note). Only visible ASCII, so that it looks like what it is. */
export const isVerifierName = (name: string): boolean => /^[!-*,-~]{1,200}$/.test(name);

/** Eight hex digits: the first four bytes of SHA-256(name, newline, 0x01, public key). */
export const keyIdOf = (name: string, publicKey: Uint8Array): string =>
  createHash('sha256')
    .update(`${name}\n`)
    .update(Buffer.of(ED25519))
    .update(publicKey)
    .digest('hex')
    .slice(0, 8);

/** A verifier key: `name+keyId+base64(0x01, public key)`. */
export const verifierKeyOf = (name: string, publicKey: Uint8Array): string =>
  `${name}+${keyIdOf(name, publicKey)}+${Buffer.concat([Buffer.of(ED25519), publicKey]).toString('base64')}`;
