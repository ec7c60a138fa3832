import { isObject } from './bundle-events';
import { checkFacts, type Line } from './report-facts';
import type { ReportRecords } from './report-records';
import { add, type Report } from './verdict';

/** The three lists of a report: what is answered for, and what is not with its reason. */
const LISTS = ['sections', 'notDue', 'outside'] as const;
const REQUIREMENT = 'requirement-';

export interface PlacedLine extends Line {
  readonly value: Readonly<Record<string, unknown>>;
}

/** The lines of a model, each with its name. */
export function linesOf(report: Report, model: Readonly<Record<string, unknown>>): readonly PlacedLine[] {
  return LISTS.flatMap(list => {
    const items: unknown = model[list];
    if (!Array.isArray(items)) {
      add(report, { verdict: 'unreadable', code: 'bad-model', message: `The report has no list ${list}.` });
      return [];
    }
    return items.flatMap((item: unknown, i) => {
      const value = isObject(item) ? item : {};
      const requirement = String(value['requirement']);
      const name =
        list === 'sections' ? `line ${i + 1} (${requirement})` : `${list} ${i + 1} (${requirement})`;
      if (list === 'sections' && value['number'] !== i + 1)
        add(report, {
          verdict: 'tampered',
          code: 'line-number',
          message: `${name} has another number.`,
          expected: `${i + 1}`,
          found: String(value['number']),
        });
      if (list !== 'sections' && typeof value['why'] !== 'string')
        add(report, {
          verdict: 'tampered',
          code: 'no-reason',
          message: `${name} is excluded without a reason.`,
        });
      return [{ name, requirement, value }];
    });
  });
}

/** Is each requirement that the seal knows in the report, or excluded with a reason, and only once? */
export function checkAllThere(report: Report, lines: readonly PlacedLine[], heads: Iterable<string>): void {
  const told = new Set<string>();
  for (const { name, requirement } of lines) {
    if (told.has(requirement))
      add(report, { verdict: 'tampered', code: 'line-twice', message: `${name} is in the report twice.` });
    told.add(requirement);
  }
  for (const stream of heads) {
    const requirement = stream.slice(REQUIREMENT.length);
    if (!stream.startsWith(REQUIREMENT) || told.delete(requirement)) continue;
    const message = `${requirement} is neither in the report nor excluded with a reason.`;
    add(report, { verdict: 'tampered', code: 'line-left-out', message });
  }
  for (const requirement of told) {
    const message = `${requirement} is in the report, but the seal knows of no such requirement.`;
    add(report, { verdict: 'tampered', code: 'line-unknown', message });
  }
}

/** Does each line list every record of its requirement up to the cut, and say what the records it cites say? */
export function checkLines(
  report: Report,
  lines: readonly PlacedLine[],
  records: ReportRecords,
  basis: number,
): void {
  for (const line of lines) {
    checkHistory(report, line, records, basis);
    checkFacts(report, line, line.value, '', records);
  }
}

function checkHistory(report: Report, line: PlacedLine, records: ReportRecords, basis: number): void {
  const listed: unknown = line.value['records'];
  const told = new Set((Array.isArray(listed) ? listed : []).map(one => placeOf(one)));
  for (const { id, leaf, what } of records.ofStream(REQUIREMENT + line.requirement)) {
    if (leaf.seq > basis || told.delete(`${leaf.seq} ${id} ${what}`)) continue;
    const message = `${line.name} hides the record ${id} (${what}) of its requirement.`;
    add(report, { verdict: 'tampered', code: 'record-hidden', message, index: leaf.seq });
  }
  for (const place of told) {
    const message = `${line.name} lists a record that its requirement does not have.`;
    add(report, { verdict: 'tampered', code: 'record-unknown', message, found: place });
  }
}

const placeOf = (one: unknown): string =>
  isObject(one) ? `${String(one['seq'])} ${String(one['record'])} ${String(one['what'])}` : 'none';
