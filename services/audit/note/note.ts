import { fromBase64 } from './base64';

/** One signature line of a note. */
export interface NoteSignature {
  readonly name: string;
  /** Eight hex digits. */
  readonly keyId: string;
  readonly signature: Buffer;
}

/** C2SP signed-note: a text that ends in a newline, and signatures over it. */
export interface Note {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** What signs notes. */
export interface Signer {
  readonly name: string;
  readonly keyId: string;
  readonly sign: (text: string) => Uint8Array;
}

const MAX_BYTES = 1_000_000;
const MAX_SIGNATURES = 64;
const KEY_ID_BYTES = 4;

/** The note over a text, signed by each of the keys. */
export function signNote(text: string, signers: readonly Signer[]): string {
  if (!text.endsWith('\n') || !isNoteText(text))
    throw new TypeError('a note ends in a newline, without controls');
  return `${text}\n${signers.map(signer => signatureLine(signer, text)).join('')}`;
}

function signatureLine({ name, keyId, sign }: Signer, text: string): string {
  const bytes = Buffer.concat([Buffer.from(keyId, 'hex'), sign(text)]);
  return `— ${name} ${bytes.toString('base64')}\n`;
}

/** Reads a signed note; undefined unless it is well-formed to the byte. Nothing is verified here. */
export function parseNote(bytes: Uint8Array): Note | undefined {
  if (bytes.length > MAX_BYTES) return undefined;
  const all = textOf(bytes);
  if (all === undefined || !isNoteText(all) || !all.endsWith('\n')) return undefined;
  const split = all.lastIndexOf('\n\n');
  if (split < 0) return undefined;
  const lines = all.slice(split + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) return undefined;
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = parseSignature(line);
    if (signature === undefined) return undefined;
    signatures.push(signature);
  }
  return { text: all.slice(0, split + 1), signatures };
}

function parseSignature(line: string): NoteSignature | undefined {
  const [, name, encoded] = /^— ([^\s+]+) ([A-Za-z0-9+/=]+)$/u.exec(line) ?? [];
  const bytes = encoded === undefined ? undefined : fromBase64(encoded);
  if (name === undefined || bytes === undefined || bytes.length <= KEY_ID_BYTES) return undefined;
  return { name, keyId: bytes.toString('hex', 0, KEY_ID_BYTES), signature: bytes.subarray(KEY_ID_BYTES) };
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined; // how the decoder says that the bytes are not UTF-8
  }
}

/** No control character but the newline. */
function isNoteText(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 && unit !== 0x0a) return false;
  }
  return true;
}
