import type { Bundle } from './bundle-files';
import type { HashAt } from './bundle-tiles';
import { leafChecks } from './check-leaf';
import { leafHash, sha256 } from './hashes';
import { type Leaf, parseLeaf } from './leaves';
import { add, type Report, stop } from './verdict';

/** A record whose event is the one that its leaf was made of. */
export interface BundleRecord {
  readonly leaf: Leaf;
  /** SHA-256 of the leaf in hex. */
  readonly hash: string;
  /** Canonical JSON. */
  readonly event: Buffer;
  /** What was stamped on it, without its salts; undefined where it is withheld. */
  readonly meta: Buffer | undefined;
}

const WITHHELD = '-';
const SALT = /^[0-9a-f]{32}$/;

/**
 * Goes through the records of a bundle, four lines each: leaf, salts, event, meta. Each leaf must be in the signed tree,
 * say what follows in its stream, and be made of the event and meta that are given. What is told on has passed all of it.
 */
export function walkRecords(
  report: Report,
  bundle: Bundle,
  origin: string,
  hashAt: HashAt,
  each: (record: BundleRecord) => void,
): void {
  const { manifest } = bundle;
  const checks = leafChecks(report, origin, new Set());
  let last = -1;
  let count = 0;

  function take([leafLine, saltLine, event, meta]: readonly [Buffer, Buffer, Buffer, Buffer]): void {
    const text = leafLine.toString('latin1');
    const leaf = parseLeaf(text);
    count++;
    if (leaf === undefined)
      return stop('unreadable', 'not-a-leaf', `Record ${count} of the bundle does not begin with a leaf.`);
    const { seq: index } = leaf;
    const bad = (code: string, message: string, expected: string, found: string): void =>
      add(report, { verdict: 'tampered', code, message, index, expected, found });
    const hash = leafHash(leafLine);
    const before = report.findings.length + report.more;
    if (index <= last)
      bad('out-of-order', 'The record does not come after the one before it.', `> ${last}`, `${index}`);
    last = index;
    const signed = index < manifest.size ? hashAt(index) : undefined;
    if (signed?.equals(hash) !== true)
      bad(
        'not-included',
        'The leaf is not the one that was signed at its place.',
        signed?.toString('hex') ?? 'none',
        hash.toString('hex'),
      );
    checks.each(text, index, hash, 0);
    const [eventSalt = '', metaSalt = '', ...more] = saltLine.toString('latin1').split(' ');
    const saltsFit = SALT.test(eventSalt) && more.length === 0;
    if (!saltsFit || (manifest.metaGiven ? !SALT.test(metaSalt) : metaSalt !== WITHHELD))
      return bad(
        'bad-salts',
        'The salts of the record are not written as they must be.',
        'two salts',
        'something else',
      );
    const eventHash = saltedHash(eventSalt, event);
    if (eventHash !== leaf.event)
      bad(
        'event-differs',
        `The event is not the one that was recorded in ${leaf.stream}.`,
        leaf.event,
        eventHash,
      );
    if (manifest.metaGiven) {
      const metaHash = saltedHash(metaSalt, meta);
      if (metaHash !== leaf.meta)
        bad(
          'meta-differs',
          `What was stamped on the record in ${leaf.stream} is another.`,
          leaf.meta,
          metaHash,
        );
    } else if (meta.toString('latin1') !== WITHHELD) {
      bad(
        'meta-differs',
        'The bundle says that meta is withheld, but holds some.',
        WITHHELD,
        'something else',
      );
    }
    if (report.findings.length + report.more > before) return;
    report.leaves++;
    each({ leaf, hash: hash.toString('hex'), event, meta: manifest.metaGiven ? meta : undefined });
  }

  for (let i = 0; ; i++) {
    const path = `records/${String(i).padStart(6, '0')}`;
    const bytes = bundle.read(path);
    if (bytes === undefined) break;
    const lines = linesOf(bytes, path);
    for (let at = 0; at < lines.length; at += 4) {
      const [leaf, salts, event, meta] = lines.slice(at, at + 4);
      if (leaf === undefined || salts === undefined || event === undefined || meta === undefined)
        return stop('unreadable', 'truncated', `${path} ends in the middle of a record.`);
      take([leaf, salts, event, meta]);
    }
  }
  for (const path of manifest.files.keys())
    if (path.startsWith('records/') && Number(path.slice(8)) * 4 > count * 4)
      stop('incomplete', 'missing-file', `There are no records before ${path}.`);
  if (count !== manifest.records) {
    const message = 'The bundle holds another number of records than it says.';
    const counts = { expected: `${manifest.records}`, found: `${count}` };
    add(report, { verdict: 'tampered', code: 'record-count', message, ...counts });
  }
  report.counts['Records with their events'] = report.leaves;
}

const saltedHash = (salt: string, bytes: Buffer): string =>
  sha256(Buffer.concat([Buffer.from(salt, 'hex'), bytes])).toString('hex');

function linesOf(bytes: Buffer, path: string): Buffer[] {
  const lines: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(0x0a, at);
    if (end < 0) return stop('unreadable', 'truncated', `${path} ends in the middle of a line.`);
    lines.push(bytes.subarray(at, end));
    at = end + 1;
  }
  return lines;
}
