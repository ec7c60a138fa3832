import { propertyOf } from '../../../contracts/thrown';
import { EventLogDamaged } from '../opening';
import type { Position } from '../port';

/** What a failed call means. */
export type Failure =
  /** May go well next time: nobody answers, the leader has changed, the server is busy or stopping. */
  | { readonly kind: 'passing'; readonly detail: string }
  | { readonly kind: 'denied'; readonly detail: string }
  /** Somebody has deleted the stream, which our log never does. */
  | { readonly kind: 'deleted'; readonly detail: string }
  /** It will be refused again. */
  | { readonly kind: 'refused'; readonly detail: string };

/** A try that was given up for its time. */
export class GivenUp extends Error {
  override readonly name = 'GivenUp';
}

/** Was the time over without a word, by our clock or by that of the client's call? */
export const isSilence = (error: unknown): boolean =>
  error instanceof GivenUp || codeOf(error) === DEADLINE_EXCEEDED;

const DEADLINE_EXCEEDED = 4;
const RESOURCE_EXHAUSTED = 8;

/**
 * A refusal of an append that may pass, by a server that is not just busy: it may no longer be the leader, and would go
 * on refusing on this connection. Given as an error answer of a call that stays open.
 */
export const isAstray = (error: unknown): boolean =>
  propertyOf(error, 'name') === APPEND_FAILED &&
  ![DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED].includes(codeOf(error));

export const APPEND_FAILED = 'AppendFailed';

function codeOf(error: unknown): number {
  const code = propertyOf(error, 'code');
  return typeof code === 'number' ? code : -1;
}

const CODES: ReadonlyMap<number, Failure['kind']> = new Map([
  [3, 'refused'],
  [7, 'denied'],
  [12, 'refused'],
  [16, 'denied'],
]);

const EXCEPTIONS: ReadonlyMap<string, Failure['kind']> = new Map([
  ['access-denied', 'denied'],
  ['stream-deleted', 'deleted'],
  ['not-leader', 'passing'],
]);

/** By the trailer `exception` where the server gives one, else by the gRPC status. What is not known may pass. */
export function failureOf(error: unknown): Failure {
  const detail = detailOf(error);
  const exception = EXCEPTIONS.get(exceptionOf(error));
  const kind = exception ?? CODES.get(codeOf(error)) ?? 'passing';
  return { kind, detail };
}

export const streamDamaged = (stream: string, detail: string): EventLogDamaged =>
  damaged(`in stream ${stream} ${detail}`);

/** Where a record has been read there is none any more: the server has gone back to an older copy, or was cut off. */
export const placeDamaged = (position: Position): EventLogDamaged =>
  damaged(`the record at position ${position}, which had been read, is gone`);

const damaged = (what: string): EventLogDamaged =>
  new EventLogDamaged(
    `The event log is damaged: ${what}.`,
    'Nothing is ever deleted from this log by Kravspor: find out who has rights to delete or truncate, take them away, ' +
      'and restore the newest backup beside it to see what is missing.',
  );

/** Does the server say that no record begins at the place it was asked to read from? */
export const isNoPlace = ({ kind, detail }: Failure): boolean =>
  kind === 'refused' || /invalid position/i.test(detail);

export function detailOf(error: unknown): string {
  const [details, message] = [propertyOf(error, 'details'), propertyOf(error, 'message')];
  // Only we cancel: with the door, when nothing comes through it any more.
  if (details === 'Cancelled on client') return 'the connection was given up, since nothing was heard on it';
  if (typeof details === 'string' && details !== '') return details;
  return typeof message === 'string' ? message : String(error);
}

function exceptionOf(error: unknown): string {
  const metadata = propertyOf(error, 'metadata');
  const get = propertyOf(metadata, 'get');
  if (typeof get !== 'function') return '';
  const values: unknown = Reflect.apply(get, metadata, ['exception']);
  return Array.isArray(values) ? String(values[0] ?? '') : '';
}
