import type { Collection, Document } from 'mongodb';
import { ReadKind } from '../../contracts/api';
import type { NumberedRead, ReadFilter, ReadPage, ReadQuery } from './port';

/** Entries that were appended together. */
export interface Batch {
  /** The number of the first entry, also when that is forgotten. */
  readonly _id: number;
  /** The number of the last entry. */
  readonly last: number;
  /** Tells this document from one that another process wrote at the same place. */
  readonly token: string;
  /** The time of the oldest entry that is left. */
  readonly oldest: string;
  readonly entries: readonly NumberedRead[];
  /** How many entries are left. */
  readonly count: number;
}

/** `oldest` of a document without entries: sorts before all times. */
export const EMPTY = '';

/** A page of the log: batches in order, and of each the entries that fit. */
export async function listedFrom(batches: Collection<Batch>, query: ReadQuery): Promise<ReadPage> {
  const conditions = conditionsOf(query);
  const items: NumberedRead[] = [];
  const ascending = query.order === 'oldest-first';
  const where = { ...conditions, ...(await placesOf(batches, query)) };
  const cursor = batches.find(where, { allowDiskUse: true }).sort({ _id: ascending ? 1 : -1 });
  try {
    for await (const { entries } of cursor) {
      const fitting = entries.filter(entry => fits(entry, query)).map(entryOf);
      items.push(...(ascending ? fitting : fitting.reverse()));
      if (items.length >= query.limit) break;
    }
  } finally {
    await cursor.close();
  }
  return { items: items.slice(0, query.limit), total: await totalOf(batches, conditions) };
}

async function totalOf(batches: Collection<Batch>, conditions: Document): Promise<number> {
  // Asked for like this, it is added up from the index alone.
  const all = [{ $match: { count: { $gt: 0 } } }, { $group: { _id: null, total: { $sum: '$count' } } }];
  const some = [{ $match: conditions }, { $unwind: '$entries' }, { $match: conditions }, { $count: 'total' }];
  const counted = await batches.aggregate(Object.keys(conditions).length === 0 ? all : some).toArray();
  return Number(counted[0]?.['total'] ?? 0);
}

/** On batches, those in which each condition is fulfilled by some entry; on single entries, exactly those asked for. */
function conditionsOf({ status, from, before, ...lists }: ReadFilter): Document {
  const at = {
    ...(from === undefined ? {} : { $gte: from }),
    ...(before === undefined ? {} : { $lt: before }),
  };
  const conditions: Record<string, Document> = {};
  for (const field of LISTS) {
    const wanted = lists[field];
    if (wanted !== undefined) conditions[`entries.${field}`] = { $in: [...wanted] };
  }
  if (status !== undefined) conditions['entries.status'] = { $eq: status };
  if (Object.keys(at).length > 0) conditions['entries.at'] = at;
  return conditions;
}

/** Batches in which entries of the page may be: from the one that holds the entry before it. */
async function placesOf(batches: Collection<Batch>, { order, after }: ReadQuery): Promise<Document> {
  if (after === undefined) return {};
  if (order === 'newest-first') return { _id: { $lt: after } };
  const before = { _id: { $lte: after } };
  const holding = await batches.findOne(before, { sort: { _id: -1 }, projection: { _id: 1 } });
  return holding === null ? {} : { _id: { $gte: holding._id } };
}

function fits(entry: NumberedRead, query: ReadQuery): boolean {
  const { order, after, status, from, before } = query;
  if (after !== undefined && (order === 'oldest-first' ? entry.number <= after : entry.number >= after))
    return false;
  if (status !== undefined && entry.status !== status) return false;
  if ((from !== undefined && entry.at < from) || (before !== undefined && entry.at >= before)) return false;
  return LISTS.every(field => {
    const value = entry[field];
    return query[field] === undefined || (value !== null && query[field].includes(value));
  });
}

const LISTS = ['kind', 'actor', 'organisation', 'credential', 'thing'] as const;

/** In the port's own order of fields, and with a kind that is one. */
function entryOf(stored: NumberedRead): NumberedRead {
  if (!ReadKind.is(stored.kind))
    throw new Error(`an entry of the log of reads is of the kind ${String(stored.kind)}`);
  return stored;
}
