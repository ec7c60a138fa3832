import { sha256Hex } from '../contracts/json/canonical';
import type { CollectionSpec } from './stores';
import { parkedCollection, streamsCollection } from './stream';
import { standingCollection } from './standing';
import type { Views } from './views';
import { RECORDS_VERSION, recordsCollection } from './views/records';

/** Raised when what is stored of streams themselves changes its shape. */
const LIVES_VERSION = 2;

/** Every collection of a generation. */
export const collectionsOf = (views: Views): readonly CollectionSpec[] => [
  recordsCollection,
  streamsCollection,
  parkedCollection,
  standingCollection,
  ...Object.values(views.own).flatMap(of => of.map(view => view.collection)),
  ...views.shared.map(view => view.collection),
];

/** A name for what these views at these versions store; a rebuild of the same adds a number to it. */
export function generationId(views: Views): string {
  const all = [...Object.values(views.own).flat(), ...views.shared];
  const versions = all.map(view => [view.collection.name, view.version]);
  const told = JSON.stringify([LIVES_VERSION, RECORDS_VERSION, versions, collectionsOf(views)]);
  return `views-${sha256Hex(told).slice(0, 12)}`;
}

/** Was this generation built by these views at these versions? */
export const isOf = (base: string, id: string): boolean => id === base || id.startsWith(`${base}.`);

/** The id of the generation that is built anew beside this one. */
export function nextOf(base: string, id: string): string {
  const n = isOf(base, id) ? Number(id.slice(base.length + 1) || '0') : 0;
  return `${base}.${n + 1}`;
}
