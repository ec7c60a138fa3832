import { isObject } from './bundle-events';
import type { ReportRecord, ReportRecords } from './report-records';
import { add, type Report } from './verdict';

/** Words that follow from the register, a scale or the rules; the records cited do not say them so. */
const DERIVED: ReadonlySet<string> = new Set([
  'cites',
  'labels',
  'judgement',
  'time',
  'recordedAt',
  'correctedAt',
  'acceptance',
  'how',
  'stage',
  'status',
  'why',
  'name',
  'organisation',
  'issuer',
  'document',
  'lacking',
  'flag',
  'target',
  'againstThreshold',
  'joint',
]);

export interface Line {
  /** As a person finds it: `line 4 (granvik.helse-solheim-sr-2030-i008)`. */
  readonly name: string;
  readonly requirement: string;
}

/**
 * Holds what a line says against the records it cites: each is there unchanged and at its index; the times are theirs; and
 * each word that is not derived is told by one of them.
 */
export function checkFacts(
  report: Report,
  line: Line,
  value: unknown,
  path: string,
  records: ReportRecords,
): void {
  if (Array.isArray(value))
    return value.forEach((item, i) => checkFacts(report, line, item, `${path}/${i}`, records));
  if (!isObject(value)) return;
  const { cites } = value;
  if (Array.isArray(cites)) checkFact(report, line, value, cites, path, records);
  for (const [key, item] of Object.entries(value))
    if (key !== 'cites') checkFacts(report, line, item, `${path}/${key}`, records);
}

function checkFact(
  report: Report,
  line: Line,
  fact: Readonly<Record<string, unknown>>,
  cites: readonly unknown[],
  path: string,
  all: ReportRecords,
): void {
  const bad = (code: string, what: string, expected: string, found: string): void =>
    add(report, { verdict: 'tampered', code, message: `${line.name}: ${what}`, expected, found });
  const records: ReportRecord[] = [];
  for (const cite of cites) {
    const id = isObject(cite) ? String(cite['record']) : '';
    const record = all.byId.get(id);
    report.counts['Citations'] = (report.counts['Citations'] ?? 0) + 1;
    if (record === undefined) {
      const message = `${line.name}: ${path} cites the record ${id}, which is not in the bundle.`;
      return add(report, { verdict: 'incomplete', code: 'cited-record-missing', message });
    }
    if (!isObject(cite) || cite['seq'] !== record.leaf.seq)
      return bad(
        'wrong-place',
        `${path} cites a record at another index.`,
        `${record.leaf.seq}`,
        JSON.stringify(cite),
      );
    records.push(record);
  }
  if (records.length === 0) return bad('nothing-cited', `${path} cites no record.`, 'a record', 'none');
  const { time, recordedAt } = fact;
  if (typeof time === 'string' && !records.some(r => r.event.time === time))
    bad(
      'not-said',
      `${path}/time is that of none of the records it cites.`,
      records.map(r => r.event.time).join(', '),
      time,
    );
  if (typeof recordedAt === 'string' && !records.some(r => isRecordedAt(r, recordedAt)))
    bad(
      'not-said',
      `${path}/recordedAt is that of none of the records it cites.`,
      records.map(r => r.recordedAt ?? r.leaf.recordedAt).join(', '),
      recordedAt,
    );
  const said = new Set(
    records.flatMap(r => [...stringsIn(r.event.data), r.leaf.stream.replace(/^[a-z]+-/, '')]),
  );
  for (const [key, word] of ownWords(fact, '')) {
    if (said.has(word) || (key.endsWith('/earlier') && isSaidEarlier(word, records, all))) continue;
    const expected = records.map(r => wordAt(r.event.data, key)).find(w => w !== undefined);
    bad(
      'not-said',
      `no record that ${path} cites says what stands in ${path}${key}.`,
      expected ?? 'what the record says',
      word,
    );
  }
}

/** The wording that a version took the place of is that of an earlier record of the same requirement. */
const isSaidEarlier = (word: string, records: readonly ReportRecord[], all: ReportRecords): boolean =>
  records.some(({ leaf }) =>
    all
      .ofStream(leaf.stream)
      .some(r => r.leaf.revision < leaf.revision && [...stringsIn(r.event.data)].includes(word)),
  );

/** Without meta there is only the leaf's time, before which it was. */
const isRecordedAt = ({ leaf, recordedAt }: ReportRecord, stated: string): boolean =>
  recordedAt === undefined ? stated <= leaf.recordedAt : stated === recordedAt;

/** The words of a fact itself, with where they stand; what has citations of its own speaks for itself. */
function ownWords(fact: Readonly<Record<string, unknown>>, at: string): [string, string][] {
  return Object.entries(fact).flatMap(([key, value]): [string, string][] => {
    const place = `${at}/${key}`;
    if (DERIVED.has(key) && !(key === 'status' && isObject(value))) return [];
    if (typeof value === 'string') return [[place, value]];
    if (!isObject(value) || 'cites' in value) return [];
    return ownWords(value, place);
  });
}

function* stringsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const item of value) yield* stringsIn(item);
  else if (isObject(value)) for (const item of Object.values(value)) yield* stringsIn(item);
}

/** What stands under the same name in a record's data. */
function wordAt(data: unknown, place: string): string | undefined {
  const found = place
    .slice(1)
    .split('/')
    .reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), data);
  return typeof found === 'string' ? found : undefined;
}
