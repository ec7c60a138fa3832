import type { DocumentState } from '../../../contracts/states/document';
import type { RequirementState } from '../../../contracts/states/requirement';
import { addresseeOf, keyOf, keyOfItem } from '../../../contracts/subjects';
import type { Act, DecisionFacts } from '../facts';
import { firstOf, flawAt, invalid, refuse, type Verdict } from '../refusals';
import { decideRequirement } from './requirement';

type BoardCase = Act<'document'> & { readonly what: 'accepted' };

/** Each requirement the board has taken must be its own, told by this document, and named at the version that stood then. */
export function decideBoardCase(document: DocumentState, act: BoardCase, facts: DecisionFacts): Verdict {
  const { requirements } = act.data;
  return firstOf(
    ...requirements.map(({ requirement }, i) => () => {
      const at = `/data/requirements/${i}/requirement`;
      return firstOf(
        () =>
          requirements.findIndex(r => r.requirement === requirement) === i
            ? undefined
            : invalid(at, 'each requirement once', requirement, 'Name each requirement once.'),
        () => isTold(document, requirement, at, act, facts.requirements.get(requirement)),
        () => isTaken(act, i, facts),
      );
    }),
  );
}

/** The document has laid the requirement on the board's organisation, or changed it. */
function isTold(
  { items }: DocumentState,
  requirement: string,
  at: string,
  { subject, organisation }: BoardCase,
  state: RequirementState | undefined,
): Verdict {
  const refusal = (expected: string): Verdict =>
    refuse(
      'I104',
      `${requirement} is not among the ${expected}.`,
      expected,
      'A board accepts, in the stream of a document, what that document has laid on its own organisation.',
      { errors: [flawAt(at, expected, requirement)] },
    );
  if (addresseeOf(requirement) !== organisation) return refusal(`requirements of ${organisation}`);
  const keys = items.flatMap(({ item, effect }) => [
    keyOfItem(subject, item),
    ...(effect === undefined ? [] : [effect.key]),
  ]);
  const isNamed = keys.includes(keyOf(requirement)) || state?.issued?.origin?.document === subject;
  return isNamed ? undefined : refusal(`requirements that ${subject} lays on ${organisation}`);
}

/** The acceptance that this act will cause in the requirement's own stream must be fit for it. */
function isTaken({ data, owner: _, ...act }: BoardCase, i: number, facts: DecisionFacts): Verdict {
  const named = data.requirements[i];
  const state = named === undefined ? undefined : facts.requirements.get(named.requirement);
  if (named === undefined || state === undefined)
    return refuse(
      'I103',
      `${named?.requirement ?? ''} has not been issued.`,
      'issued requirements',
      'Name requirements that have been issued.',
      { errors: [flawAt(`/data/requirements/${i}`, 'an issued requirement', named?.requirement ?? '')] },
    );
  const { requirement, version } = named;
  const verdict = decideRequirement(
    state,
    {
      ...act,
      family: 'requirement',
      what: 'accepted',
      data: { version },
      subject: requirement,
      owner: act.organisation,
    },
    facts,
  );
  if (verdict === undefined) return undefined;
  const errors = verdict.errors ?? [flawAt('/data', verdict.expected ?? '', requirement)];
  return {
    ...verdict,
    errors: errors.map(e => ({ ...e, pointer: e.pointer.replace('/data', `/data/requirements/${i}`) })),
  };
}
