import { resolveAddressees } from '../../../contracts/addressees';
import { osloDayOf } from '../../../contracts/calendar';
import { standingItems } from '../../../contracts/states/document';
import type { DocumentView } from '../../../contracts/views';
import { present } from './present';
import type { Seen } from './seen';

/**
 * The document as this reader may see it: the issuer sees all, its superior and its addressees what is published from
 * publication on; undefined where its existence is not theirs to know.
 */
export function documentFor(
  view: DocumentView,
  seen: Pick<Seen, 'reader' | 'register'>,
): DocumentView | undefined {
  const { reader } = seen;
  if (reader.whole || reader.organisation === view.issuer) return view;
  if (view.published === undefined) return undefined;
  return reader.sees(view.issuer) || isAddressed(view, seen) ? published(view) : undefined;
}

function isAddressed(view: DocumentView, { reader, register }: Pick<Seen, 'reader' | 'register'>): boolean {
  const { organisation } = reader;
  const { issuer, registered, acceptances, graded } = view;
  if (organisation === undefined || view.published === undefined) return false;
  const directedTo = registered?.addressees;
  if (directedTo?.some(id => id === organisation) ?? reader.isDirectlyBelow(issuer)) return true;
  if (acceptances.some(a => a.organisation === organisation)) return true;
  if (graded.some(g => g.addressees.some(id => id === organisation))) return true;
  const day = osloDayOf(view.published.mark.time);
  const addressing = { register, issuer, directedTo, day };
  return standingItems(view).some(item =>
    resolveAddressees(item.addressees, addressing).organisations.includes(organisation),
  );
}

/** What was published: no items taken out, and nothing of how the draft came about. */
const published = (view: DocumentView): DocumentView => {
  const items = standingItems(view).map(({ readText: _, suggestedIndicator: __, ...item }) => ({
    ...item,
    doubts: [],
    decisions: [],
  }));
  const { standing, reportable } = view.counts;
  const counts = { items: standing, standing, reportable, doubtful: 0, undecided: 0 };
  return present({ ...view, items, counts });
};
