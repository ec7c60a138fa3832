import { addresseeOf } from '../subjects';
import { type Joint, jointStatus } from '../states/joint-status';
import type { RequirementState } from '../states/requirement';
import { acceptanceStatus, isDueInAnnualReport } from '../states/requirement-status';
import { endingOf, textOf } from './about';
import { type Context, citesOf, joined, named } from './context';
import type { StreamAt } from './input';
import type { Part, Said } from './model';
import { saidOf } from './said';

type Requirement = StreamAt<RequirementState>;

/**
 * The parts of those who had this requirement laid on them in turn: named by the cascade, or naming it as their parent.
 * In the order of the organisations' ids.
 */
export const partsOf = (
  context: Context,
  { subject, state }: Requirement,
  known: ReadonlyMap<string, Requirement>,
): readonly Part[] =>
  [...known.values()]
    .filter(
      r => r.state.parent?.requirement === subject || state.children.some(c => c.requirement === r.subject),
    )
    .sort((a, b) => (a.subject < b.subject ? -1 : 1))
    .map(child => partOf(context, state, child));

function partOf(context: Context, parent: RequirementState, { subject, state }: Requirement): Part {
  const link = parent.children.find(c => c.requirement === subject);
  const said = saidOf(context, state);
  const text = textOf(context, state);
  const ended = endingOf(context, state);
  const cites = [text, said.answer, said.indicator, ended, ...said.interim, ...said.deviations];
  return {
    requirement: subject,
    organisation: named(context.register, addresseeOf(subject)),
    cascade: state.parent?.cascade ?? link?.cascade ?? 'inherited',
    text,
    ...said,
    acceptance: acceptanceStatus(state),
    status: statusOf(context, state, said) ?? null,
    ended,
    cites: joined([citesOf(context, [link?.mark, state.parent?.mark]), ...cites.map(c => c?.cites ?? [])]),
  };
}

/** A part without an answer counts as missing where one is due, and else not at all. */
function statusOf(context: Context, state: RequirementState, { answer }: Said): Joint | undefined {
  if (answer !== null) return answer.status.judgement ?? 'not-judged';
  return isDueInAnnualReport(state, context.year) ? 'missing' : undefined;
}

export const jointOf = (parts: readonly Part[]): Joint | null =>
  jointStatus(parts.flatMap(p => p.status ?? [])) ?? null;
