import type { Filter, Sort, SortDirection } from 'mongodb';
import type { Place } from '../cursor';
import type { Plan, Term, Test } from '../query';
import {
  BOOLEAN,
  columnPath,
  entryText,
  listName,
  MISSING,
  missingName,
  NUMBER,
  pathOf,
  TEXT,
  type Stored,
} from './stored';

type Condition = Filter<Stored>;

export interface Select {
  readonly where: Condition;
  readonly sort: Sort;
}

/** What the tests leave, of the documents that have not been taken away. */
export function matching(tests: readonly Test[]): Condition {
  return tests.length === 0 ? { [pathOf('v')]: 1 } : all(tests.map(condition));
}

/**
 * The selects that give a page, one after the other until it is full: first the documents that have the first field of
 * the order, then those that miss it. Each can follow an index from the place where the page begins.
 */
export function pageSelects({ tests, order, after }: Plan): readonly Select[] {
  const [first, ...rest] = order;
  const given = tests.length === 0 ? [] : [matching(tests)];
  const byKey: Key = { path: '_id', descending: order.at(-1)?.descending ?? false, value: after?.key };
  if (first === undefined) {
    return [{ where: all([matching(tests), ...behind([byKey], after)]), sort: sortBy([byKey]) }];
  }
  const path = columnPath(first.column);
  const [entry, ...entries] = after?.entries ?? [];
  const startsAmongMissing = after !== undefined && entry === undefined;
  const ties = [...rest.flatMap((term, i) => keysOf(term, after, entries[i])), byKey].filter(
    (key, i, keys) => key.path !== path && keys.findIndex(other => other.path === key.path) === i,
  );
  const missing: Select = {
    where: all([...given, { [path]: MISSING }, ...behind(ties, startsAmongMissing ? after : undefined)]),
    sort: sortBy([{ path, descending: first.descending, value: undefined }, ...ties]),
  };
  if (startsAmongMissing) return [missing];
  const keys: readonly Key[] = [{ path, descending: first.descending, value: entryText(entry) }, ...ties];
  const entrance = after === undefined ? { $gt: MISSING } : bounds(first, entryText(entry));
  const present: Select = {
    where: all([...given, { [path]: entrance }, ...behind(keys, after)]),
    sort: sortBy(keys),
  };
  return [present, missing];
}

/** A field that is sorted by, and what it holds at the place where the page begins. */
interface Key {
  readonly path: string;
  readonly descending: boolean;
  /** Null stands for a field that is not stored, and comes before all that are. */
  readonly value: string | 1 | null | undefined;
}

const keysOf = (
  { column, descending }: Term,
  after: Place | undefined,
  entry: Place['entries'][0],
): Key[] => [
  {
    path: pathOf(missingName(column)),
    descending: false,
    value: after === undefined ? undefined : entry === undefined ? 1 : null,
  },
  {
    path: columnPath(column),
    descending,
    value: after === undefined ? undefined : entryText(entry),
  },
];

const sortBy = (keys: readonly Key[]): Sort =>
  new Map(keys.map(({ path, descending }): [string, SortDirection] => [path, descending ? -1 : 1]));

/** Where an index is entered. */
const bounds = ({ descending }: Term, value: string): Condition =>
  descending ? { $gt: MISSING, $lte: value } : { $gte: value };

/** What lies behind a place: later in one key, and equal in all before it. */
function behind(keys: readonly Key[], after: Place | undefined): readonly Condition[] {
  if (after === undefined) return [];
  const ways = keys.map(({ path, descending, value }, i) => ({
    ...Object.fromEntries(keys.slice(0, i).map(key => [key.path, key.value])),
    [path]: value === null ? 1 : descending ? { $lt: value } : { $gt: value },
  }));
  const [only] = ways;
  return ways.length === 1 && only !== undefined ? [only] : [{ $or: ways }];
}

function condition(test: Test): Condition {
  switch (test.test) {
    case 'column':
      return among(columnPath(test.column), test.entries.map(entryText), test.missing);
    case 'list':
      return among(pathOf(listName(test.list)), test.entries.map(entryText), test.missing);
    case 'present':
      return { [columnPath(test.column)]: { $gt: MISSING } };
    case 'range':
      return { [columnPath(test.column)]: range(test.from, test.to) };
    case 'word':
      // A word holds letters and digits only, none of which mean anything in an expression.
      return { [pathOf(listName(test.list))]: { $regex: `^${test.beginning}` } };
  }
}

const among = (path: string, entries: readonly string[], missing: boolean): Condition => {
  const values = missing ? [...entries, MISSING] : entries;
  return { [path]: values.length === 1 ? values[0] : { $in: values } };
};

/** Both bounds are of one type, and only entries of that type match. */
function range(from: string | number | undefined, to: string | number | undefined): Condition {
  const isText = typeof (from ?? to) === 'string';
  const low = from === undefined ? (isText ? TEXT : NUMBER) : entryText(from);
  return to === undefined ? { $gte: low, $lt: isText ? BOOLEAN : TEXT } : { $gte: low, $lte: entryText(to) };
}

function all(conditions: readonly Condition[]): Condition {
  const [only] = conditions;
  return conditions.length === 1 && only !== undefined ? only : { $and: [...conditions] };
}
