import type { Language } from '../../contracts/labels';
import { type Problem, problems } from '../../contracts/problems';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

export const statusOf = ({ problem }: Problem): number => problems[problem].status;

/** A refusal as RFC 9457 has it. `traceId` is of the sender's own traceparent. */
export function problemBody(
  { problem, detail, expected, advice, rule, errors, extra }: Problem,
  language: Language,
  traceId?: string,
): Readonly<Record<string, unknown>> {
  const { status, title } = problems[problem];
  return {
    ...extra,
    type: `/problems/${problem}`,
    title: title[language],
    status,
    detail,
    expected,
    advice,
    rule,
    errors,
    traceId,
  };
}
