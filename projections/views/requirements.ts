import { isOpen } from '../../contracts/states/deviation';
import type { RecordId } from '../../contracts/primitives';
import type { Because } from '../../contracts/states/fold';
import type { Parent, RequirementState } from '../../contracts/states/requirement';
import {
  type AcceptanceStatus,
  acceptanceStatus,
  baselineOf,
  currentText,
  flagsOf,
  indicatorJudgement,
  lastAnswer,
  latestAcceptance,
  measurementOf,
  stageOf,
} from '../../contracts/states/requirement-status';
import type { Mark } from '../../contracts/states/told';
import { addresseeOf, keyOf } from '../../contracts/subjects';
import type { Moment, Placed, Reasons, RequirementView } from '../../contracts/views';
import { type Life, standsBehind } from '../life';
import { type Draft, toDocument } from '../plain';
import { indexed, momentOf, type View } from '../view';

/** Current status of each requirement laid on each addressee. */
export const requirements: View<'requirement'> = {
  family: 'requirement',
  version: 1,
  collection: {
    name: 'requirements',
    indexes: [
      ...indexed('value', 'organisation', 'issuer', 'key', 'year', 'kind', 'stage', 'open', 'status'),
      ...indexed('value', 'acceptance', 'document', 'reporting.mode', 'due.date', 'classification.access'),
      ...indexed('value', 'predecessor', 'parent.requirement', 'judgement', 'deviations.open', 'seq'),
      ...indexed('values', 'years', 'flags'),
      ...indexed('words', 'text'),
    ],
    sorts: [
      ['organisation', 'key'],
      ['organisation', 'status', 'key'],
      ['organisation', 'due.date'],
      ['organisation', 'seq'],
    ],
  },
  documents: (life, placed) => [{ key: life.subject, document: toDocument(requirementView(life, placed)) }],
};

/** Written out in one piece: it is made anew for every requirement that a commit touches. */
function requirementView(
  { subject, state, because }: Life<'requirement'>,
  placed: Placed,
): Draft<RequirementView> {
  const { issued, reporting, due, received, responsible } = state;
  const text = currentText(state);
  const years = state.years.map(y => y.year).sort((a, b) => a - b);
  const accepted = latestAcceptance(state);
  const acceptance = acceptanceStatus(state);
  const answer = lastAnswer(state);
  const measuredYear = state.measurements.reduce((latest, m) => Math.max(latest, m.period.year), 0);
  const baseline = baselineOf(state);
  const measurement = measurementOf(state, measuredYear);
  return {
    stream: placed.stream,
    revision: placed.revision,
    seq: placed.seq,
    first: placed.first,
    last: placed.last,
    parked: placed.parked,
    requirement: subject,
    organisation: addresseeOf(subject),
    key: keyOf(subject),
    stage: stageOf(state),
    open: state.ended === undefined,
    issuer: issued?.issuer,
    addresseePhrase: issued?.addresseePhrase,
    kind: issued?.kind,
    modality: issued?.modality,
    text: text?.text,
    version: text?.version,
    year: years.at(-1),
    years,
    targetYear: issued?.targetYear,
    reporting: reporting && { mode: reporting.mode, source: reporting.source },
    classification: state.classification,
    references: issued?.references ?? [],
    document: issued?.origin?.document,
    item: issued?.origin?.item,
    section: issued?.origin?.place?.section,
    sectionTitle: issued?.origin?.place?.sectionTitle,
    predecessor: issued?.predecessor,
    due: due && withReason(due),
    acceptance,
    accepted: accepted && said(accepted),
    received: received && momentOf(received),
    responsible: responsible && withoutMark(responsible),
    status: answer?.status.value,
    answer: answer && said(answer),
    indicator: state.indicator,
    baseline: baseline && said(baseline),
    measurement: measurement && said(measurement),
    judgement: indicatorJudgement(state, measuredYear),
    deviations: deviationsOf(state),
    openQuestions: state.questions.filter(q => q.asked !== undefined && q.answered === undefined).length,
    flags: flagsOf(state),
    parent: state.parent && parentOf(state.parent),
    children: state.children.map(({ requirement, cascade }) => ({ requirement, cascade })),
    successor: state.succeeded && { organisation: state.succeeded.successor, from: state.succeeded.from },
    ended: state.ended && said(state.ended),
    because: reasonsOf(state, because, { text, accepted, acceptance, answer, baseline }),
  };
}

/** A fact as it was told, with its record and times in place of its mark. */
function said<A extends { readonly mark: Mark }>(fact: A): Omit<A, 'mark'> & Moment {
  const { mark, ...rest } = fact;
  return Object.assign(rest, momentOf(mark));
}

function withoutMark<A extends { readonly mark: Mark }>({ mark: _, ...rest }: A): Omit<A, 'mark'> {
  return rest;
}

const withReason = ({
  date,
  reason,
}: NonNullable<RequirementState['due']>): NonNullable<RequirementView['due']> =>
  reason === undefined ? { date } : { date, reason };

function parentOf({ mark: _, changed, ...parent }: Parent): NonNullable<RequirementView['parent']> {
  return changed === undefined ? parent : { ...parent, changed: said(changed) };
}

function deviationsOf({ deviations }: RequirementState): RequirementView['deviations'] {
  if (deviations.length === 0) return NO_DEVIATIONS;
  const open = deviations.filter(isOpen);
  const essential = open.filter(d => d.notified !== undefined).length;
  return { total: deviations.length, open: open.length, essential };
}

const NO_DEVIATIONS = { total: 0, open: 0, essential: 0 };

interface Facts {
  readonly text: ReturnType<typeof currentText>;
  readonly accepted: ReturnType<typeof latestAcceptance>;
  readonly acceptance: AcceptanceStatus;
  readonly answer: ReturnType<typeof lastAnswer>;
  readonly baseline: ReturnType<typeof baselineOf>;
}

/** The record behind each field: that of the fact itself where there is one, else the one that last set its part of the state. */
function reasonsOf(state: RequirementState, because: Because, facts: Facts): Reasons {
  const issued = state.issued && standsBehind(state.issued.mark);
  const text = facts.text && standsBehind(facts.text.mark);
  const accepted = facts.accepted && standsBehind(facts.accepted.mark);
  const answer = facts.answer && standsBehind(facts.answer.mark);
  const acceptance = facts.acceptance === 'superseded' ? text : accepted;
  const of = (field: string): RecordId | undefined => because[field];
  return {
    issuer: issued,
    addresseePhrase: issued,
    kind: issued,
    modality: issued,
    text,
    version: text,
    year: of('years'),
    years: of('years'),
    targetYear: state.issued?.targetYear === undefined ? undefined : issued,
    reporting: of('reporting'),
    classification: of('classification'),
    references: issued,
    document: state.issued?.origin && issued,
    item: state.issued?.origin?.item && issued,
    section: state.issued?.origin?.place && issued,
    sectionTitle: state.issued?.origin?.place && issued,
    predecessor: state.issued?.predecessor && issued,
    due: of('due'),
    acceptance,
    accepted,
    received: of('received'),
    responsible: of('responsible'),
    status: answer,
    answer,
    indicator: of('indicator'),
    baseline: facts.baseline && standsBehind(facts.baseline.mark),
    measurement: of('measurements'),
    judgement: state.indicator && (of('measurements') ?? of('indicator')),
    deviations: of('deviations'),
    openQuestions: of('questions'),
    parent: of('parent'),
    children: of('children'),
    successor: of('succeeded'),
    ended: of('ended'),
    open: of('ended') ?? issued,
    stage: of('ended') ?? (answer === undefined ? (acceptance ?? of('received') ?? issued) : of('answers')),
  };
}
