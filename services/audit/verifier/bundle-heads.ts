import type { Bundle } from './bundle-files';
import type { BundleRecord } from './bundle-records';
import { sha256 } from './hashes';
import { fromDecimal, textOf } from './notes';
import { parsedEvent } from './bundle-events';
import { add, type Report, stop } from './verdict';

/** Holds the records of a bundle against the list of heads that the organisation sealed. */
export interface HeadChecks {
  readonly each: (record: BundleRecord) => void;
  /** After the last record. Which streams must be there is for the caller to say. */
  readonly end: (isNeeded: (stream: string) => boolean) => void;
  readonly heads: ReadonlyMap<string, { readonly revision: number; readonly leaf: string }>;
}

const OWNED = /^(?:document|requirement|report|calendar)-([a-z0-9-]+)\./;
const SEALED = 'no.kravspor.report.sealed.v1';

/** Undefined where the bundle claims no completeness. */
export function headChecks(report: Report, bundle: Bundle, origin: string): HeadChecks | undefined {
  const { seal } = bundle.manifest;
  const file = bundle.read('heads');
  if (seal === undefined && file === undefined) return undefined;
  if (seal === undefined || file === undefined)
    return stop(
      'incomplete',
      'no-heads',
      'The list of heads and the claim to be complete do not come together.',
    );
  const heads = parseHeads(file, [origin, seal.organisation, `${seal.basis}`]);
  const digest = sha256(file).toString('hex');
  const bad = (code: string, message: string, expected: string, found: string, index?: number): void =>
    add(report, {
      verdict: 'tampered',
      code,
      message,
      expected,
      found,
      ...(index === undefined ? {} : { index }),
    });
  if (digest !== seal.heads)
    bad('heads-altered', 'The list of heads is not the one that was sealed.', seal.heads, digest);
  const seen = new Set<string>();
  let isSealed = false;

  function each({ leaf, hash, event }: BundleRecord): void {
    const { seq, stream, revision } = leaf;
    if (seal === undefined) return;
    if (seq === seal.seq) {
      const { type, data } = parsedEvent(event);
      const told = `${String(data['basis'])} ${String(data['heads'])}`;
      if (
        type !== SEALED ||
        OWNED.exec(stream)?.[1] !== seal.organisation ||
        told !== `${seal.basis} ${digest}`
      )
        return bad(
          'not-sealed',
          'The record named as the seal does not seal this list.',
          `${seal.basis} ${digest}`,
          told,
          seq,
        );
      isSealed = true;
    }
    if (OWNED.exec(stream)?.[1] !== seal.organisation || seq > seal.basis) return;
    const head = heads.get(stream);
    if (head === undefined || revision > head.revision)
      return bad(
        'not-in-heads',
        `The seal does not know this record of ${stream}.`,
        `revision ${head?.revision ?? 'none'}`,
        `revision ${revision}`,
        seq,
      );
    if (revision < head.revision) return;
    if (hash !== head.leaf)
      bad('head-differs', `The seal knows another record of ${stream}.`, head.leaf, hash, seq);
    seen.add(stream);
  }

  function end(isNeeded: (stream: string) => boolean): void {
    if (!isSealed)
      add(report, {
        verdict: 'incomplete',
        code: 'no-seal',
        message: 'The record that seals the list is not in the bundle.',
      });
    const needed = [...heads.keys()].filter(isNeeded).length;
    report.counts[`Streams of ${seal?.organisation ?? ''}, complete as of index ${seal?.basis ?? 0}`] =
      needed;
    for (const [stream, { revision }] of heads)
      if (isNeeded(stream) && !seen.has(stream))
        bad(
          'stream-left-out',
          `${stream} is left out, or its end, though the bundle claims to be complete as of the seal.`,
          `revision ${revision}`,
          'not there',
        );
  }
  return { each, end, heads };
}

function parseHeads(bytes: Buffer, expected: readonly string[]): HeadChecks['heads'] {
  const bad = (what: string): never => stop('unreadable', 'bad-heads', `The list of heads ${what}.`);
  const [format, origin, organisation, basis, ...lines] = (textOf(bytes) ?? bad('is not text')).split('\n');
  if (format !== 'kravspor-heads/v1' || lines.pop() !== '') bad('is of another format');
  if ([origin, organisation, basis].join(' ') !== expected.join(' ')) bad('is of another seal');
  const heads = new Map<string, { revision: number; leaf: string }>();
  let last = '';
  for (const line of lines) {
    const [, stream = '', digits = '', leaf = ''] =
      /^([a-z0-9.-]{1,300}) ([0-9]{1,9}) ([0-9a-f]{64})$/.exec(line) ?? [];
    const revision = fromDecimal(digits) ?? bad('has a line of another form');
    if (stream <= last) bad('is not in order');
    heads.set(stream, { revision, leaf });
    last = stream;
  }
  return heads;
}
