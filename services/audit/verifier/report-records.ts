import { isObject, type ParsedEvent, parsedEvent, parseJson, recordId } from './bundle-events';
import type { BundleRecord } from './bundle-records';
import type { Leaf } from './leaves';

/** A record as a report speaks of it. */
export interface ReportRecord {
  readonly id: string;
  readonly leaf: Leaf;
  readonly event: ParsedEvent;
  /** What happened, in one word: `reported`. */
  readonly what: string;
  /** As it was stamped; in the leaf it never lies before that of the leaf before. Undefined where meta is withheld. */
  readonly recordedAt: string | undefined;
}

export interface ReportRecords {
  readonly add: (record: BundleRecord) => void;
  readonly byId: ReadonlyMap<string, ReportRecord>;
  readonly bySeq: ReadonlyMap<number, ReportRecord>;
  readonly ofStream: (stream: string) => readonly ReportRecord[];
}

/** The records of a report's bundle, found by id, index and stream. */
export function reportRecords(): ReportRecords {
  const byId = new Map<string, ReportRecord>();
  const bySeq = new Map<number, ReportRecord>();
  const streams = new Map<string, ReportRecord[]>();
  return {
    add: ({ leaf, event: bytes, meta }) => {
      const event = parsedEvent(bytes);
      const what = event.type.split('.').at(-2) ?? event.type;
      const stamped = meta === undefined ? undefined : parseJson(meta, 'Meta');
      const recordedAt = isObject(stamped) ? String(stamped['recordedAt']) : undefined;
      const record = { id: recordId(leaf.stream, event), leaf, event, what, recordedAt };
      byId.set(record.id, record);
      bySeq.set(leaf.seq, record);
      const known = streams.get(leaf.stream);
      if (known === undefined) streams.set(leaf.stream, [record]);
      else known.push(record);
    },
    byId,
    bySeq,
    ofStream: stream => streams.get(stream) ?? [],
  };
}
