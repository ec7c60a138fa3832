import { readNamed } from './files';
import { leafHash, rootByInclusion } from './hashes';
import { parseLeaf } from './leaves';
import type { Options } from './options';
import { parseProof } from './proof-file';
import { readKeys, takeCheckpoint } from './trust';
import { add, type Report, stop } from './verdict';

const MOST_PROOF_BYTES = 2_000_000;
const MOST_LEAF_BYTES = 0xffff;

/** `proof FILE --leaf FILE`: does one leaf stand at its index in the log of a signed checkpoint? */
export function checkProof(report: Report, file: string, options: Options): void {
  const keys = readKeys(options.keys);
  const proof =
    parseProof(readNamed(file, MOST_PROOF_BYTES)) ??
    stop('unreadable', 'bad-proof', `${file} is not a tlog-proof.`);
  const { origin, size, root } = takeCheckpoint(
    report,
    proof.checkpoint,
    keys,
    'the checkpoint in the proof',
  );
  const leaf = options.leaf === undefined ? proof.extra : readNamed(options.leaf, MOST_LEAF_BYTES);
  if (leaf === undefined)
    stop('incomplete', 'no-leaf', 'The proof holds no leaf, and none was given with --leaf.');
  const { index } = proof;
  const found = rootByInclusion(leafHash(leaf), index, size, proof.hashes);
  if (found?.equals(root) !== true)
    add(report, {
      verdict: 'tampered',
      code: 'not-included',
      message: 'The proof does not lead from this leaf to the signed root.',
      index,
      expected: root.toString('base64'),
      found: found?.toString('base64') ?? 'a proof of another length',
    });
  else report.leaves = 1;
  const said = parseLeaf(leaf.toString('latin1'));
  if (said === undefined) {
    const message = 'This is not a leaf of the form kravspor-leaf/v1.';
    return add(report, { verdict: 'unreadable', code: 'not-a-leaf', message, index });
  }
  if (said.origin !== origin) {
    const message = 'The leaf is of another log than the checkpoint.';
    add(report, {
      verdict: 'tampered',
      code: 'other-origin',
      message,
      index,
      expected: origin,
      found: said.origin,
    });
  }
  if (said.seq !== index) {
    const message = 'The leaf tells of another index than the proof.';
    const seqs = { expected: `${index}`, found: `${said.seq}` };
    add(report, { verdict: 'tampered', code: 'wrong-seq', message, index, ...seqs });
  }
  report.backdating =
    `the leaf says ${said.recordedAt}. It was written at the latest when the checkpoint was signed; a single proof ` +
    'shows nothing of how long before.';
  report.notes.push(
    'that the event belongs to the leaf: the leaf holds only its salted hash',
    'that no later event corrects this one',
  );
}
