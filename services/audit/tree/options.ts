import type { EventLog } from '../../event-log';
import { isVerifierName, type SigningKey } from '../../vault';
import { parseVerifierKey, type VerifierKey } from '../note';
import type { BeforeStep } from './files';

export interface TreeOptions {
  /** May be a handle for reading only, in a thread of its own. */
  readonly log: EventLog;
  /** Where checkpoint, tiles and heads lie: `<data>/log`. */
  readonly folder: string;
  /** The file of the anchor, on another disk where there is one. */
  readonly anchor: string;
  readonly signer: SigningKey;
  /** Keys that have signed before: their checkpoints are still believed. Verifier keys. */
  readonly earlierKeys?: readonly string[];
  /** What the log is called, as its first record says. */
  readonly origin: string;
  /** What goes wrong and is tried again. */
  readonly onError?: (error: unknown) => void;
  /** Is it certain that nobody else opens this folder for writing meanwhile? */
  readonly alone?: boolean;
  /** The least time between two checkpoints. Default 150 ms. */
  readonly rhythmMs?: number;
  /** Called before each step of writing. */
  readonly beforeStep?: BeforeStep;
}

/** The log's own verifier key first, then those it had before. */
export const keyTexts = ({ signer, earlierKeys = [] }: TreeOptions): readonly string[] => [
  ...new Set([signer.verifierKey, ...earlierKeys]),
];

/** The same, to be believed. Throws where one is none. */
export function keysOf(options: TreeOptions): readonly VerifierKey[] {
  const { name } = options.signer;
  if (!isVerifierName(name)) throw new TypeError(`"${name}" cannot name a log`);
  return keyTexts(options).map(text => {
    const key = parseVerifierKey(text);
    if (key === undefined) throw new TypeError(`"${text}" is no verifier key`);
    return key;
  });
}
