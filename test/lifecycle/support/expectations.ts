import type { Problem, ProblemName, Rule } from '../../../contracts/problems';

type Expectation = (verdict: Problem | undefined) => void;

interface More {
  /** Where in the event it lies. */
  readonly at?: string;
  readonly detail?: string | RegExp;
  readonly expected?: string | RegExp;
  readonly extra?: object;
}

export const accepted: Expectation = verdict => expect(verdict).toBeUndefined();

/** A rule says no, and tells what was wrong, what was expected and what to do. */
export const refused = (rule: Rule, more: More = {}): Expectation =>
  explained({ problem: 'rule-refused', rule }, more);

/** The event is not valid at a place. */
export const invalidAt = (at: string, more: More = {}): Expectation =>
  explained({ problem: 'invalid-event' }, { ...more, at });

/** Another kind of refusal. */
export const turnedAway = (problem: ProblemName, more: More = {}): Expectation =>
  explained({ problem }, more);

const explained =
  (wanted: Partial<Problem>, { at, detail, expected, extra }: More): Expectation =>
  verdict => {
    expect(verdict).toMatchObject({ ...wanted, ...(extra === undefined ? {} : { extra }) });
    expect([verdict?.detail, verdict?.advice]).toEqual([
      expect.stringMatching(/\S/),
      expect.stringMatching(/\S/),
    ]);
    if (wanted.problem !== 'not-found')
      expect(verdict?.expected ?? verdict?.errors?.[0]?.expected).toMatch(/\S/);
    if (detail !== undefined) expect(verdict?.detail).toMatch(detail);
    if (expected !== undefined) expect(verdict?.expected).toMatch(expected);
    if (at !== undefined) expect(verdict?.errors?.map(e => e.pointer)).toContain(at);
  };
