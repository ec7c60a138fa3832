import type { DataFor } from '../catalogue/catalogue';
import { answerDigest, reportDigest } from './digests';
import { type Difference, undecided } from './differences';
import { gapsOf } from './gaps';
import type { AnnualReport, Cite } from './model';

/** What a sender states by submitting a report as it was folded, and what is still missing. */
export interface Prepared {
  /** The data of `submitted`, ready to send; a board version lacks the reasons for its gaps. */
  readonly data: Omit<DataFor<'report', 'submitted'>, 'digest' | 'gaps'> & {
    readonly digest: string;
    readonly gaps: readonly { readonly requirement: string }[];
  };
  /** The answers that the submission pins. */
  readonly answers: readonly {
    readonly requirement: string;
    readonly answer: string;
    readonly cites: readonly Cite[];
  }[];
  /** Differences from the administrative version that nobody has decided. */
  readonly undecided: readonly { readonly requirement: string; readonly answer: string }[];
}

/** Prepares the submission of a folded report; `differences` where it is the board's version. */
export const prepareSubmission = (
  report: AnnualReport,
  differences: readonly Difference[] = [],
): Prepared => ({
  data: {
    step: report.step,
    basis: report.basis.seq,
    digest: reportDigest(report),
    gaps: gapsOf(report).map(({ requirement }) => ({ requirement })),
  },
  answers: report.sections.flatMap(section =>
    section.answer === null
      ? []
      : [
          {
            requirement: section.requirement,
            answer: answerDigest(section),
            cites: section.answer.cites,
          },
        ],
  ),
  undecided: undecided(differences).map(({ requirement, answer }) => ({ requirement, answer })),
});
