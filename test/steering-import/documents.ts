import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLeft } from 'fp-ts/Either';
import {
  type DraftItem,
  type ImportProblem,
  readSteeringDocument,
  type SteeringDocument,
} from '../../services/steering-import';

const FOLDERS = [join(__dirname, 'documents'), join(__dirname, '../../services/example/documents')];

type Named = readonly [name: string, text: string];

/** Name and text of every `.txt` file of a folder. */
export const textsIn = (folder: string): readonly Named[] =>
  readdirSync(folder)
    .filter(name => name.endsWith('.txt'))
    .sort()
    .map(name => [name, readFileSync(join(folder, name), 'utf8')] as const);

/** The fictive documents that come with the project. */
export const shippedTexts: readonly Named[] = FOLDERS.flatMap(textsIn);

export function shipped(name: string): string {
  const found = shippedTexts.find(([other]) => other === name);
  if (found === undefined) throw new Error(`no document is called ${name}`);
  return found[1];
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const result = (text: string | Uint8Array) =>
  readSteeringDocument(typeof text === 'string' ? bytesOf(text) : text);

export function read(text: string | Uint8Array): SteeringDocument {
  const document = result(text);
  if (isLeft(document)) throw new Error(`not read: ${document.left.explanation}`);
  return document.right;
}

export function refusal(text: string | Uint8Array): ImportProblem {
  const document = result(text);
  if (!isLeft(document)) throw new Error('read, though it should be refused');
  return document.left;
}

export const codesOf = (item: DraftItem | undefined): readonly string[] =>
  (item?.doubts ?? []).map(({ code }) => code);

/** `task 3.1 73-75 Alle HF; inkl. Nordfjella`: what is expected of an item, on one line. */
export const rowOf = ({ kind, section, lines, addressees }: DraftItem): string =>
  `${kind} ${section} ${lines.join('-')} ${addressees.join('; ')}`.trimEnd();

/** The words of a text without the spaces between them: what wrapping leaves as it is. */
export const packed = (text: string): string => text.replace(/\s+/gu, '');
