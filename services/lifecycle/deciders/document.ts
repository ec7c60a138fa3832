import type { OrganisationsState } from '../../../contracts/states/organisations';
import { organisationOf } from '../../../contracts/states/organisations';
import { type DocumentState, type Item, standingItems } from '../../../contracts/states/document';
import { resolveAddressees } from '../../../contracts/addressees';
import type { Flaw } from '../../../contracts/codec/decode';
import { addresseeOf } from '../../../contracts/subjects';
import type { Act, DecisionFacts } from '../facts';
import { firstOf, flawAt, invalid, refuse, type Verdict } from '../refusals';
import { classified, isParent } from './issue';
import { decideRequirement } from './requirement';

type DocumentAct = Act<'document'>;

/** May this be said of the document as it stands? */
export function decideDocument(state: DocumentState, act: DocumentAct, facts: DecisionFacts): Verdict {
  if (act.what === 'registered') return decideRegistration(state, act, facts);
  if (state.registered === undefined) {
    return refuse(
      'lifecycle',
      `Document ${act.subject} is not registered.`,
      'a registered document',
      'Register it with no.kravspor.document.registered.v1, or import it.',
    );
  }
  switch (act.what) {
    case 'item-read':
      return firstOf(
        () => stillReading(state),
        () =>
          state.items.some(i => i.item === act.data.item)
            ? invalid(
                '/data/item',
                'an item that was not read before',
                act.data.item,
                'Give each item an id of its own.',
              )
            : undefined,
      );
    case 'reading-completed':
      return firstOf(
        () => stillReading(state),
        () =>
          state.items.length === act.data.items
            ? undefined
            : invalid(
                '/data/items',
                `${state.items.length}, the items read`,
                String(act.data.items),
                'Send the missing items first.',
              ),
      );
    case 'item-corrected':
      return firstOf(
        () => openItem(state, act.data.item),
        () => (act.data.classification === undefined ? undefined : classified(act.data.classification)),
      );
    case 'item-promoted':
    case 'item-demoted':
    case 'item-dropped':
    case 'indicator-specified':
      return openItem(state, act.data.item);
    case 'item-linked':
      return firstOf(
        () => openItem(state, act.data.item),
        () => decideLink(act.data, act.owner, facts),
      );
    case 'item-directed':
      return firstOf(
        () => openItem(state, act.data.item),
        () => decideEffect(act.data.effect.key, act.owner, facts),
      );
    case 'published':
      return decidePublication(state, act, facts);
    case 'superseded':
      return isPublished(state, act.subject);
    case 'accepted':
      return firstOf(
        () => isPublished(state, act.subject),
        () => decideBoardCase(act, facts),
      );
    case 'supplemented':
    case 'graded-assignment-noted':
    case 'corrected':
      return undefined;
  }
}

function decideRegistration(
  state: DocumentState,
  { subject, owner, data }: DocumentAct & { readonly what: 'registered' },
  facts: DecisionFacts,
): Verdict {
  const { supplements } = data;
  return firstOf(
    () =>
      state.registered === undefined
        ? undefined
        : refuse(
            'lifecycle',
            `Document ${subject} was registered before.`,
            'a document that is not there yet',
            'Give the new document an id of its own, or supersede the old one.',
          ),
    () => isRegistered(facts.register, owner),
    () => classified(data.classification),
    () =>
      supplements === undefined || facts.documents.get(supplements)?.published !== undefined
        ? undefined
        : invalid(
            '/data/supplements',
            'a published document',
            supplements,
            'Publish the document it supplements first.',
          ),
  );
}

/** An organisation must be in the register before it issues or answers anything. */
export const isRegistered = (register: OrganisationsState, id: string): Verdict =>
  organisationOf(register, id) === undefined
    ? refuse(
        'I104',
        `${id} is not in the register.`,
        'a registered organisation',
        'Register it with no.kravspor.organisations.registered.v1 first.',
      )
    : undefined;

const stillReading = (state: DocumentState): Verdict =>
  state.read === undefined
    ? undefined
    : refuse(
        'lifecycle',
        'The reading of the document is completed.',
        'a document that is still being read',
        'Correct or drop items instead.',
      );

function openItem(state: DocumentState, id: string): Verdict {
  const item = state.items.find(i => i.item === id);
  if (state.published !== undefined)
    return refuse(
      'lifecycle',
      'The document is published; its items are fixed.',
      'a draft',
      'Amend the requirements, or issue a supplement.',
    );
  if (item === undefined)
    return invalid('/data/item', 'an item of the document', id, 'GET the document to see its items.');
  return item.dropped === undefined
    ? undefined
    : refuse(
        'lifecycle',
        `Item ${id} was dropped.`,
        'a standing item',
        'Correct the record that dropped it.',
      );
}

function decideLink(
  { cascade, parent }: { readonly cascade: string; readonly parent?: string },
  issuer: string,
  facts: DecisionFacts,
): Verdict {
  if (cascade === 'added')
    return parent === undefined
      ? undefined
      : invalid(
          '/data/parent',
          'no parent, since it is added here',
          parent,
          'Choose another kind of cascade, or leave the parent out.',
        );
  return parent === undefined
    ? invalid(
        '/data/parent',
        'the parent requirement',
        'nothing',
        'Name the parent as organisation.key, or choose the cascade kind added.',
      )
    : isParent(parent, issuer, facts);
}

function decideEffect(key: string, issuer: string, { addressees, requirements }: DecisionFacts): Verdict {
  const subjects = addressees.get(key) ?? [];
  const own = subjects.filter(s => requirements.get(s)?.issued?.issuer === issuer);
  return own.length > 0
    ? undefined
    : invalid(
        '/data/effect/key',
        `the key of a requirement that ${issuer} has issued`,
        key,
        'GET /v1/common lists the keys.',
      );
}

const isPublished = (state: DocumentState, subject: string): Verdict =>
  state.published === undefined
    ? refuse('I103', `Document ${subject} is not published.`, 'a published document', 'Publish it first.')
    : undefined;

function decidePublication(state: DocumentState, act: DocumentAct, facts: DecisionFacts): Verdict {
  const items = standingItems(state);
  return firstOf(
    () =>
      state.published === undefined
        ? undefined
        : refuse(
            'lifecycle',
            `Document ${act.subject} was published before.`,
            'a draft',
            'Issue a supplement.',
          ),
    () =>
      state.read === undefined
        ? refuse(
            'lifecycle',
            'The document has not been read to its end.',
            'reading-completed',
            'Send the rest of the import again; what is there already is recognised.',
          )
        : undefined,
    () =>
      items.length === 0
        ? refuse(
            'lifecycle',
            'The document has no items.',
            'at least one standing item',
            'Import the text, or correct the records that dropped its items.',
          )
        : undefined,
    () => undirected(items),
    () => unaddressed(state, items, act, facts),
  );
}

function undirected(items: readonly Item[]): Verdict {
  const errors = items
    .filter(i => i.kind === 'indicator' && i.indicator === undefined && i.effect?.kind !== 'carries-forward')
    .map(i => flawAt(`/items/${i.item}`, 'indicator-specified with direction and unit', 'no direction'));
  return errors.length === 0
    ? undefined
    : refuse(
        'indicator-without-direction',
        `${errors.length} of the indicators have no direction.`,
        'a direction and unit for each indicator',
        'Send no.kravspor.document.indicator-specified.v1 for each.',
        { errors },
      );
}

function unaddressed(
  state: DocumentState,
  items: readonly Item[],
  { owner, time }: DocumentAct,
  { register }: DecisionFacts,
): Verdict {
  const addressing = {
    register,
    issuer: owner,
    directedTo: state.registered?.addressees,
    day: time.slice(0, 10),
  };
  const errors = items.flatMap((i): readonly Flaw[] => {
    const { organisations, unresolved } = resolveAddressees(i.addressees, addressing);
    const unknown = unresolved.map(phrase =>
      flawAt(`/items/${i.item}`, 'an addressee of the register', phrase),
    );
    return organisations.length === 0 && unknown.length === 0
      ? [flawAt(`/items/${i.item}`, 'an addressee', 'nobody')]
      : unknown;
  });
  return errors.length === 0
    ? undefined
    : refuse(
        'I104',
        `${errors.length} addressees cannot be told from the register.`,
        'names, aliases or groups of the register',
        'Add an alias to the organisation, or correct the item.',
        { errors },
      );
}

/** Each requirement the board has taken must be its own, issued, and named at the version that counted that day. */
function decideBoardCase(
  { data, organisation, body, time }: DocumentAct & { readonly what: 'accepted' },
  facts: DecisionFacts,
): Verdict {
  for (const [i, { requirement, version }] of data.requirements.entries()) {
    const state = facts.requirements.get(requirement);
    if (addresseeOf(requirement) !== organisation || state === undefined) {
      return refuse(
        'I104',
        `${requirement} is not laid on ${organisation}.`,
        `requirements of ${organisation}`,
        'A board accepts what is laid on its own organisation.',
        {
          errors: [
            flawAt(`/data/requirements/${i}/requirement`, `a requirement of ${organisation}`, requirement),
          ],
        },
      );
    }
    const accepted = {
      family: 'requirement',
      what: 'accepted',
      data: { version },
      subject: requirement,
      owner: organisation,
      organisation,
      body,
      time,
    } as const;
    const verdict = decideRequirement(state, accepted, facts);
    if (verdict !== undefined)
      return { ...verdict, errors: [flawAt(`/data/requirements/${i}`, verdict.expected ?? '', requirement)] };
  }
  return undefined;
}
