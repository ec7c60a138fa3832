import { EXIT, firstBad, type Finding, type Report, verdictOf } from './verdict';

/** What no check of a log can show. */
const NOT_PROVED = [
  'that what an event says is true',
  'that something which was never sent did not happen',
  'that everybody has been shown the same log: compare checkpoints with others who hold them',
];

const WORDS = {
  verified: 'VERIFIED: all that was checked is as it was signed.',
  tampered: 'TAMPERED: something is not as it was signed.',
  incomplete: 'INCOMPLETE: something is missing, so nothing can be vouched for.',
  unreadable: 'UNREADABLE: something is not in the form it should have, so nothing can be vouched for.',
} as const;

export function asJson(report: Report): string {
  const verdict = verdictOf(report);
  const { more, ...rest } = report;
  const all = {
    verdict,
    exit: EXIT[verdict],
    ...rest,
    moreFindings: more,
    firstBad: firstBad(report) ?? null,
  };
  return `${JSON.stringify({ ...all, notProved: [...report.notes, ...NOT_PROVED] }, null, 2)}\n`;
}

export function asText(report: Report): string {
  const lines = [WORDS[verdictOf(report)], '', `Leaves checked: ${report.leaves}`];
  for (const [what, count] of Object.entries(report.counts)) lines.push(`${what}: ${count}`);
  for (const { origin, size, root, signedBy } of report.checkpoints) {
    lines.push(`Checkpoint: ${visible(origin)}, ${size} leaves, root ${root}`);
    for (const key of signedBy) lines.push(`  signed by ${visible(key)}`);
  }
  const first = firstBad(report);
  if (first !== undefined) lines.push(`First bad index: ${placeOf(first)}`);
  if (report.findings.length > 0) lines.push('', 'Found:', ...report.findings.flatMap(asLines));
  if (report.more > 0) lines.push(`  and ${report.more} more`);
  lines.push('', `Back-dating: ${report.backdating}`);
  lines.push('', 'Not proved:', ...[...report.notes, ...NOT_PROVED].map(what => `  - ${what}`));
  return `${lines.join('\n')}\n`;
}

const placeOf = ({ index, before }: Finding): string =>
  before === undefined ? `${index}` : `${index} to ${before - 1}, somewhere`;

function asLines(finding: Finding): string[] {
  const { verdict, code, message, index, expected, found } = finding;
  const at = index === undefined ? '' : ` at index ${placeOf(finding)}`;
  const lines = [`  ${verdict} (${code})${at}: ${visible(message)}`];
  if (expected !== undefined) lines.push(`    expected ${visible(expected)}`);
  if (found !== undefined) lines.push(`    found    ${visible(found)}`);
  return lines;
}

/** Nothing that was read may steer a terminal. */
const visible = (text: string): string => text.replace(/[^ -~\u00a0-\u024f–—’“”]/g, '?').slice(0, 600);
