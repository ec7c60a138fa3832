import { resolveAddressees } from '../../../contracts/addressees';
import { osloDayOf } from '../../../contracts/calendar';
import type { Flaw } from '../../../contracts/codec/decode';
import { type DocumentState, type Item, standingItems } from '../../../contracts/states/document';
import { existsOn, isAbove, organisationOf } from '../../../contracts/states/organisations';
import type { Act, DecisionFacts } from '../facts';
import { firstOf, flawAt, refuse, type Verdict } from '../refusals';

type DocumentAct = Act<'document'>;

/** May the draft be published as it stands? All its items, each to its addressees, are issued by that. */
export function decidePublication(state: DocumentState, act: DocumentAct, facts: DecisionFacts): Verdict {
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

/** Where an item does nothing but end or prolong an earlier requirement, it needs neither direction nor addressee. */
const isLaid = ({ effect }: Item): boolean => effect === undefined || effect.kind === 'restates';
const isWorded = (item: Item): boolean => isLaid(item) || item.effect?.kind === 'amends';

function undirected(items: readonly Item[]): Verdict {
  const errors = items
    .filter(i => i.kind === 'indicator' && i.indicator === undefined && isWorded(i))
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
  { registered }: DocumentState,
  items: readonly Item[],
  { owner, time }: DocumentAct,
  { register }: DecisionFacts,
): Verdict {
  const day = osloDayOf(time);
  const addressing = { register, issuer: owner, directedTo: registered?.addressees, day };
  const isThere = (id: string): boolean => {
    const organisation = organisationOf(register, id);
    return organisation !== undefined && existsOn(organisation, day) && isAbove(register, owner, id);
  };
  const errors = items.filter(isLaid).flatMap(({ item, addressees }): readonly Flaw[] => {
    const { organisations, unresolved } = resolveAddressees(addressees, addressing);
    const strangers = organisations.filter(id => !isThere(id));
    if (organisations.length === 0 && unresolved.length === 0)
      return [flawAt(`/items/${item}`, 'an addressee', 'nobody')];
    return [
      ...unresolved.map(phrase => flawAt(`/items/${item}`, 'an addressee of the register', phrase)),
      ...strangers.map(id => flawAt(`/items/${item}`, `an organisation below ${owner} on ${day}`, id)),
    ];
  });
  return errors.length === 0
    ? undefined
    : refuse(
        'I104',
        `${errors.length} addressees cannot be told from the register, or do not stand below ${owner}.`,
        `names, aliases or groups of organisations below ${owner}`,
        'Add an alias to the organisation, or correct the item.',
        { errors },
      );
}
