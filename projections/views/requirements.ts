import { isOpen } from '../../contracts/states/deviation';
import type { RequirementState } from '../../contracts/states/requirement';
import {
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
import { addresseeOf, keyOf } from '../../contracts/subjects';
import type { Placed, Reasons, RequirementView } from '../../contracts/views';
import { type Life, standsBehind } from '../life';
import { compact, toDocument } from '../plain';
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

export function requirementView(
  { subject, state, because }: Life<'requirement'>,
  placed: Placed,
): RequirementView {
  const text = currentText(state);
  const place = state.issued?.origin?.place;
  return compact({
    ...placed,
    requirement: subject,
    organisation: addresseeOf(subject),
    key: keyOf(subject),
    stage: stageOf(state),
    open: state.ended === undefined,
    issuer: state.issued?.issuer,
    addresseePhrase: state.issued?.addresseePhrase,
    kind: state.issued?.kind,
    modality: state.issued?.modality,
    text: text?.text,
    version: text?.version,
    ...yearsOf(state),
    targetYear: state.issued?.targetYear,
    reporting: state.reporting && { mode: state.reporting.mode, source: state.reporting.source },
    classification: state.classification,
    references: state.issued?.references ?? [],
    document: state.issued?.origin?.document,
    item: state.issued?.origin?.item,
    section: place?.section,
    sectionTitle: place?.sectionTitle,
    predecessor: state.issued?.predecessor,
    due: state.due && compact({ date: state.due.date, reason: state.due.reason }),
    ...acceptanceOf(state),
    received: state.received && momentOf(state.received),
    responsible:
      state.responsible && compact({ unit: state.responsible.unit, person: state.responsible.person }),
    ...answerOf(state),
    ...indicatorOf(state),
    deviations: deviationsOf(state),
    openQuestions: state.questions.filter(q => q.asked !== undefined && q.answered === undefined).length,
    flags: flagsOf(state),
    ...kinOf(state),
    because: reasonsOf(state, because),
  });
}

function yearsOf({ years }: RequirementState): Pick<RequirementView, 'years' | 'year'> {
  const all = years.map(y => y.year).sort((a, b) => a - b);
  return compact({ years: all, year: all.at(-1) });
}

function acceptanceOf(state: RequirementState): Pick<RequirementView, 'acceptance' | 'accepted'> {
  const latest = latestAcceptance(state);
  if (latest === undefined) return { acceptance: 'none' };
  const { mark, ...said } = latest;
  return { acceptance: acceptanceStatus(state), accepted: { ...momentOf(mark), ...said } };
}

function answerOf(state: RequirementState): Pick<RequirementView, 'status' | 'answer'> {
  const last = lastAnswer(state);
  if (last === undefined) return {};
  const { mark, period, status, text, forecast } = last;
  return { status: status.value, answer: compact({ ...momentOf(mark), period, status, text, forecast }) };
}

type IndicatorFields = Pick<RequirementView, 'indicator' | 'baseline' | 'measurement' | 'judgement'>;

function indicatorOf(state: RequirementState): IndicatorFields {
  const { indicator, measurements } = state;
  const baseline = baselineOf(state);
  const year = measurements.reduce((latest, m) => Math.max(latest, m.period.year), 0);
  const measured = measurementOf(state, year);
  return compact({
    indicator,
    baseline: baseline && { ...momentOf(baseline.mark), year: baseline.year, value: baseline.value },
    measurement: measured && { ...momentOf(measured.mark), period: measured.period, value: measured.value },
    judgement: indicatorJudgement(state, year),
  });
}

function deviationsOf({ deviations }: RequirementState): RequirementView['deviations'] {
  const open = deviations.filter(isOpen);
  return {
    total: deviations.length,
    open: open.length,
    essential: open.filter(d => d.notified !== undefined).length,
  };
}

type KinFields = Pick<RequirementView, 'parent' | 'children' | 'successor' | 'ended'>;

function kinOf({ parent, children, succeeded, ended }: RequirementState): KinFields {
  const changed = parent?.changed;
  return compact({
    parent:
      parent &&
      compact({
        requirement: parent.requirement,
        cascade: parent.cascade,
        version: parent.version,
        changed: changed && { ...momentOf(changed.mark), version: changed.version, text: changed.text },
      }),
    children: children.map(({ requirement, cascade }) => ({ requirement, cascade })),
    successor: succeeded && { organisation: succeeded.successor, from: succeeded.from },
    ended: ended && compact({ ...momentOf(ended.mark), how: ended.how, reason: ended.reason, by: ended.by }),
  });
}

/** The record behind each field: that of the fact itself where there is one, else the one that last set its part of the state. */
function reasonsOf(state: RequirementState, because: Life['because']): Reasons {
  const issued = state.issued && standsBehind(state.issued.mark);
  const text = currentText(state);
  const textSet = text && standsBehind(text.mark);
  const accepted = latestAcceptance(state);
  const acceptance =
    acceptanceStatus(state) === 'superseded' ? textSet : accepted && standsBehind(accepted.mark);
  const answer = lastAnswer(state);
  const answered = answer && standsBehind(answer.mark);
  const baseline = baselineOf(state);
  return compact({
    issuer: issued,
    addresseePhrase: issued,
    kind: issued,
    modality: issued,
    text: textSet,
    version: textSet,
    year: because['years'],
    years: because['years'],
    targetYear: state.issued?.targetYear === undefined ? undefined : issued,
    reporting: because['reporting'],
    classification: because['classification'],
    references: issued,
    document: issued,
    predecessor: state.issued?.predecessor === undefined ? undefined : issued,
    due: because['due'],
    acceptance,
    accepted: accepted && standsBehind(accepted.mark),
    received: because['received'],
    responsible: because['responsible'],
    status: answered,
    answer: answered,
    indicator: because['indicator'],
    baseline: baseline && standsBehind(baseline.mark),
    measurement: because['measurements'],
    judgement: because['measurements'],
    deviations: because['deviations'],
    openQuestions: because['questions'],
    parent: because['parent'],
    children: because['children'],
    successor: because['succeeded'],
    ended: because['ended'],
    stage:
      because['ended'] ??
      (answer === undefined ? (acceptance ?? because['received'] ?? issued) : because['answers']),
  });
}
