import { shown, step } from './codec/decode';

export { diffWords, type Segment } from './diff-words';

/** A place where two JSON values differ, and both sides in short. */
export interface Difference {
  /** RFC 6901 */
  readonly pointer: string;
  readonly a: string;
  readonly b: string;
}

/** Where two JSON values differ, as deep as both have something to compare; the order of keys does not count. */
export function differences(a: unknown, b: unknown, pointer = ''): readonly Difference[] {
  if (a === b) return [];
  if (!isContainer(a) || !isContainer(b) || Array.isArray(a) !== Array.isArray(b)) {
    return [{ pointer, a: shown(a), b: shown(b) }];
  }
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].flatMap(key => differences(own(a, key), own(b, key), pointer + step(key)));
}

type Container = Readonly<Record<string, unknown>>;

const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;

const own = (value: Container, key: string): unknown => (Object.hasOwn(value, key) ? value[key] : undefined);
