import { addresseeOf } from '../subjects';
import type { RequirementState } from '../states/requirement';
import { currentText, lastAnswer } from '../states/requirement-status';
import { yearsOf } from './about';
import { type Context, named, sourceOf, statusFact } from './context';
import type { StreamAt } from './input';
import type { LineageFact, ParentFact } from './model';

type Requirement = StreamAt<RequirementState>;

/** What it was derived from, and whether that has moved on since. */
export function parentOf(context: Context, { parent }: RequirementState): ParentFact | null {
  if (parent === undefined) return null;
  const { requirement, cascade, version, changed, mark } = parent;
  return {
    ...sourceOf(context, mark),
    requirement,
    organisation: named(context.register, addresseeOf(requirement)),
    cascade,
    version: version ?? null,
    changed:
      changed === undefined
        ? null
        : { ...sourceOf(context, changed.mark), version: changed.version, text: changed.text },
  };
}

/** The earlier requirements this one restates, nearest first; a ring ends where it closes. */
export function lineageOf(
  context: Context,
  state: RequirementState,
  known: ReadonlyMap<string, Requirement>,
): readonly LineageFact[] {
  const facts: LineageFact[] = [];
  const seen = new Set<string>();
  let next = state.issued?.predecessor;
  while (next !== undefined && !seen.has(next)) {
    seen.add(next);
    const earlier = known.get(next);
    const text = earlier === undefined ? undefined : currentText(earlier.state);
    if (earlier === undefined || text === undefined) break;
    const last = lastAnswer(earlier.state);
    facts.push({
      ...sourceOf(context, text.mark, last?.mark, earlier.state.ended?.mark),
      requirement: next,
      text: text.text,
      years: yearsOf(earlier.state),
      lastStatus: last === undefined ? null : statusFact(context, last.status),
      ended: earlier.state.ended?.how ?? null,
    });
    next = earlier.state.issued?.predecessor;
  }
  return facts;
}
