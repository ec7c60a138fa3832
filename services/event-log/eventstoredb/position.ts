import type { Position } from '../port';

/** A position is the server's commit position, in decimal: it grows, but not by one. */
export function isPosition(position: Position): boolean {
  return /^(0|[1-9]\d{0,19})$/.test(position);
}

export function comparePositions(a: Position, b: Position): number {
  const [x, y] = [BigInt(a), BigInt(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}
