import { osloDayOf } from '../../../contracts/calendar';
import { OrganisationId } from '../../../contracts/primitives';
import { existsOn, organisationOf } from '../../../contracts/states/organisations';
import type { RequirementState } from '../../../contracts/states/requirement';
import { addresseeOf } from '../../../contracts/subjects';
import type { Act, DecisionFacts } from '../facts';
import { firstOf, invalid, refuse, type Verdict } from '../refusals';

type Issue = Act<'requirement'> & { readonly what: 'issued' };

/** May this requirement be laid on this addressee? */
export function decideIssue(state: RequirementState, act: Issue, facts: DecisionFacts): Verdict {
  const { data, owner, time, organisation } = act;
  const addressee = organisationOf(facts.register, owner);
  const day = osloDayOf(time);
  const { parent } = data;
  return firstOf(
    () =>
      state.issued === undefined
        ? undefined
        : refuse(
            'I111',
            `${act.subject} was issued before.`,
            'a requirement that is not there yet',
            'Amend it, carry it forward, or issue the new text under a key of its own.',
          ),
    () =>
      addressee !== undefined && existsOn(addressee, day)
        ? undefined
        : refuse(
            'I104',
            `${owner} is not in the register on ${day}.`,
            'a registered organisation as addressee',
            'Register it with no.kravspor.organisations.registered.v1 first.',
          ),
    () =>
      data.issuer === organisation
        ? undefined
        : invalid(
            '/data/issuer',
            `the organisation that sends the event, ${organisation}`,
            data.issuer,
            'The issuer speaks for itself.',
          ),
    () => classified(data.classification),
    () =>
      data.kind !== 'indicator' || data.indicator !== undefined
        ? undefined
        : refuse(
            'indicator-without-direction',
            'The indicator has no direction and unit.',
            'data.indicator with direction and unit',
            'Tell whether more or less is wanted: a colour would be wrong otherwise.',
          ),
    () => (parent === undefined ? undefined : isParent(parent.requirement, organisation, facts)),
  );
}

/** Exempt from public access needs its legal basis. */
export const classified = (classification: {
  readonly access: string;
  readonly legalBasis?: string;
}): Verdict =>
  classification.access === 'exempt' && classification.legalBasis === undefined
    ? invalid(
        '/data/classification/legalBasis',
        'the legal basis of the exemption',
        'nothing',
        'Name the section of law, such as offl. § 14.',
      )
    : undefined;

/** A parent is a requirement laid on the very organisation that now cascades it. */
export function isParent(parent: string, issuer: string, facts: DecisionFacts): Verdict {
  if (addresseeOf(parent) !== issuer || !OrganisationId.is(addresseeOf(parent))) {
    return refuse(
      'lifecycle',
      `${parent} is not laid on ${issuer}.`,
      `a requirement whose addressee is ${issuer}`,
      'Name a parent of your own, or choose the cascade kind added.',
    );
  }
  return facts.requirements.get(parent)?.issued === undefined
    ? refuse(
        'I103',
        `${parent} has not been issued.`,
        'an issued requirement as parent',
        'Issue the parent first.',
      )
    : undefined;
}
