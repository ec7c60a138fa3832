import { type Either, left, right } from 'fp-ts/Either';
import type { CommonRow } from '../../../contracts/api/rows';
import { dueOf } from '../../../contracts/due';
import type { Problem } from '../../../contracts/problems';
import type { Item } from '../../../contracts/states/document';
import { stepOf } from '../../../contracts/states/log';
import type {
  CalendarView,
  CommonView,
  DeviationView,
  DocumentView,
  OrganisationView,
  Reasons,
  RequirementView,
} from '../../../contracts/views';
import { type Answer, jsonAnswer } from '../handler';
import { asJson, shownPersons, uncached } from '../persons/shown';
import { documentFor } from './document-access';
import { commonRow, maySeeCommon } from './lists/common';
import { deadlineRows, maySeeCalendar } from './lists/deadlines';
import { deviationRow } from './lists/deviations';
import { organisationRow } from './lists/organisations';
import { calendarsFor } from './lists/requirements';
import { nameOf } from './names';
import { unknownThing } from './problems';
import { type Seen, viewOf } from './seen';

type Found = Promise<Either<Problem, Answer>>;

/** Every field with a link to the record behind it. */
export const linked = (because: Reasons): Readonly<Record<string, { record: string; href: string }>> =>
  Object.fromEntries(
    Object.entries(because).flatMap(([field, record]) =>
      record === undefined ? [] : [[field, { record, href: `/v1/events/${record}` }] as const],
    ),
  );

export async function requirementFor(id: string, seen: Seen): Promise<RequirementView | undefined> {
  const view = await viewOf<RequirementView>(seen, 'requirements', id);
  return view !== undefined && seen.reader.sees(view.organisation) ? view : undefined;
}

export async function requirementAnswer(id: string, seen: Seen): Found {
  const view = await requirementFor(id, seen);
  if (view === undefined) return left(unknownThing(`requirement ${id}`));
  const calendars = await calendarsFor(seen, [view]);
  const href = `/v1/requirements/${id}`;
  const status = view.answer && stepOf(seen.log, view.answer.status);
  const persons = await shownPersons(view.responsible, seen);
  const value = {
    href,
    ...view,
    organisationName: nameOf(seen, view.organisation),
    status: status === undefined ? null : { ...status },
    due: { own: view.due ?? null, ...dueOf(view, name => calendars.get(name), seen.today) },
    because: linked(view.because),
    links: {
      history: `${href}/history`,
      historyInWords: `${href}/history?format=text`,
      page: `/requirements/${id}`,
      common: `/v1/common/${view.key}`,
      deviations: `/v1/deviations?requirement=${id}`,
      ...(view.document === undefined ? {} : { document: `/v1/documents/${view.document}` }),
    },
    ...asJson(persons),
  };
  return right(jsonAnswer(value, { revision: view.revision, headers: uncached(persons) }));
}

export async function commonFor(key: string, seen: Seen): Promise<CommonRow | undefined> {
  const view = await viewOf<CommonView>(seen, 'common', key);
  return view !== undefined && maySeeCommon(view, seen) ? commonRow(view, seen) : undefined;
}

export async function commonAnswer(key: string, seen: Seen): Found {
  const row = await commonFor(key, seen);
  return row === undefined
    ? left(unknownThing(`text ${key}`))
    : right(jsonAnswer(row, { etag: `seq-${row.seq}` }));
}

export async function visibleDocument(id: string, seen: Seen): Promise<DocumentView | undefined> {
  const view = await viewOf<DocumentView>(seen, 'documents', id);
  return view === undefined ? undefined : documentFor(view, seen);
}

export async function documentAnswer(id: string, seen: Seen): Found {
  const view = await visibleDocument(id, seen);
  if (view === undefined) return left(unknownThing(`document ${id}`));
  const href = `/v1/documents/${id}`;
  const value = {
    href,
    ...view,
    issuerName: nameOf(seen, view.issuer),
    items: [...view.items].sort((a, b) => a.order - b.order).map(item => itemOf(view, item)),
    because: linked(view.because),
    links: { history: `${href}/history`, page: `/documents/${id}`, ...originalLink(view) },
  };
  return right(jsonAnswer(value, { revision: view.revision }));
}

const originalLink = ({ document, registered }: DocumentView) =>
  registered === undefined
    ? {}
    : { original: `/v1/originals/${registered.original.sha256}?document=${document}` };

export async function itemAnswer(id: string, itemId: string, seen: Seen): Found {
  const view = await visibleDocument(id, seen);
  const item = view?.items.find(i => i.item === itemId);
  if (view === undefined || item === undefined) return left(unknownThing(`item ${itemId} of document ${id}`));
  return right(jsonAnswer(itemOf(view, item), { revision: item.revision }));
}

/** An item, the ETag to decide on it with, and where it stands in the original. */
const itemOf = (view: DocumentView, item: Item) => ({
  href: `/v1/documents/${view.document}/items/${item.item}`,
  etag: `"${item.revision}"`,
  ...item,
  provenance: {
    sha256: view.registered?.original.sha256 ?? null,
    lines: [item.place.firstLine, item.place.lastLine],
    original: `/documents/${view.document}/original#L${item.place.firstLine}`,
    record: { record: item.read.record, href: `/v1/events/${item.read.record}` },
  },
});

export async function deviationAnswer(requirement: string, deviation: string, seen: Seen): Found {
  const view = await viewOf<DeviationView>(seen, 'deviations', `${requirement}/${deviation}`);
  if (view === undefined || !seen.reader.sees(view.organisation))
    return left(unknownThing(`deviation ${deviation} of ${requirement}`));
  const persons = await shownPersons(view.measures, seen);
  const value = { ...deviationRow(view, seen), because: linked(view.because), ...asJson(persons) };
  return right(jsonAnswer(value, { revision: view.revision, headers: uncached(persons) }));
}

export async function organisationAnswer(id: string, on: string | undefined, seen: Seen): Found {
  const view = await viewOf<OrganisationView>(seen, 'organisations', id);
  if (view === undefined) return left(unknownThing(`organisation ${id}`));
  const value = { ...view, asOf: organisationRow(view, on ?? seen.today, seen) };
  return right(jsonAnswer(value, { revision: view.revision }));
}

export async function calendarAnswer(id: string, seen: Seen): Found {
  const view = await viewOf<CalendarView>(seen, 'calendars', id);
  if (view === undefined || !maySeeCalendar(view, seen)) return left(unknownThing(`calendar ${id}`));
  const href = `/v1/calendars/${id}`;
  const value = {
    href,
    ...view,
    deadlines: deadlineRows(view, seen),
    because: linked(view.because),
    links: { history: `${href}/history` },
  };
  return right(jsonAnswer(value, { revision: view.revision }));
}
