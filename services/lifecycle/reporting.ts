import {
  annualReport,
  type AnnualQuery,
  type AnnualReport,
  inputOf,
  missingStreams,
  type SeqRecord,
} from '../../contracts/reports';
import type { ReportStep } from '../../contracts/events/parts';
import type { Timestamp } from '../../contracts/primitives';
import { lastOf, type ReportState, standing } from '../../contracts/states/report';
import type { EventLog } from '../event-log/port';
import { readRecord } from '../event-log/records';
import type { Directory } from './directory';
import type { AnyAct, ReportFacts } from './facts';
import { StreamDamaged } from './streams';

/** Which annual report: whose, of what year, which of its two versions, cut where. */
export interface ReportQuestion {
  readonly organisation: string;
  readonly year: number;
  readonly step: ReportStep;
  /** A `seq`; the report's "now" is when that record was recorded. */
  readonly basis: number;
  /** Only what had happened by then. */
  readonly asOf?: Timestamp;
}

/** All that a report rests on: the streams, whole, and the question as the model wants it. */
export interface Collected {
  readonly query: AnnualQuery;
  readonly streams: ReadonlyMap<string, readonly SeqRecord[]>;
}

/** Reads the streams of a report from the log; undefined where there is no such basis in the log. */
export async function collect(
  log: EventLog,
  directory: Directory,
  question: ReportQuestion,
): Promise<Collected | undefined> {
  const { organisation, year, step, basis, asOf } = question;
  const at = await directory.recordAt(basis);
  if (at === undefined) return undefined;
  const query: AnnualQuery = {
    organisation,
    year,
    step,
    basis: { seq: basis, recordedAt: at.recordedAt, ...(asOf === undefined ? {} : { asOf }) },
    requirements: await directory.requirementsOf(organisation),
  };
  const streams = new Map<string, readonly SeqRecord[]>();
  for (
    let missing = missingStreams(query, streams);
    missing.length > 0;
    missing = missingStreams(query, streams)
  ) {
    for (const stream of missing) streams.set(stream, await recordsOf(log, directory, stream));
  }
  return { query, streams };
}

/** A stream's records, each with its index in the log. */
export async function recordsOf(
  log: EventLog,
  directory: Directory,
  stream: string,
): Promise<readonly SeqRecord[]> {
  const places = new Map((await directory.recordsOfStream(stream)).map(p => [p.revision, p.seq] as const));
  const records: SeqRecord[] = [];
  for await (const entry of log.readStream(stream)) {
    const seq = places.get(entry.revision);
    // What the views have not seen yet lies after every basis that may be asked for.
    if (seq === undefined) break;
    const record = readRecord(entry);
    if (record._tag === 'Left')
      throw new StreamDamaged(`${stream} at ${entry.revision}: ${record.left.explanation}`);
    records.push({ seq, record: record.right });
  }
  return records;
}

/** Folds the report anew from the log. */
export async function foldReport(
  log: EventLog,
  directory: Directory,
  question: ReportQuestion,
): Promise<AnnualReport | undefined> {
  const collected = await collect(log, directory, question);
  return collected === undefined ? undefined : annualReport(inputOf(collected.query, collected.streams));
}

/** Of a report's subject `<organisation>.<kind>.<year>.<n>`: whose and which year. */
export function reportOf(subject: string): {
  readonly organisation: string;
  readonly kind: string;
  readonly year: number;
} {
  const [organisation = '', kind = '', year = ''] = subject.split('.');
  return { organisation, kind, year: Number(year) };
}

/** What a submission is checked against; nothing where the act is none. */
export async function reportFacts(
  log: EventLog,
  directory: Directory,
  act: AnyAct,
  state: ReportState,
): Promise<ReportFacts | undefined> {
  if (act.family !== 'report' || (act.what !== 'submitted' && act.what !== 'submitted-anew'))
    return undefined;
  const { organisation, kind, year } = reportOf(act.subject);
  if (kind !== 'annual') return undefined;
  const model = await foldReport(log, directory, {
    organisation,
    year,
    step: act.data.step,
    basis: act.data.basis,
  });
  if (model === undefined) return undefined;
  const first = standing(state, 'administrative') ?? lastOf(state, 'administrative');
  if (first === undefined || act.data.step === 'administrative') return { model };
  const administrative = await foldReport(log, directory, {
    organisation,
    year,
    step: 'administrative',
    basis: first.basis,
  });
  return administrative === undefined ? { model } : { model, administrative };
}
