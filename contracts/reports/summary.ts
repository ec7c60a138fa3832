import { gapsOf } from './gaps';
import type { AnnualReport, StatusFact } from './model';

export interface StatusCount {
  readonly status: StatusFact;
  readonly count: number;
}

/** A report in numbers; each is counted from the sections, so that no number stands on its own. */
export interface Summary {
  readonly due: number;
  readonly statuses: readonly StatusCount[];
  readonly gaps: number;
  readonly indicators: { readonly met: number; readonly notMet: number; readonly notJudged: number };
  readonly deviations: {
    readonly open: number;
    readonly closed: number;
    readonly notified: number;
    readonly accepted: number;
  };
  readonly notAccepted: number;
  readonly notDue: number;
  readonly outside: number;
}

export function summaryOf(report: AnnualReport): Summary {
  const { sections, notDue, outside } = report;
  const deviations = sections.flatMap(s => s.deviations);
  const judged = (judgement: string): number =>
    sections.filter(s => s.indicator?.judgement === judgement).length;
  return {
    due: sections.length,
    statuses: statusCounts(report),
    gaps: gapsOf(report).length,
    indicators: { met: judged('met'), notMet: judged('not-met'), notJudged: judged('not-judged') },
    deviations: {
      open: deviations.filter(d => d.closed === null).length,
      closed: deviations.filter(d => d.closed !== null).length,
      notified: deviations.filter(d => d.notified !== null).length,
      accepted: deviations.filter(d => d.accepted !== null && d.closed === null && !d.accepted.expired)
        .length,
    },
    notAccepted: sections.filter(s => s.acceptance === 'none' || s.acceptance === 'superseded').length,
    notDue: notDue.length,
    outside: outside.length,
  };
}

/** Answers by status, each on its own version of its scale, in the order they first come in the report. */
function statusCounts({ sections }: AnnualReport): readonly StatusCount[] {
  const counts = new Map<string, StatusCount>();
  for (const { answer } of sections) {
    if (answer === null) continue;
    const { status } = answer;
    const key = `${status.scale}/${status.version}/${status.value}`;
    counts.set(key, { status, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}
