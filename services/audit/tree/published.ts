import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseVerifierKey, type SignedCheckpoint, type VerifierKey } from '../note';
import { type Alarm, isAlarm } from './alarm';
import { type FileWriter, readIfThere } from './files';
import { readCheckpoint } from './trust';

/**
 * What whoever writes the tree tells those who only read its folder, besides tiles and checkpoint: the keys to believe,
 * one a line, the present one first; and the alarm, if there is one.
 */
const KEY_FILE = 'verifier-key';
const ALARM_FILE = 'alarm';

export const publishKeys = (files: FileWriter, folder: string, keys: readonly string[]): Promise<void> =>
  files.write([{ path: join(folder, KEY_FILE), bytes: Buffer.from(keys.map(key => `${key}\n`).join('')) }]);

/** The keys as they were published last; none before the first time. */
export async function readKeys(folder: string): Promise<readonly string[]> {
  const bytes = await readIfThere(join(folder, KEY_FILE));
  const lines = bytes?.toString('utf8').split('\n') ?? [];
  return lines.map(line => line.trim()).filter(line => line !== '');
}

export const publishAlarm = (files: FileWriter, folder: string, alarm: Alarm): Promise<void> =>
  files.write([{ path: join(folder, ALARM_FILE), bytes: Buffer.from(`${JSON.stringify(alarm)}\n`) }]);

/** Takes the alarm away: all has been found as it was signed. */
export const clearAlarm = (files: FileWriter, folder: string): void => files.remove(join(folder, ALARM_FILE));

/** The alarm that was raised last, by whatever process, and has not been taken away since. */
export const readAlarm = async (folder: string): Promise<Alarm | undefined> =>
  alarmIn(await readIfThere(join(folder, ALARM_FILE)));

export interface Published {
  readonly checkpoint: SignedCheckpoint | undefined;
  readonly alarm: Alarm | undefined;
}

/** Reads what is published. Throws `TreeAlarm` for a checkpoint that is not to be believed. */
export async function readPublished(
  folder: string,
  origin: string,
  earlierKeys: readonly VerifierKey[],
): Promise<Published> {
  const keys = (await readKeys(folder)).map(parseVerifierKey).filter(isKey);
  const alarm = await readAlarm(folder);
  if (keys.length === 0) return { checkpoint: undefined, alarm };
  const trust = { origin, keys: [...keys, ...earlierKeys] };
  return { checkpoint: await readCheckpoint(join(folder, 'checkpoint'), trust), alarm };
}

/**
 * Changes with every commit of whoever writes the tree, also while a tree that is made anew has no checkpoint to show yet.
 * The files are looked at from the outside: whoever opens and closes one gives up locks on it.
 */
export async function pulseOf(folder: string): Promise<string> {
  const files = ['heads.db', 'heads.db-wal'].map(name => join(folder, name));
  const signs = await Promise.all(files.map(file => stat(file).catch(() => undefined)));
  return signs.map(sign => `${sign?.size ?? 0} ${sign?.mtimeMs ?? 0}`).join(' ');
}

export const isKey = (key: VerifierKey | undefined): key is VerifierKey => key !== undefined;

function alarmIn(bytes: Buffer | undefined): Alarm | undefined {
  if (bytes === undefined) return undefined;
  try {
    const told: unknown = JSON.parse(bytes.toString('utf8'));
    if (isAlarm(told)) return told;
  } catch {
    // Told below: a damaged word of alarm is still one.
  }
  return {
    kind: 'tiles-differ',
    message: 'The tree is in alarm, and the file that says why cannot be read.',
    advice: 'See what the instance that writes the tree says.',
  };
}
