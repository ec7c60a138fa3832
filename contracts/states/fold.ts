import type { RecordId } from '../primitives';
import { type AnyTold, type Cut, effective } from './told';

/** What a stream's events add up to: where it starts, and one step. Total over any subsequence; others' events change nothing. */
export interface Fold<S extends object> {
  readonly initial: S;
  readonly evolve: (state: S, told: AnyTold) => S;
}

/** Per field, the record that last set it. */
export type Because = Readonly<Record<string, RecordId>>;

/** A state, and behind each of its fields the record that last set it. */
export interface Traced<S extends object> {
  readonly state: S;
  readonly because: Because;
}

/** Folds a stream from nothing, cut on both time axes, corrections in place. */
export function foldStream<S extends object>(fold: Fold<S>, stream: readonly AnyTold[], cut?: Cut): S {
  return effective(stream, cut).reduce(fold.evolve, fold.initial);
}

/** The same with the records behind the fields. */
export const foldTraced = <S extends object>(
  fold: Fold<S>,
  stream: readonly AnyTold[],
  cut?: Cut,
): Traced<S> =>
  effective(stream, cut).reduce<Traced<S>>((traced, told) => evolveTraced(fold, traced, told), untold(fold));

/** Nothing told yet. */
export const untold = <S extends object>(fold: Fold<S>): Traced<S> => ({
  state: fold.initial,
  because: {},
});

/** One step; a field that is not the very same value as before was set by this record. */
export function evolveTraced<S extends object>(
  fold: Fold<S>,
  { state, because }: Traced<S>,
  told: AnyTold,
): Traced<S> {
  const next = fold.evolve(state, told);
  const record = told.correctedBy ?? told.record;
  const reasons: Record<string, RecordId> = { ...because };
  for (const field in next) if (next[field] !== state[field]) reasons[field] = record;
  return { state: next, because: reasons };
}

/** `list` with `item` put where `same` holds, or at the end. */
export function put<A>(list: readonly A[], item: A, same: (a: A) => boolean): readonly A[] {
  const at = list.findIndex(same);
  return at < 0 ? [...list, item] : list.map((a, i) => (i === at ? item : a));
}

/** `list` with the items for which `same` holds changed by `change`. */
export const change = <A>(list: readonly A[], same: (a: A) => boolean, by: (a: A) => A): readonly A[] =>
  list.map(a => (same(a) ? by(a) : a));
