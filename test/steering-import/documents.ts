import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLeft } from 'fp-ts/Either';
import {
  readSteeringDocument,
  type ImportProblem,
  type SteeringDocument,
} from '../../services/steering-import';

const FOLDER = join(__dirname, 'documents');

export const shipped = (name: string): Buffer => readFileSync(join(FOLDER, name));

/** Name and text of every `.txt` file of a folder. */
export const textsIn = (folder: string): readonly (readonly [name: string, text: string])[] =>
  readdirSync(folder)
    .filter(name => name.endsWith('.txt'))
    .sort()
    .map(name => [name, readFileSync(join(folder, name), 'utf8')] as const);

export const shippedTexts = (): readonly (readonly [name: string, text: string])[] => textsIn(FOLDER);

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export function read(text: string | Uint8Array): SteeringDocument {
  const result = readSteeringDocument(typeof text === 'string' ? bytesOf(text) : text);
  if (isLeft(result)) throw new Error(`not read: ${result.left.kind}`);
  return result.right;
}

export function refusal(text: string | Uint8Array): ImportProblem {
  const result = readSteeringDocument(typeof text === 'string' ? bytesOf(text) : text);
  if (!isLeft(result)) throw new Error('read, though it should be refused');
  return result.left;
}
