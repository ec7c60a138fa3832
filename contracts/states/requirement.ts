import type { DataFor } from '../catalogue/catalogue';
import type { Cascade, Indicator, MaybeValue, Period, Reporting } from '../events/parts';
import type { Classification } from '../primitives';
import { type Deviation, evolveDeviations } from './deviation';
import { type Fold, put } from './fold';
import { type Mark, markOf, outranks, type Told } from './told';

type Issued = DataFor<'requirement', 'issued'>;

export interface TextVersion {
  readonly version: number;
  readonly text: string;
  /** Must those who accepted an earlier version accept again? */
  readonly renewAcceptance: boolean;
  readonly reason?: string;
  readonly mark: Mark;
}

export type Acceptance = DataFor<'requirement', 'accepted'> & { readonly mark: Mark };

/** One answer to a period; of rivals for the same period the later effective time counts. */
export type Answer = DataFor<'requirement', 'reported'> & { readonly mark: Mark };

export interface Question {
  readonly question: string;
  readonly about: 'clarification' | 'status' | 'report';
  readonly text?: string;
  readonly due?: string;
  readonly asked?: Mark;
  readonly answer?: string;
  readonly answered?: Mark;
}

export interface Parent {
  readonly requirement: string;
  readonly cascade: Cascade;
  /** The revision of the parent's stream, and the version of its text, that this was derived from. */
  readonly revision?: number | null;
  readonly version?: number;
  readonly mark: Mark;
  /** The parent's text moved on after this requirement was derived from it. */
  readonly changed?: { readonly version: number; readonly text: string; readonly mark: Mark };
}

/**
 * What the life of one requirement laid on one addressee adds up to. Every field is there from the start, told or not:
 * to copy objects of ever other shapes would cost as much as all the rest of a fold.
 */
export interface RequirementState {
  readonly issued:
    | (Omit<Issued, 'text' | 'reporting' | 'indicator' | 'parent' | 'due'> & {
        readonly mark: Mark;
      })
    | undefined;
  readonly versions: readonly TextVersion[];
  readonly indicator: Indicator | undefined;
  readonly classification: Classification | undefined;
  readonly reporting: (Reporting & { readonly mark: Mark }) | undefined;
  /** The years it is laid for: the year of issue and those it was carried forward to. */
  readonly years: readonly { readonly year: number; readonly reporting: Reporting; readonly mark: Mark }[];
  readonly parent: Parent | undefined;
  readonly children: readonly {
    readonly requirement: string;
    readonly cascade: Cascade;
    readonly mark: Mark;
  }[];
  readonly due: { readonly date: string; readonly reason?: string; readonly mark: Mark } | undefined;
  readonly received: Mark | undefined;
  readonly acceptances: readonly Acceptance[];
  readonly questions: readonly Question[];
  readonly responsible: { readonly unit?: string; readonly person?: string; readonly mark: Mark } | undefined;
  readonly baselines: readonly {
    readonly year: number;
    readonly value: MaybeValue;
    readonly source?: string;
    readonly mark: Mark;
  }[];
  readonly measurements: readonly {
    readonly period: Period;
    readonly value: MaybeValue;
    readonly source?: string;
    readonly mark: Mark;
  }[];
  readonly answers: readonly Answer[];
  readonly deviations: readonly Deviation[];
  readonly succeeded: { readonly successor: string; readonly from: string; readonly mark: Mark } | undefined;
  readonly ended:
    | {
        readonly how: 'withdrawn' | 'superseded' | 'fulfilled' | 'closed';
        readonly reason: string;
        readonly by?: string;
        readonly mark: Mark;
      }
    | undefined;
  readonly declined: readonly {
    readonly act: string;
    readonly type: string;
    readonly why: string;
    readonly mark: Mark;
  }[];
}

const initial: RequirementState = {
  issued: undefined,
  indicator: undefined,
  classification: undefined,
  reporting: undefined,
  parent: undefined,
  due: undefined,
  received: undefined,
  responsible: undefined,
  succeeded: undefined,
  ended: undefined,
  versions: [],
  years: [],
  children: [],
  acceptances: [],
  questions: [],
  baselines: [],
  measurements: [],
  answers: [],
  deviations: [],
  declined: [],
};

/** Are these the same months of the same year, whatever order they were given in? */
export const samePeriod = (a: Period, b: Period): boolean =>
  a.year === b.year && a.months.length === b.months.length && a.months.every(m => b.months.includes(m));

/** Months as one comparable word, whatever order they were given in. */
export const periodKey = ({ year, months }: Period): string =>
  `${year}-${[...months]
    .sort((a, b) => a - b)
    .map(m => String(m).padStart(2, '0'))
    .join('+')}`;

export const requirementFold: Fold<RequirementState> = {
  initial,
  evolve: (state, told) => (told.family === 'requirement' ? evolve(state, told) : state),
};

function evolve(state: RequirementState, told: Told<'requirement'>): RequirementState {
  const mark = markOf(told);
  switch (told.what) {
    case 'issued':
      return issue(state, told.data, mark);
    case 'amended': {
      const { version, text, renewAcceptance, reason, indicator } = told.data;
      const versions = putRanked(
        state.versions,
        { version, text, renewAcceptance, reason, mark },
        v => v.version === version,
      );
      return { ...caughtUp(state), versions, ...(indicator === undefined ? {} : { indicator }) };
    }
    case 'parent-changed': {
      const { version, text } = told.data;
      return state.parent?.requirement === told.data.parent
        ? { ...state, parent: { ...state.parent, changed: { version, text, mark } } }
        : state;
    }
    case 'reporting-mode-changed':
      return { ...state, reporting: { ...told.data.reporting, mark } };
    case 'carried-forward': {
      const { year, reporting } = told.data;
      const years = putRanked(state.years, { year, reporting, mark }, y => y.year === year);
      return { ...state, years, reporting: { ...reporting, mark } };
    }
    case 'cascaded':
      return {
        ...state,
        children: told.data.children.reduce(
          (children, child) => put(children, { ...child, mark }, c => c.requirement === child.requirement),
          state.children,
        ),
      };
    case 'deadline-extended':
      return { ...state, due: { date: told.data.due, reason: told.data.reason, mark } };
    case 'addressee-succeeded':
      return { ...state, succeeded: { successor: told.data.successor, from: told.data.from, mark } };
    case 'withdrawn':
    case 'closed':
      return { ...state, ended: { how: told.what, reason: told.data.reason, mark } };
    case 'superseded':
      return { ...state, ended: { how: 'superseded', reason: told.data.reason, by: told.data.by, mark } };
    case 'fulfilled':
      return { ...state, ended: { how: 'fulfilled', reason: told.data.text, mark } };
    case 'follow-up-declined':
      return { ...state, declined: [...state.declined, { ...told.data, mark }] };
    case 'received':
      return { ...state, received: mark };
    case 'accepted':
      return { ...state, acceptances: [...state.acceptances, { ...told.data, mark }] };
    case 'responsible-assigned':
      return { ...state, responsible: { ...told.data, mark } };
    case 'clarification-asked':
      return asked(state, 'clarification', told.data, mark);
    case 'status-asked':
      return asked(state, 'status', told.data, mark);
    case 'report-question-asked': {
      const { question, text } = told.data;
      return asked(state, 'report', { question, text }, mark);
    }
    case 'clarification-given':
      return answered(state, 'clarification', told.data, mark);
    case 'status-given': {
      const { question, text } = told.data;
      return answered(state, 'status', { question, text }, mark);
    }
    case 'report-question-answered':
      return answered(state, 'report', told.data, mark);
    case 'baseline-set':
      return {
        ...state,
        baselines: putRanked(state.baselines, { ...told.data, mark }, b => b.year === told.data.year),
      };
    case 'measured': {
      const { period } = told.data;
      return {
        ...state,
        measurements: putRanked(state.measurements, { ...told.data, mark }, m =>
          samePeriod(m.period, period),
        ),
      };
    }
    case 'reported': {
      const { period } = told.data;
      return {
        ...state,
        answers: putRanked(state.answers, { ...told.data, mark }, a => samePeriod(a.period, period)),
      };
    }
    case 'deviation-raised':
    case 'deviation-explained':
    case 'deviation-notified':
    case 'measure-planned':
    case 'measure-started':
    case 'measure-completed':
    case 'measure-dropped':
    case 'effect-verified':
    case 'deviation-accepted':
    case 'deviation-closed':
      return { ...state, deviations: evolveDeviations(state.deviations, told) };
    case 'corrected':
      return state;
  }
}

/** A new text takes the parent's change in. */
function caughtUp(state: RequirementState): RequirementState {
  if (state.parent?.changed === undefined) return state;
  const { changed, ...parent } = state.parent;
  return { ...state, parent: { ...parent, version: changed.version } };
}

function issue(state: RequirementState, data: Issued, mark: Mark): RequirementState {
  const { text, reporting, indicator, parent, due, ...issued } = data;
  return {
    ...state,
    issued: { ...issued, mark },
    versions: putRanked(
      state.versions,
      { version: 1, text, renewAcceptance: true, mark },
      v => v.version === 1,
    ),
    classification: data.classification,
    reporting: { ...reporting, mark },
    years: putRanked(
      state.years,
      { year: data.steeringYear, reporting, mark },
      y => y.year === data.steeringYear,
    ),
    ...(indicator === undefined ? {} : { indicator }),
    ...(due === undefined ? {} : { due: { date: due, mark } }),
    ...(parent === undefined ? {} : { parent: { ...parent, mark } }),
  };
}

/** Puts a rival in place of the one for the same key where it outranks it. */
function putRanked<A extends { readonly mark: Mark }>(
  list: readonly A[],
  item: A,
  same: (a: A) => boolean,
): readonly A[] {
  return outranks(item.mark, list.find(same)?.mark) ? put(list, item, same) : list;
}

type Text = { readonly question: string; readonly text: string };

function asked(
  state: RequirementState,
  about: Question['about'],
  data: Text & { readonly due?: string },
  mark: Mark,
): RequirementState {
  const same = (q: Question): boolean => q.about === about && q.question === data.question;
  const before = state.questions.find(same);
  return { ...state, questions: put(state.questions, { ...before, about, ...data, asked: mark }, same) };
}

function answered(
  state: RequirementState,
  about: Question['about'],
  { question, text }: Text,
  mark: Mark,
): RequirementState {
  const same = (q: Question): boolean => q.about === about && q.question === question;
  const before = state.questions.find(same) ?? { question, about };
  return { ...state, questions: put(state.questions, { ...before, answer: text, answered: mark }, same) };
}
