import { organisationOf } from '../states/organisations';
import { acceptanceStatus } from '../states/requirement-status';
import type { RequirementState } from '../states/requirement';
import { addresseeOf } from '../subjects';
import { aboutOf } from './about';
import { acceptancesOf } from './acceptance';
import { type Context, sourceOf } from './context';
import { flagFacts } from './flags';
import type { StreamAt } from './input';
import { lineageOf, parentOf } from './lineage';
import type { Section } from './model';
import { jointOf, partsOf } from './parts';
import { saidOf } from './said';

/** One requirement whose answer is due, with everything the records tell of it. */
export function sectionOf(
  context: Context,
  number: number,
  requirement: StreamAt<RequirementState>,
  known: ReadonlyMap<string, StreamAt<RequirementState>>,
): Section {
  const { state } = requirement;
  const parts = partsOf(context, requirement, known);
  return {
    number,
    ...aboutOf(context, requirement),
    ...saidOf(context, state),
    parent: parentOf(context, state),
    carriedForward: carriedForward(context, state),
    lineage: lineageOf(context, state, known),
    due: dueOf(context, state),
    received: state.received === undefined ? null : sourceOf(context, state.received),
    acceptance: acceptanceStatus(state),
    acceptances: acceptancesOf(context, state),
    responsibleUnit: unitOf(context, requirement),
    flags: flagFacts(context, state),
    parts,
    joint: jointOf(parts),
  };
}

const carriedForward = (context: Context, { years, issued }: RequirementState): Section['carriedForward'] =>
  years
    .filter(y => y.year !== issued?.steeringYear)
    .sort((a, b) => a.year - b.year)
    .map(({ year, mark }) => ({ ...sourceOf(context, mark), year }));

const dueOf = (context: Context, { due }: RequirementState): Section['due'] =>
  due === undefined ? null : { ...sourceOf(context, due.mark), date: due.date, reason: due.reason ?? null };

/** The unit that answers for it. A responsible person is known by an opaque id that has no place here. */
function unitOf(
  context: Context,
  { subject, state: { responsible } }: StreamAt<RequirementState>,
): Section['responsibleUnit'] {
  if (responsible?.unit === undefined) return null;
  const { unit, mark } = responsible;
  const units = organisationOf(context.register, addresseeOf(subject))?.units ?? [];
  return { ...sourceOf(context, mark), name: units.find(u => u.unit === unit)?.name ?? unit };
}
