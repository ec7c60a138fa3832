import { isAbove, organisationOf, type OrganisationsState } from '../../contracts/states/organisations';
import type { Received } from './receive';
import { type Principal, RESERVED_SOURCE } from './principal';
import type { Problem } from '../../contracts/problems';
import { firstOf, notFound, refuse, type Verdict } from './refusals';

const notAllowed = (detail: string, expected: string, advice: string): Problem => ({
  problem: 'not-allowed',
  detail,
  expected,
  advice,
});

/** May this credential say this at all? Looked at before anything of the stream is told. */
export function mayClaim(
  principal: Principal,
  { event, definition, thing }: Received,
  register: OrganisationsState,
): Verdict {
  const { who } = definition;
  const body = event.body ?? 'administration';
  return firstOf(
    () =>
      principal.system || !event.source.startsWith(RESERVED_SOURCE)
        ? undefined
        : notAllowed(
            `Sources beginning with ${RESERVED_SOURCE} are reserved.`,
            'a source of your own',
            'Use the address of your service as source.',
          ),
    () =>
      principal.system || who.relation !== 'system'
        ? undefined
        : notAllowed(
            `${event.type} is recorded by the program itself.`,
            'another event type',
            'It follows by itself from the act that causes it.',
          ),
    () =>
      (principal.sources?.some(allowed => covers(allowed, event.source)) ?? true)
        ? undefined
        : notAllowed(
            'The credential may not use this source.',
            `${principal.sources?.join(' or ') || 'no source at all'}, or below`,
            'Use a source the key was issued for.',
          ),
    () =>
      thing.owner !== undefined && !mayWriteTo(principal, thing.owner, who.relation, register)
        ? notFound(`stream of ${event.subject} that you may see`, 'Check the subject.')
        : undefined,
    () =>
      principal.organisation === undefined || principal.organisation === event.organisation
        ? undefined
        : notAllowed(
            `The credential does not speak for ${event.organisation}.`,
            `organisation ${principal.organisation}`,
            'Send the event on behalf of your own organisation.',
          ),
    () =>
      principal.body === undefined || principal.body === body
        ? undefined
        : notAllowed(
            `The credential does not speak for the ${body} of ${event.organisation}.`,
            `body ${principal.body}`,
            'Use a credential of that body.',
          ),
    () =>
      principal.system || who.roles.some(role => principal.roles.includes(role))
        ? undefined
        : notAllowed(
            `${event.type} asks for another role.`,
            `one of the roles ${who.roles.join(', ')}`,
            'Ask the administrator for a key with that role.',
          ),
  );
}

/** The source itself, or one below it: https://a.example does not cover https://a.example.org. */
const covers = (allowed: string, source: string): boolean =>
  source === allowed ||
  (source.startsWith(allowed) && /[/:?#]/.test(allowed.slice(-1) + source.charAt(allowed.length)));

/** The organisation named in the event must stand to the stream's organisation as the catalogue says. */
export function fitsRelation({ event, definition, thing }: Received, register: OrganisationsState): Verdict {
  const { owner } = thing;
  if (owner === undefined) return undefined;
  const self = event.organisation === owner;
  const above = isAbove(register, event.organisation, owner);
  const say = (expected: string): Verdict =>
    refuse(
      'I104',
      `${event.organisation} may not say this of ${event.subject}.`,
      expected,
      'Send it on behalf of the organisation whose word it is; GET /v1/catalogue tells whose.',
    );
  switch (definition.who.relation) {
    case 'self':
      return self ? undefined : say(`organisation ${owner}, to which it is addressed`);
    case 'above':
      return above ? undefined : say(`an organisation above ${owner}`);
    case 'self-or-above':
      return self || above ? undefined : say(`organisation ${owner} or one above it`);
    case 'addressee':
    case 'any':
    case 'system':
      return undefined;
  }
}

/** May this reader see streams of this organisation? Its own, and those of the ones directly below. */
export function mayRead(principal: Principal, owner: string, register: OrganisationsState): boolean {
  if (principal.scope === 'whole-log' || principal.organisation === undefined) return true;
  return (
    principal.organisation === owner || organisationOf(register, owner)?.parent === principal.organisation
  );
}

function mayWriteTo(
  principal: Principal,
  owner: string,
  relation: Received['definition']['who']['relation'],
  register: OrganisationsState,
): boolean {
  if (principal.organisation === undefined) return true;
  const { organisation } = principal;
  // Addressees of a document speak in the stream of its issuer, which they may see once it is published.
  if (relation === 'addressee' || relation === 'any') return true;
  return organisation === owner || isAbove(register, organisation, owner);
}
