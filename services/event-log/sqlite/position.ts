import type { Position } from '../port';

/** A position is the row's number, from 1 without gaps in the order of commit, written in decimal. */
export function toPosition(row: number): Position {
  return String(row) as Position;
}

/** Throws a RangeError for a token this engine did not make. */
export function fromPosition(position: Position): number {
  if (/^[1-9]\d{0,15}$/.test(position)) return Number(position);
  throw new RangeError(`"${position}" is not a position in this log`);
}
