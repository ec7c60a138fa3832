import type { Flaw } from '../../contracts/codec/decode';
import type { Problem, Rule } from '../../contracts/problems';

/** Either nothing to object to, or the refusal. */
export type Verdict = Problem | undefined;

/** A rule of the domain says no. */
export const refuse = (
  rule: Rule,
  detail: string,
  expected: string,
  advice: string,
  more: Pick<Problem, 'errors' | 'extra'> = {},
): Problem => ({ problem: 'rule-refused', rule, detail, expected, advice, ...more });

/** One flaw of an event, as a whole refusal. */
export const invalid = (pointer: string, expected: string, found: string, advice: string): Problem => ({
  problem: 'invalid-event',
  detail: `The event is not valid at ${pointer}.`,
  expected,
  advice,
  errors: [{ pointer, expected, found }],
});

export const notFound = (what: string, advice: string): Problem => ({
  problem: 'not-found',
  detail: `There is no ${what}.`,
  advice,
});

/** The first objection, each looked at only if those before had none. */
export function firstOf(...checks: readonly (() => Verdict)[]): Verdict {
  for (const check of checks) {
    const verdict = check();
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}

export const flawAt = (pointer: string, expected: string, found: string): Flaw => ({
  pointer,
  expected,
  found,
});
