import type { LogPoint } from '../../../contracts/reports';
import { Timestamp } from '../../../contracts/primitives';

/** The points of the log that a sealed report was folded at; without them nobody could fold it anew. */
export interface ReportPoints {
  readonly basis: LogPoint;
  readonly seen: LogPoint;
  readonly administrative?: LogPoint;
}

const NAMES = ['basis', 'seen', 'administrative'] as const;

/** A line for each: its name, index and time. */
export const formatPoints = (points: ReportPoints): string =>
  NAMES.flatMap(name => {
    const point = points[name];
    return point === undefined ? [] : [`${name} ${point.seq} ${point.recordedAt}\n`];
  }).join('');

/** Reads them back; undefined for anything else. */
export function parsePoints(text: string): ReportPoints | undefined {
  const found = new Map<string, LogPoint>();
  for (const line of text.split('\n').slice(0, -1)) {
    const [name = '', seq = '', recordedAt = ''] = line.split(' ');
    if (!/^\d{1,15}$/.test(seq) || !Timestamp.is(recordedAt)) return undefined;
    found.set(name, { seq: Number(seq), recordedAt });
  }
  const [basis, seen, administrative] = NAMES.map(name => found.get(name));
  if (basis === undefined || seen === undefined) return undefined;
  return { basis, seen, ...(administrative === undefined ? {} : { administrative }) };
}
