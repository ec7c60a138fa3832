import { sha256OfJson } from '../json/canonical';
import type { AnnualReport, DeviationFact, Said, StatusFact } from './model';

/** What counts as the answer of a requirement, free of its sources: told again unchanged, it is the same answer. */
export interface Answered {
  readonly status: Pick<StatusFact, 'scale' | 'version' | 'value'> | null;
  readonly text: string | null;
  readonly forecast: unknown;
  readonly value: unknown;
  readonly deviations: readonly unknown[];
}

/**
 * The answer of a requirement: status, text, forecast, measured value, and what is said of its deviations. What others
 * do with a deviation (that the owner was told of it, or accepts it for a time) is no part of the answer. A requirement
 * that is not in the report answers nothing.
 */
export function answeredIn(section: Said | undefined): Answered {
  const { answer, indicator, deviations } = section ?? NOTHING;
  return {
    status: answer === null ? null : stepOf(answer.status),
    text: answer?.text ?? null,
    forecast:
      answer?.forecast == null
        ? null
        : { status: stepOf(answer.forecast.status), text: answer.forecast.text },
    value: indicator?.measured?.value ?? null,
    deviations: deviations.map(spoken),
  };
}

const NOTHING: Said = { answer: null, interim: [], indicator: null, deviations: [] };

const stepOf = ({ scale, version, value }: StatusFact): NonNullable<Answered['status']> => ({
  scale,
  version,
  value,
});

const spoken = ({ deviation, raised, cause, measures, effect, closed }: DeviationFact): unknown => ({
  deviation,
  raised: raised && {
    about: raised.about,
    period: raised.period,
    description: raised.description,
    variance: raised.variance,
  },
  cause: cause?.text ?? null,
  measures: measures.map(({ measure, text, due, stage, droppedBecause }) => ({
    measure,
    text,
    due,
    stage,
    droppedBecause,
  })),
  effect: effect && { effective: effect.effective, text: effect.text },
  closed: closed?.text ?? null,
});

/** SHA-256 of the canonical form of a requirement's answer; what `difference-judged` names as `answer`. */
export const answerDigest = (section: Said | undefined): string => sha256OfJson(answeredIn(section));

/** SHA-256 of the canonical form of the model; what a submission names as `digest`. */
export const reportDigest = (report: AnnualReport): string => sha256OfJson(report);
