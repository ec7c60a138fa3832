import type { DataFor } from '../catalogue/catalogue';
import type { ReportStep } from '../events/parts';
import { type Fold, put } from './fold';
import { type Mark, markOf, type Told } from './told';

export interface Submission extends SubmissionData {
  readonly mark: Mark;
  readonly returned?: { readonly reason: string; readonly mark: Mark };
}

type SubmissionData = DataFor<'report', 'submitted'>;

/** One report: its submissions in order, all of them frozen, and what was decided around them. */
export interface ReportState {
  readonly opened?: DataFor<'report', 'opened'> & { readonly mark: Mark };
  readonly submissions: readonly Submission[];
  readonly treated?: DataFor<'report', 'board-treated'> & { readonly mark: Mark };
  readonly copySent?: { readonly date: string; readonly mark: Mark };
  readonly judged: readonly (DataFor<'report', 'difference-judged'> & { readonly mark: Mark })[];
  readonly risks: readonly (DataFor<'report', 'risks-ranked'> & { readonly mark: Mark })[];
  readonly sealed?: DataFor<'report', 'sealed'> & { readonly mark: Mark };
}

export const reportFold: Fold<ReportState> = {
  initial: { submissions: [], judged: [], risks: [] },
  evolve: (state, told) => (told.family === 'report' ? evolve(state, told) : state),
};

/** The submission of a step that stands: the last one, unless it was returned. */
export function standing({ submissions }: ReportState, step: ReportStep): Submission | undefined {
  const last = submissions.filter(s => s.step === step).at(-1);
  return last?.returned === undefined ? last : undefined;
}

/** The last submission of a step, returned or not. */
export const lastOf = ({ submissions }: ReportState, step: ReportStep): Submission | undefined =>
  submissions.filter(s => s.step === step).at(-1);

function evolve(state: ReportState, told: Told<'report'>): ReportState {
  const mark = markOf(told);
  switch (told.what) {
    case 'opened':
      return { ...state, opened: { ...told.data, mark } };
    case 'submitted':
    case 'submitted-anew': {
      const { step, basis, digest, gaps } = told.data;
      return { ...state, submissions: [...state.submissions, { step, basis, digest, gaps, mark }] };
    }
    case 'returned': {
      const { step, reason } = told.data;
      const last = lastOf(state, step);
      return {
        ...state,
        submissions: state.submissions.map(s => (s === last ? { ...s, returned: { reason, mark } } : s)),
      };
    }
    case 'board-treated':
      return { ...state, treated: { ...told.data, mark } };
    case 'board-copy-sent':
      return { ...state, copySent: { ...told.data, mark } };
    case 'difference-judged': {
      const { requirement, answer } = told.data;
      const judged = put(
        state.judged,
        { ...told.data, mark },
        j => j.requirement === requirement && j.answer === answer,
      );
      return { ...state, judged };
    }
    case 'risks-ranked':
      return { ...state, risks: [...state.risks, { ...told.data, mark }] };
    case 'sealed':
      return { ...state, sealed: { ...told.data, mark } };
    case 'corrected':
      return state;
  }
}
