import { applyWeekendRule, type Punctuality, punctuality, type WeekendRule } from '../calendar';
import type { BoardCase, ReportStep } from '../events/parts';
import type { IsoDate } from '../primitives';
import { annualDeadline, type CalendarState } from '../states/calendar';
import type { Submission } from '../states/report';
import { type Context, indexOf, sourceOf } from './context';
import type { LogPoint, ProcessInput } from './input';
import type { Source } from './model';

/** When a step of the report was due: the day that was set, and the day that the weekend rule makes of it. */
export interface DeadlineFact extends Source {
  readonly title: string;
  readonly date: IsoDate;
  readonly moved: (Source & { readonly from: string; readonly reason: string }) | null;
  /** Null where no rule was chosen; then the day stays, and the reader is told so. */
  readonly rule: { readonly rule: WeekendRule; readonly source: string } | null;
  readonly effective: IsoDate;
}

/** Punctuality by the day that was set, and by the day after the weekend rule. */
export interface Punctual {
  readonly byDate: Punctuality;
  readonly byRule: Punctuality;
}

export interface SubmissionFact extends Source {
  readonly step: ReportStep;
  readonly basis: number;
  readonly digest: string;
  readonly gaps: readonly { readonly requirement: string; readonly reason: string | null }[];
  readonly returned: (Source & { readonly reason: string }) | null;
  /** Two answers: by the time the sender claims, and by the time it was recorded; null without a deadline. */
  readonly punctuality: { readonly claimed: Punctual; readonly recorded: Punctual } | null;
}

/** What stands around a report as of `seen`: no part of what its digest covers, and each fact with its own records. */
export interface ReportProcess {
  readonly report: string;
  readonly seen: LogPoint;
  readonly title: string | null;
  readonly opened: Source | null;
  readonly deadlines: { readonly [Step in ReportStep]: DeadlineFact | null };
  readonly submissions: readonly SubmissionFact[];
  readonly treated: (Source & { readonly boardCase: BoardCase; readonly decision: string }) | null;
  readonly copySent: (Source & { readonly date: string }) | null;
  readonly sealed: (Source & { readonly basis: number }) | null;
  /** Records of its requirements that came after the basis; the report does not cover them. */
  readonly later: ProcessInput['later'];
}

/** The submissions of a report with their punctuality, the decisions around them, and what came after the basis. */
export function reportProcess({ seen, report, calendar, later }: ProcessInput): ReportProcess {
  const context = { records: indexOf([report.records, calendar?.records ?? []]) };
  const { opened, submissions, treated, copySent, sealed } = report.state;
  const deadlines = {
    administrative: deadlineOf(context, calendar?.state, 'administrative'),
    board: deadlineOf(context, calendar?.state, 'board'),
  };
  return {
    report: report.subject,
    seen: { seq: seen.seq, recordedAt: seen.recordedAt },
    title: opened?.title ?? null,
    opened: opened === undefined ? null : sourceOf(context, opened.mark),
    deadlines,
    submissions: submissions.map(s => submissionFact(context, s, deadlines[s.step])),
    treated:
      treated === undefined
        ? null
        : { ...sourceOf(context, treated.mark), boardCase: treated.boardCase, decision: treated.decision },
    copySent: copySent === undefined ? null : { ...sourceOf(context, copySent.mark), date: copySent.date },
    sealed: sealed === undefined ? null : { ...sourceOf(context, sealed.mark), basis: sealed.basis },
    later,
  };
}

type Index = Pick<Context, 'records'>;

function deadlineOf(
  context: Index,
  calendar: CalendarState | undefined,
  step: ReportStep,
): DeadlineFact | null {
  const deadline = calendar && annualDeadline(calendar, step);
  if (deadline === undefined) return null;
  const { title, date, moved, mark } = deadline;
  const chosen = calendar?.weekendRule;
  return {
    ...sourceOf(context, mark, moved?.mark, chosen?.mark),
    title,
    date,
    moved:
      moved === undefined
        ? null
        : { ...sourceOf(context, moved.mark), from: moved.from, reason: moved.reason },
    rule: chosen === undefined ? null : { rule: chosen.rule, source: chosen.source },
    effective: applyWeekendRule(date, chosen?.rule ?? 'none'),
  };
}

function submissionFact(
  context: Index,
  submission: Submission,
  deadline: DeadlineFact | null,
): SubmissionFact {
  const { step, basis, digest, gaps, returned, mark } = submission;
  return {
    ...sourceOf(context, mark),
    step,
    basis,
    digest,
    gaps: gaps.map(({ requirement, reason }) => ({ requirement, reason: reason ?? null })),
    returned:
      returned === undefined ? null : { ...sourceOf(context, returned.mark), reason: returned.reason },
    punctuality:
      deadline === null
        ? null
        : { claimed: punctual(deadline, mark.time), recorded: punctual(deadline, mark.recordedAt) },
  };
}

const punctual = ({ date, effective }: DeadlineFact, at: Source['time']): Punctual => ({
  byDate: punctuality(date, at),
  byRule: punctuality(effective, at),
});
