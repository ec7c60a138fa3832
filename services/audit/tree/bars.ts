import { TreeAlarm } from './alarm';
import { keysOf, keyTexts, type TreeOptions } from './options';
import { readKeys } from './published';
import type { Barred } from './status';
import { readCheckpoint } from './trust';

type Needed = Omit<TreeOptions, 'alone'>;

/**
 * May this process sign, as far as its key goes? Where another has signed whose key it does not know of, it would take what
 * it finds for forged, and its alarm would stop all the others. But the anchor lies elsewhere, and has the last word: where
 * that is signed by ours, it is the folder that is not to be believed, which is an alarm.
 */
export async function barOf(options: Needed): Promise<Barred | undefined> {
  const { folder, origin, signer, anchor } = options;
  const published = await readKeys(folder);
  const [present] = published;
  if (present === undefined || present === signer.verifierKey) return undefined;
  if (published.includes(signer.verifierKey)) return 'superseded-key';
  const isOfAnother = !present.startsWith(`${origin}+`);
  if (isOfAnother || keyTexts(options).includes(present)) return undefined;
  return (await isSignedByOurs(anchor, options)) ? undefined : 'foreign-key';
}

async function isSignedByOurs(anchor: string, options: Needed): Promise<boolean> {
  try {
    const trust = { origin: options.origin, keys: keysOf(options) };
    return (await readCheckpoint(anchor, trust)) !== undefined;
  } catch (error) {
    if (error instanceof TreeAlarm) return false;
    throw error;
  }
}

/** For whoever runs this process. */
export function barredWords(barred: Barred): string {
  switch (barred) {
    case 'superseded-key':
      return 'the signing key has been changed: this instance has to be started again to sign';
    case 'foreign-key':
      return 'the log has been signed by a key that this instance knows nothing of: all that sign need the same key';
  }
}
