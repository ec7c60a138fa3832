/** What a check ends in. The exit status of the program is the number. */
export const EXIT = { verified: 0, tampered: 1, incomplete: 2, unreadable: 3, usage: 64 } as const;

export type Verdict = 'verified' | 'tampered' | 'incomplete' | 'unreadable';

/** Something that is not as it should be. */
export interface Finding {
  readonly verdict: Exclude<Verdict, 'verified'>;
  /** One word for programs. */
  readonly code: string;
  readonly message: string;
  /** Index of the leaf it begins with, where that is known. */
  readonly index?: number;
  /** Only known to begin before this index. */
  readonly before?: number;
  readonly expected?: string;
  readonly found?: string;
}

/** Thrown where a check cannot go on. */
export class Stop extends Error {
  constructor(readonly finding: Finding) {
    super(finding.message);
  }
}

export function stop(verdict: Finding['verdict'], code: string, message: string): never {
  throw new Stop({ verdict, code, message });
}

/** What a check has seen, for people and for programs. */
export interface Report {
  readonly command: string;
  readonly findings: Finding[];
  /** Findings beyond those that are listed. */
  more: number;
  /** How many leaves were checked against a signed root. */
  leaves: number;
  /** Further counts, such as of event bodies. */
  readonly counts: Record<string, number>;
  /** The checkpoints that were read. */
  readonly checkpoints: { origin: string; size: number; root: string; signedBy: string[] }[];
  /** How far back an event could have been dated without this check noticing. */
  backdating: string;
  /** What this check says nothing of, beyond what no check can. */
  readonly notes: string[];
}

export const newReport = (command: string): Report => ({
  command,
  findings: [],
  more: 0,
  leaves: 0,
  counts: {},
  checkpoints: [],
  backdating: 'Unknown, since nothing was checked.',
  notes: [],
});

const MOST_FINDINGS = 20;

export function add(report: Report, finding: Finding): void {
  // One that is worse is always listed, since it makes the verdict.
  const isWorse = report.findings.every(one => RANK[one.verdict] < RANK[finding.verdict]);
  if (report.findings.length < MOST_FINDINGS || isWorse) report.findings.push(finding);
  else report.more++;
}

const RANK: Readonly<Record<Verdict, number>> = { verified: 0, incomplete: 1, unreadable: 2, tampered: 3 };

/** The worst of the findings; and nothing checked is never verified. */
export function verdictOf(report: Report): Verdict {
  const worst = report.findings.reduce<Verdict>(
    (verdict, finding) => (RANK[finding.verdict] > RANK[verdict] ? finding.verdict : verdict),
    'verified',
  );
  return worst === 'verified' && report.leaves === 0 ? 'incomplete' : worst;
}

/** The finding of the lowest index, those of tampering first. One that is placed exactly stands for all that span it. */
export function firstBad({ findings }: Report): Finding | undefined {
  const placed = findings.filter(({ index }) => index !== undefined);
  const worst = placed.filter(({ verdict }) => verdict === 'tampered');
  const these = worst.length > 0 ? worst : placed;
  const isSpanned = (exact: Finding, { index = 0, before = 0 }: Finding): boolean =>
    exact.before === undefined && (exact.index ?? 0) >= index && (exact.index ?? 0) < before;
  const [first] = these
    .filter(finding => !these.some(exact => isSpanned(exact, finding)))
    .sort((a, b) => (a.index ?? 0) - (b.index ?? 0));
  return first;
}
