import type { Options } from './options';
import { leafChecks } from './check-leaf';
import { openFolder, readNamed } from './files';
import { MOST_NOTE_BYTES, readKeys, takeCheckpoint } from './trust';
import type { Checkpoint } from './notes';
import { walkTree } from './tree';
import { add, type Report, stop } from './verdict';

/**
 * `log DIR`: a whole log, as its checkpoint and its entry bundles and tiles lie below a folder. With `--earlier` also:
 * does it begin with the log of that checkpoint, which was kept from another day?
 */
export function checkLog(report: Report, dir: string, options: Options): void {
  const keys = readKeys(options.keys);
  const folder = openFolder(dir);
  const bytes =
    folder.read('checkpoint', MOST_NOTE_BYTES) ??
    stop('incomplete', 'missing-file', 'There is no checkpoint in the folder.');
  const checkpoint = takeCheckpoint(report, bytes, keys, 'the checkpoint');
  const earlier = options.earlier.map(path =>
    takeCheckpoint(report, readNamed(path, MOST_NOTE_BYTES), keys, `the earlier checkpoint ${path}`),
  );
  const { origin, size } = checkpoint;
  if (size === 0)
    add(report, {
      verdict: 'incomplete',
      code: 'nothing-checked',
      message: 'The log is empty: nothing to check.',
    });
  const within = earlier.filter(one => isEarlier(report, one, checkpoint));
  const sizes = new Set([size, ...within.map(one => one.size)]);
  const checks = leafChecks(report, origin, sizes);
  const roots = walkTree(report, folder, size, sizes, checks.each);
  if (roots === undefined) return;
  for (const one of [checkpoint, ...within])
    compareRoot(report, one, roots.get(one.size), one === checkpoint);
  report.backdating = windowOf(within, size, checks.timeBefore);
}

function isEarlier(report: Report, earlier: Checkpoint, { origin, size }: Checkpoint): boolean {
  if (earlier.origin !== origin) {
    const message = 'The earlier checkpoint is of another log.';
    add(report, {
      verdict: 'tampered',
      code: 'other-origin',
      message,
      expected: origin,
      found: earlier.origin,
    });
    return false;
  }
  if (earlier.size > size) {
    const message = 'The log has been cut: an earlier checkpoint has more leaves.';
    const counts = { expected: `${earlier.size} leaves`, found: `${size} leaves` };
    add(report, { verdict: 'tampered', code: 'cut', message, index: size, ...counts });
    return false;
  }
  return earlier.size > 0;
}

function compareRoot(report: Report, one: Checkpoint, root: Buffer | undefined, isOwn: boolean): void {
  if (root === undefined || root.equals(one.root)) return;
  const message = isOwn
    ? `The ${one.size} leaves are not those that were signed.`
    : `The first ${one.size} leaves are not those of the earlier checkpoint: two logs have been signed.`;
  const expected = one.root.toString('base64');
  const code = isOwn ? 'root-differs' : 'split-view';
  add(report, { verdict: 'tampered', code, message, expected, found: root.toString('base64') });
}

function windowOf(
  earlier: readonly Checkpoint[],
  size: number,
  timeBefore: (index: number) => string | undefined,
): string {
  const held = Math.max(0, ...earlier.map(one => one.size));
  if (held === 0)
    return (
      `no earlier checkpoint was given, so all ${size} leaves could have been written just before the checkpoint was ` +
      'signed, and dated at will. Keep checkpoints, with the day you got them, and give them with --earlier.'
    );
  const time = timeBefore(held) ?? 'unknown';
  return (
    `the first ${held} leaves have been fixed since you got the earlier checkpoint. Later ones can bear no date before ` +
    `${time}; between that and the day they were signed, they could have been dated at will.`
  );
}
