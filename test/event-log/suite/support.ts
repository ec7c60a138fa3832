import { randomUUID } from 'node:crypto';
import { isLeft, isRight } from 'fp-ts/Either';
import type {
  Appended,
  AppendError,
  Entry,
  EventLog,
  ExpectedRevision,
  NewEntry,
  Position,
} from '../../../services/event-log';

/** A place for one log, as an adapter offers it to the suite. */
export interface LogPlace {
  /** Opens the log of this place, making it the first time; again after it has been closed. */
  readonly open: () => Promise<EventLog>;
  /** The name of a file that can be backed up to. */
  readonly backupTarget: () => string;
  readonly openBackup: (target: string) => Promise<EventLog>;
  /** Closes what is open and takes everything away. */
  readonly dispose: () => Promise<void>;
}

export type MakePlace = () => Promise<LogPlace>;

/** What each section of the suite is given: the place and the open log of the test that runs. */
export interface Current {
  readonly place: () => LogPlace;
  readonly log: () => EventLog;
}

export function entry(
  id: string = randomUUID(),
  data = `{"id":"${id}"}`,
  metadata = '{"by":"test"}',
): NewEntry {
  return { id, type: 'no.kravspor.test.happened.v1', data, metadata };
}

export function entries(count: number): readonly NewEntry[] {
  return Array.from({ length: count }, () => entry());
}

export async function appended(
  log: EventLog,
  stream: string,
  expected: ExpectedRevision,
  ...of: readonly NewEntry[]
): Promise<Appended> {
  const outcome = await log.append(stream, expected, of)();
  if (isRight(outcome)) return outcome.right;
  throw new Error(`refused: ${JSON.stringify(outcome.left)}`);
}

export async function refused(
  log: EventLog,
  stream: string,
  expected: ExpectedRevision,
  ...of: readonly NewEntry[]
): Promise<AppendError> {
  const outcome = await log.append(stream, expected, of)();
  if (isLeft(outcome)) return outcome.left;
  throw new Error(`accepted: ${JSON.stringify(outcome.right)}`);
}

export async function readBatches(
  log: EventLog,
  after?: Position,
  batchSize?: number,
): Promise<readonly (readonly Entry[])[]> {
  const batches: (readonly Entry[])[] = [];
  for await (const batch of log.readAll(after, batchSize)) batches.push(batch);
  return batches;
}

export async function readEverything(log: EventLog, after?: Position): Promise<readonly Entry[]> {
  return (await readBatches(log, after)).flat();
}

export async function readOne(log: EventLog, stream: string, from?: number): Promise<readonly Entry[]> {
  const found: Entry[] = [];
  for await (const one of log.readStream(stream, from)) found.push(one);
  return found;
}

/** The entries without their positions, which are the engine's own. */
export function contentOf(found: readonly Entry[]): readonly Omit<Entry, 'position'>[] {
  return found.map(({ stream, revision, id, type, data, metadata }) => ({
    stream,
    revision,
    id,
    type,
    data,
    metadata,
  }));
}

export async function countOf(log: EventLog): Promise<number> {
  return (await log.head())?.count ?? 0;
}

export function idsOf(found: readonly { readonly id: string }[]): readonly string[] {
  return found.map(one => one.id);
}

/** The only element, or an error that says there was another number of them. */
export function only<A>(list: readonly A[]): A {
  const [first] = list;
  if (first === undefined || list.length !== 1) throw new Error(`one was expected, ${list.length} found`);
  return first;
}

export function defined<A>(value: A | undefined): A {
  if (value === undefined) throw new Error('something was expected here');
  return value;
}

/** Matches a text that has this in it. */
export function like(part: RegExp | string): unknown {
  return typeof part === 'string' ? expect.stringContaining(part) : expect.stringMatching(part);
}
