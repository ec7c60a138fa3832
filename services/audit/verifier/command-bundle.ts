import { type Bundle, openBundle } from './bundle-files';
import { parsedEvent } from './bundle-events';
import { type HeadChecks, headChecks } from './bundle-heads';
import { type BundleRecord, walkRecords } from './bundle-records';
import { provenHashes } from './bundle-tiles';
import type { Checkpoint } from './notes';
import type { Options } from './options';
import { MOST_NOTE_BYTES, readKeys, takeCheckpoint } from './trust';
import { add, type Report, stop } from './verdict';

/** `bundle DIR`: a part of a log with all that it takes to check it. */
export function checkBundle(report: Report, dir: string, options: Options): void {
  const { bundle, heads } = walkBundle(report, dir, options, () => undefined);
  const { kind } = bundle.manifest;
  heads?.end(stream => kind === 'history' || stream.startsWith('requirement-'));
}

/** Checks all of a bundle but what its list of heads needs, and tells each record that passed. */
export function walkBundle(
  report: Report,
  dir: string,
  options: Options,
  each: (record: BundleRecord) => void,
): { readonly bundle: Bundle; readonly heads: HeadChecks | undefined } {
  const keys = readKeys(options.keys);
  const bundle = openBundle(report, dir);
  const { manifest, folder } = bundle;
  const bytes =
    folder.read('checkpoint', MOST_NOTE_BYTES) ??
    stop('incomplete', 'missing-file', 'There is no checkpoint.');
  const checkpoint = takeCheckpoint(report, bytes, keys, 'the checkpoint');
  sameLog(report, bundle, checkpoint);
  const { origin, size } = checkpoint;
  const hashAt = provenHashes(report, folder, checkpoint);
  const heads = headChecks(report, bundle, origin);
  const originals = originalChecks(report, bundle);
  walkRecords(report, bundle, origin, hashAt, record => {
    heads?.each(record);
    originals.each(record);
    each(record);
  });
  originals.end();
  if (manifest.scope === 'whole-log' && manifest.records !== size) {
    const message = 'The bundle claims to hold the whole log, but does not.';
    add(report, {
      verdict: 'tampered',
      code: 'record-left-out',
      message,
      expected: `${size} records`,
      found: `${manifest.records}`,
    });
  }
  sayWhat(report, bundle, checkpoint);
  return { bundle, heads };
}

function sameLog(report: Report, { manifest }: Bundle, { origin, size }: Checkpoint): void {
  const [expected, found] = [`${origin} ${size}`, `${manifest.origin} ${manifest.size}`];
  if (expected === found) return;
  const message = 'The manifest speaks of another checkpoint.';
  add(report, { verdict: 'tampered', code: 'other-checkpoint', message, expected, found });
}

const REGISTERED = 'no.kravspor.document.registered.v1';
const HASH = /^[0-9a-f]{64}$/;

/** The original of each document is there with the hash that its record names, or stated to be missing. */
function originalChecks(report: Report, { manifest }: Bundle) {
  const named = new Set<string>();
  const each = ({ event }: BundleRecord): void => {
    if (!event.includes(`"type":"${REGISTERED}"`)) return;
    const { type, data } = parsedEvent(event);
    const original: unknown = data['original'];
    const hash =
      typeof original === 'object' && original !== null && 'sha256' in original ? original.sha256 : '';
    if (type === REGISTERED && typeof hash === 'string' && HASH.test(hash)) named.add(hash);
  };
  const end = (): void => {
    for (const hash of named) {
      const file = manifest.files.get(`originals/${hash}`);
      const why = manifest.missingOriginals.get(hash);
      if (file === undefined && why !== undefined)
        report.notes.push(`what the original ${hash} said: it is ${why}`);
      else if (file === undefined)
        add(report, {
          verdict: 'incomplete',
          code: 'original-missing',
          message: `The original ${hash} is not there.`,
        });
      else if (file.sha256 !== hash)
        add(report, {
          verdict: 'tampered',
          code: 'original-differs',
          message: `originals/${hash} is another document.`,
        });
    }
    for (const path of manifest.files.keys())
      if (path.startsWith('originals/') && !named.has(path.slice('originals/'.length)))
        add(report, {
          verdict: 'tampered',
          code: 'extra-file',
          message: `No record of the bundle names ${path}.`,
        });
    report.counts['Originals'] = [...named].filter(hash => manifest.files.has(`originals/${hash}`)).length;
  };
  return { each, end };
}

/** What is claimed, and what is not. */
function sayWhat(report: Report, { manifest }: Bundle, { size }: Checkpoint): void {
  const { seal, scope, leftOut, metaGiven } = manifest;
  report.backdating =
    'each record was written at the latest when the checkpoint was signed; without an earlier checkpoint of your own, ' +
    'a bundle shows nothing of how long before.';
  if (scope !== 'whole-log')
    report.notes.push(
      seal === undefined
        ? `that this is all there is of ${scope}: no seal covers it`
        : `that there is nothing newer of ${seal.organisation} than what it sealed, up to index ${seal.basis} of ${size}`,
    );
  if (!metaGiven)
    report.notes.push('what was stamped on the records: it is withheld, and only its hash is signed');
  report.notes.push(
    ...leftOut.map(what => `anything of what is left out: ${what}`),
    'that index.html and kravspor-verify.js in the bundle are what they should be: take the verifier from a source you trust',
  );
}
