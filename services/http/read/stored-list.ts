import { isLeft, right } from 'fp-ts/Either';
import type { Filter, Order } from '../../../projections';
import type { Column, ListQuery, ListSpec } from './list';
import { both, type FoundView, pageOf, type Seen } from './seen';

/** A list that the view store itself filters, orders and cuts into pages. */
export interface StoredList<V, Row, Q, O extends string> {
  readonly name: string;
  readonly collection: string;
  readonly filters: (query: Q, seen: Seen) => readonly Filter[];
  /** The indexed field behind each word of `order`; without an order rows come by key. */
  readonly orders: Readonly<Record<O, string>>;
  /** The rows of a page, with what has to be looked up for them gathered once for all. */
  readonly rows: (found: readonly FoundView<V>[], seen: Seen) => Promise<readonly Row[]>;
  readonly columns: readonly Column<Row>[];
  readonly withPersons?: boolean;
}

export type Ordered<O extends string> = { readonly order?: O | `-${O}` };

export const storedList = <V, Row, Q extends ListQuery & Ordered<O>, O extends string>({
  name,
  collection,
  filters,
  orders,
  rows,
  columns,
  withPersons = false,
}: StoredList<V, Row, Q, O>): ListSpec<Q, Row> => ({
  name,
  columns,
  withPersons,
  open: (query, seen) => {
    const question = { filter: both(filters(query, seen)), order: orderOf(orders, query.order) };
    return Promise.resolve(
      right(async (limit, cursor) => {
        const asked = { ...question, limit, ...(cursor === undefined ? {} : { cursor }) };
        const page = await pageOf<V>(seen, collection, asked);
        if (isLeft(page)) return page;
        const { items, ...place } = page.right;
        return right({ ...place, items: await rows(items, seen) });
      }),
    );
  },
});

function orderOf<O extends string>(
  orders: Readonly<Record<O, string>>,
  order: O | `-${O}` | undefined,
): readonly Order[] {
  if (order === undefined) return [];
  const descending = order.startsWith('-');
  const path = Object.entries<string>(orders).find(
    ([word]) => word === (descending ? order.slice(1) : order),
  )?.[1];
  return path === undefined ? [] : [{ path, descending }];
}
