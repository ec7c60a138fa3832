import { join } from 'node:path';
import { parseVerifierKey, type SignedCheckpoint, type VerifierKey } from '../note';
import { type Alarm, isAlarm } from './alarm';
import { readCheckpoint } from './anchor';
import { type FileWriter, readIfThere } from './files';

/**
 * What whoever writes the tree tells those who only read its folder, besides tiles and checkpoint: the key to believe, and
 * the alarm, if there is one.
 */
const KEY_FILE = 'verifier-key';
const ALARM_FILE = 'alarm';

export const publishKey = (files: FileWriter, folder: string, verifierKey: string): Promise<void> =>
  files.write([{ path: join(folder, KEY_FILE), bytes: Buffer.from(`${verifierKey}\n`) }]);

/** Undefined takes the alarm away: all has been found as it was signed. */
export async function publishAlarm(
  files: FileWriter,
  folder: string,
  alarm: Alarm | undefined,
): Promise<void> {
  const path = join(folder, ALARM_FILE);
  if (alarm !== undefined) await files.write([{ path, bytes: Buffer.from(`${JSON.stringify(alarm)}\n`) }]);
  else if ((await readIfThere(path)) !== undefined) files.remove(path);
}

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
  const key = parseVerifierKey((await readIfThere(join(folder, KEY_FILE)))?.toString('utf8').trim() ?? '');
  const alarm = alarmIn(await readIfThere(join(folder, ALARM_FILE)));
  if (key === undefined) return { checkpoint: undefined, alarm };
  const trust = { origin, keys: [key, ...earlierKeys] };
  return { checkpoint: await readCheckpoint(join(folder, 'checkpoint'), trust), alarm };
}

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
