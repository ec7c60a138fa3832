import { type Either, left, right } from 'fp-ts/Either';
import type { ImportProblem } from './problems';
import { notText } from './problems';

/** How the bytes were read; `windows-1252` is what files that call themselves Latin-1 often are. */
export type Encoding = 'utf-8' | 'iso-8859-1' | 'windows-1252';

export interface Decoded {
  readonly text: string;
  readonly encoding: Encoding;
}

const FOREIGN: readonly (readonly [magic: readonly number[], what: string])[] = [
  [[0x25, 0x50, 0x44, 0x46], 'a PDF file'],
  [[0x50, 0x4b, 0x03, 0x04], 'a Word (docx) or another zipped file'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old Word (doc) file'],
  [[0x7b, 0x5c, 0x72, 0x74, 0x66], 'an RTF file'],
  [[0xff, 0xfe], 'text in UTF-16'],
  [[0xfe, 0xff], 'text in UTF-16'],
];

/** Bytes 0x80–0x9F of Windows-1252; those it leaves open stay the control characters they are in Latin-1. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** Reads the bytes as UTF-8 if they are that, else as Latin-1 with the characters Windows added to it. */
export function decodeBytes(bytes: Uint8Array): Either<ImportProblem, Decoded> {
  const foreign = FOREIGN.find(([magic]) => magic.every((byte, i) => bytes[i] === byte));
  if (foreign !== undefined) return left(notText(foreign[1]));
  if (bytes.includes(0)) return left(notText('binary data (it holds NUL bytes)'));
  const utf8 = asUtf8(bytes);
  if (utf8 !== undefined) return right({ text: utf8.normalize('NFC'), encoding: 'utf-8' });
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (/Ã[¥¦¸\x85\x86\x98]/u.test(latin1)) return left(notText('UTF-8 text with damaged bytes in it'));
  const text = latin1.replace(/[\x80-\x9f]/gu, c => WINDOWS_1252.charAt(c.charCodeAt(0) - 0x80));
  return right({ text, encoding: text === latin1 ? 'iso-8859-1' : 'windows-1252' });
}

function asUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
