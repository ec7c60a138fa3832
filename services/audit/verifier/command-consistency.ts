import { statSync } from 'node:fs';
import { type Folder, openFolder, readNamed } from './files';
import { isConsistent } from './hashes';
import type { Checkpoint, Key } from './notes';
import { fromDecimal } from './notes';
import type { Options } from './options';
import { parseHashes } from './proof-file';
import { leafChecks } from './check-leaf';
import { walkTree } from './tree';
import { MOST_NOTE_BYTES, readKeys, takeCheckpoint } from './trust';
import { add, type Report, stop } from './verdict';

/** A checkpoint, and what there is to show that an older one leads to it. */
interface Side {
  readonly checkpoint: Checkpoint;
  readonly folder?: Folder;
  readonly proof?: { readonly old: number; readonly hashes: readonly Buffer[] };
}

/**
 * `consistency OLD NEW`: is the log of NEW the log of OLD with leaves added? Each is a checkpoint or a log folder. What
 * shows it is the folder of NEW, or a proof in NEW: the lines `old SIZE`, hashes, an empty line, and the checkpoint
 * (C2SP tlog-witness).
 */
export function checkConsistency(report: Report, oldPath: string, newPath: string, options: Options): void {
  const keys = readKeys(options.keys);
  const old = sideOf(report, oldPath, keys, 'the old checkpoint').checkpoint;
  const side = sideOf(report, newPath, keys, 'the new checkpoint');
  const now = side.checkpoint;
  report.backdating = `the first ${old.size} leaves have been fixed since you got the old checkpoint.`;
  if (old.origin !== now.origin) {
    const message = 'The two are of different logs.';
    return add(report, {
      verdict: 'tampered',
      code: 'other-origin',
      message,
      expected: old.origin,
      found: now.origin,
    });
  }
  if (old.size > now.size) {
    const message = 'The log has been cut: the old checkpoint has more leaves than the new one.';
    const counts = { expected: `${old.size} leaves or more`, found: `${now.size} leaves` };
    return add(report, { verdict: 'tampered', code: 'cut', message, index: now.size, ...counts });
  }
  if (old.size === now.size && !old.root.equals(now.root)) {
    const message = `Two different logs of ${old.size} leaves have been signed.`;
    const roots = { expected: old.root.toString('base64'), found: now.root.toString('base64') };
    return add(report, { verdict: 'tampered', code: 'split-view', message, ...roots });
  }
  compare(report, old, side);
}

function compare(report: Report, old: Checkpoint, { checkpoint: now, folder, proof }: Side): void {
  if (old.size === now.size) report.leaves = now.size;
  else if (folder !== undefined) byFolder(report, old, now, folder);
  else if (proof === undefined) {
    const message = `Nothing shows how ${old.size} leaves became ${now.size}. Give the folder of the new log, or a proof.`;
    add(report, { verdict: 'incomplete', code: 'no-proof', message });
  } else if (proof.old !== old.size) {
    const message = `The proof is from ${proof.old} leaves on, not from ${old.size}.`;
    add(report, { verdict: 'incomplete', code: 'other-proof', message });
  } else if (isConsistent(old, now, proof.hashes)) report.leaves = old.size;
  else {
    const message = `The log of ${now.size} leaves does not begin with the ${old.size} leaves of the old one.`;
    add(report, { verdict: 'tampered', code: 'split-view', message });
  }
}

function byFolder(report: Report, old: Checkpoint, now: Checkpoint, folder: Folder): void {
  const sizes = new Set([old.size, now.size]);
  const roots = walkTree(report, folder, now.size, sizes, leafChecks(report, now.origin, new Set()).each);
  if (roots === undefined) return;
  for (const one of old.size === 0 ? [now] : [old, now]) {
    const root = roots.get(one.size);
    if (root?.equals(one.root) === true) continue;
    const message =
      one === now
        ? `The ${now.size} leaves in the folder are not those that were signed.`
        : `The log of ${now.size} leaves does not begin with the ${old.size} leaves of the old one.`;
    const hashes = { expected: one.root.toString('base64'), found: root?.toString('base64') ?? 'none' };
    add(report, {
      verdict: 'tampered',
      code: one === now ? 'root-differs' : 'split-view',
      message,
      ...hashes,
    });
  }
}

function sideOf(report: Report, path: string, keys: readonly Key[], what: string): Side {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
    const folder = openFolder(path);
    const bytes =
      folder.read('checkpoint', MOST_NOTE_BYTES) ??
      stop('incomplete', 'missing-file', `There is no checkpoint in ${path}.`);
    return { checkpoint: takeCheckpoint(report, bytes, keys, what), folder };
  }
  const bytes = readNamed(path, MOST_NOTE_BYTES);
  if (bytes.toString('latin1', 0, 4) !== 'old ')
    return { checkpoint: takeCheckpoint(report, bytes, keys, what) };
  const split = bytes.indexOf('\n\n');
  const [first = '', ...lines] = bytes.toString('latin1', 0, Math.max(0, split)).split('\n');
  const old = fromDecimal(first.slice(4));
  const hashes = parseHashes(lines);
  if (split < 0 || old === undefined || hashes === undefined)
    return stop('unreadable', 'bad-proof', `${path} begins as a proof of consistency, but is none.`);
  return {
    checkpoint: takeCheckpoint(report, bytes.subarray(split + 2), keys, what),
    proof: { old, hashes },
  };
}
