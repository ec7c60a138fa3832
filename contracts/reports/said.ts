import { compareDecimals } from '../decimal';
import { target } from '../states/indicator';
import { annualAnswer, baselineOf, indicatorJudgement, measurementOf } from '../states/requirement-status';
import { periodKey, type RequirementState } from '../states/requirement';
import { type Context, citesOf, joined, sourceOf, statusFact } from './context';
import { deviationsIn } from './deviations';
import type { AnswerFact, IndicatorFact, InterimFact, Said } from './model';

/** What the addressee says of the requirement in the year of the report. */
export const saidOf = (context: Context, state: RequirementState): Said => ({
  answer: answerOf(context, state),
  interim: interimOf(context, state),
  indicator: indicatorOf(context, state),
  deviations: deviationsIn(context, state),
});

function answerOf(context: Context, state: RequirementState): AnswerFact | null {
  const answer = annualAnswer(state, context.year);
  if (answer === undefined) return null;
  const { status, text, forecast, evidence, mark } = answer;
  return {
    ...sourceOf(context, mark),
    status: statusFact(context, status),
    text,
    forecast:
      forecast === undefined ? null : { status: statusFact(context, forecast.status), text: forecast.text },
    evidence: (evidence ?? []).map(({ title, sha256 }) => ({ title, sha256 })),
  };
}

const interimOf = (context: Context, { answers }: RequirementState): readonly InterimFact[] =>
  answers
    .filter(({ period }) => period.year === context.year && period.months.length < 12)
    .sort((a, b) => (periodKey(a.period) < periodKey(b.period) ? -1 : 1))
    .map(({ period, status, mark }) => ({
      ...sourceOf(context, mark),
      period: { year: period.year, months: [...period.months].sort((a, b) => a - b) },
      status: statusFact(context, status),
    }));

function indicatorOf(context: Context, state: RequirementState): IndicatorFact | null {
  const { indicator, issued, versions } = state;
  if (indicator === undefined) return null;
  const baseline = baselineOf(state);
  const measured = measurementOf(state, context.year);
  const { direction, unit, threshold, baselineYear, wantedChange } = indicator;
  const specified = citesOf(context, [issued?.mark, ...versions.map(v => v.mark)]);
  return {
    direction,
    unit,
    threshold: threshold ?? null,
    baselineYear: baselineYear ?? null,
    wantedChange:
      wantedChange === undefined ? null : { unit: wantedChange.unit, amount: wantedChange.amount ?? null },
    baseline:
      baseline === undefined
        ? null
        : {
            ...sourceOf(context, baseline.mark),
            year: baseline.year,
            value: baseline.value,
            source: baseline.source ?? null,
          },
    measured:
      measured === undefined
        ? null
        : {
            ...sourceOf(context, measured.mark),
            period: measured.period,
            value: measured.value,
            source: measured.source ?? null,
          },
    target:
      baseline?.value.state === 'set' && (wantedChange?.amount !== undefined || direction === 'maintain')
        ? target(indicator, baseline.value.value)
        : null,
    againstThreshold:
      measured?.value.state === 'set' && threshold !== undefined
        ? place(compareDecimals(measured.value.value, threshold))
        : null,
    judgement: indicatorJudgement(state, context.year) ?? 'not-judged',
    specifiedBy: specified,
    targetRestsOn: joined([specified, citesOf(context, [baseline?.mark])]),
    cites: joined([specified, citesOf(context, [baseline?.mark, measured?.mark])]),
  };
}

const place = (distance: number): 'below' | 'at' | 'above' =>
  distance < 0 ? 'below' : distance > 0 ? 'above' : 'at';
