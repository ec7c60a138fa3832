import type { Period } from '../events/parts';
import { isOpen, lacking } from './deviation';
import { judge, type IndicatorJudgement } from './indicator';
import {
  type Acceptance,
  type Answer,
  periodKey,
  type RequirementState,
  type TextVersion,
} from './requirement';

/** The text that counts: the highest version. */
export const currentText = ({ versions }: RequirementState): TextVersion | undefined =>
  versions.reduce<TextVersion | undefined>(
    (best, v) => (best === undefined || v.version > best.version ? v : best),
    undefined,
  );

export const versionOf = ({ versions }: RequirementState, version: number): TextVersion | undefined =>
  versions.find(v => v.version === version);

/** An acceptance is superseded once a later version of the text asks for a new one. */
export const isSuperseded = ({ versions }: RequirementState, { version }: Acceptance): boolean =>
  versions.some(v => v.version > version && v.renewAcceptance);

/** The latest acceptance, whether it still stands or not. */
export const latestAcceptance = ({ acceptances }: RequirementState): Acceptance | undefined =>
  acceptances.reduce<Acceptance | undefined>(
    (best, a) =>
      best === undefined ||
      a.version > best.version ||
      (a.version === best.version && a.mark.time >= best.mark.time)
        ? a
        : best,
    undefined,
  );

export type AcceptanceStatus = 'none' | 'accepted' | 'accepted-with-reservation' | 'superseded';

export function acceptanceStatus(state: RequirementState): AcceptanceStatus {
  const latest = latestAcceptance(state);
  if (latest === undefined) return 'none';
  if (isSuperseded(state, latest)) return 'superseded';
  return latest.reservation === undefined ? 'accepted' : 'accepted-with-reservation';
}

/** The answer to the latest period; of equal ends, the one that speaks of more months. */
export const lastAnswer = ({ answers }: RequirementState): Answer | undefined => latestPeriod(answers);

function latestPeriod<A extends { readonly period: Period }>(items: readonly A[]): A | undefined {
  return items.reduce<A | undefined>(
    (best, a) => (best === undefined || comparePeriods(a.period, best.period) > 0 ? a : best),
    undefined,
  );
}

/** By their ends; of equal ends the one of more months is the later. */
function comparePeriods(a: Period, b: Period): number {
  const difference =
    a.year - b.year || Math.max(...a.months) - Math.max(...b.months) || a.months.length - b.months.length;
  if (difference !== 0) return difference;
  const [x, y] = [periodKey(a), periodKey(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** The answer that the annual report of a year rests on: the one for the whole year. */
export const annualAnswer = ({ answers }: RequirementState, year: number): Answer | undefined =>
  answers.find(a => a.period.year === year && a.period.months.length === 12);

/** The measurement for the latest period that ends in the year. */
export const measurementOf = (
  { measurements }: RequirementState,
  year: number,
): RequirementState['measurements'][number] | undefined =>
  latestPeriod(measurements.filter(m => m.period.year === year));

/** The baseline an indicator is held against; one of another year is no baseline. */
export const baselineOf = ({
  indicator,
  baselines,
}: RequirementState): RequirementState['baselines'][number] | undefined =>
  indicator?.baselineYear === undefined
    ? baselines.at(-1)
    : baselines.find(b => b.year === indicator.baselineYear);

/** How the indicator stands in a year; undefined where the requirement is no indicator. */
export const indicatorJudgement = (state: RequirementState, year: number): IndicatorJudgement | undefined =>
  state.indicator === undefined
    ? undefined
    : judge(state.indicator, baselineOf(state)?.value, measurementOf(state, year)?.value);

export type ReportingMode = 'through-year+annual' | 'annual' | 'on-request' | 'none';

/** How the requirement is reported on in a year, or undefined where it is not laid for that year. */
export const reportingIn = (
  { years, reporting }: RequirementState,
  year: number,
): ReportingMode | undefined => {
  const laid = years.find(y => y.year === year);
  if (laid === undefined) return undefined;
  const latest = years.reduce((best, y) => (y.year > best.year ? y : best));
  return latest.year === year && reporting !== undefined ? reporting.mode : laid.reporting.mode;
};

/**
 * Is an answer due in the annual report of the year? Derived from the reporting mode, never stored. What is withdrawn or
 * superseded within the year falls out; what ends later is still answered for.
 */
export function isDueInAnnualReport(state: RequirementState, year: number): boolean {
  const mode = reportingIn(state, year);
  if (mode !== 'annual' && mode !== 'through-year+annual') return false;
  const { ended } = state;
  const fellOut = ended !== undefined && (ended.how === 'withdrawn' || ended.how === 'superseded');
  return !fellOut || Number(ended.mark.time.slice(0, 4)) > year;
}

/** Laid down in this year or an earlier one and not ended: still valid, whether an answer is due or not. */
export const isValidIn = ({ issued, years, ended }: RequirementState, year: number): boolean =>
  issued !== undefined && ended === undefined && years.some(y => y.year <= year);

export type Stage =
  | 'unknown'
  | 'issued'
  | 'received'
  | 'accepted'
  | 'reported'
  | 'withdrawn'
  | 'superseded'
  | 'fulfilled'
  | 'closed';

/** How far the requirement has come in its life. */
export function stageOf(state: RequirementState): Stage {
  if (state.ended !== undefined) return state.ended.how;
  if (state.issued === undefined) return 'unknown';
  if (state.answers.length > 0) return 'reported';
  if (acceptanceStatus(state) === 'accepted' || acceptanceStatus(state) === 'accepted-with-reservation')
    return 'accepted';
  return state.received === undefined ? 'issued' : 'received';
}

export type Flag =
  | 'acceptance-superseded'
  | 'parent-changed'
  | 'deviation-without-cause'
  | 'deviation-without-measure'
  | 'open-question'
  | 'follow-up-declined'
  | 'addressee-succeeded';

/** What somebody should look at. Flags never block. */
export function flagsOf(state: RequirementState): readonly Flag[] {
  const open = state.deviations.filter(isOpen);
  const gaps = new Set(open.flatMap(lacking));
  const told: readonly (readonly [Flag, boolean])[] = [
    ['acceptance-superseded', acceptanceStatus(state) === 'superseded'],
    ['parent-changed', state.parent?.changed !== undefined],
    ['deviation-without-cause', gaps.has('cause')],
    ['deviation-without-measure', gaps.has('measure')],
    ['open-question', state.questions.some(q => q.asked !== undefined && q.answered === undefined)],
    ['follow-up-declined', state.declined.length > 0],
    ['addressee-succeeded', state.succeeded !== undefined],
  ];
  return told.filter(([, holds]) => holds).map(([flag]) => flag);
}
