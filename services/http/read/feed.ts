import { type Either, left, right } from 'fp-ts/Either';
import { familyOf } from '../../../contracts/catalogue/catalogue';
import { publicMeta, type LogRecord } from '../../../contracts/record';
import type { Problem } from '../../../contracts/problems';
import { ownerOf } from '../../../contracts/subjects';
import type { FeedPlace, FeedRecord } from '../../event-log/feed';
import type { Position } from '../../event-log/port';
import { DirectoryLagging, type Principal } from '../../lifecycle';
import type { Service } from '../service';
import { knownOf } from './known';
import { badParameter } from './problems';
import type { Seen } from './seen';
import { placeOf, tokenOf } from './token';

/** Which records a reader of the feed asks for. */
export interface Wanted {
  readonly family?: readonly string[];
  readonly stream?: readonly string[];
  readonly organisation?: readonly string[];
}

export const isWanted = ({ family, stream, organisation }: Wanted, { event, meta }: LogRecord): boolean =>
  (family === undefined || family.includes(familyOf(event.type) ?? '')) &&
  (stream === undefined || stream.includes(meta.stream)) &&
  (organisation === undefined || organisation.includes(ownerOf(meta.stream) ?? event.organisation));

/** A record as it is given: auditors see all of `meta`, others the public part. */
export const shownRecord = ({ event, meta }: LogRecord, { roles }: Pick<Principal, 'roles'>) => ({
  href: `/v1/events/${meta.id}`,
  event,
  meta: roles.includes('auditor') ? meta : publicMeta(meta),
});

/** A record in its place, with the token to go on behind it. */
export const shownInPlace = ({ seq, position, record }: FeedRecord, principal: Principal) => ({
  seq,
  position,
  token: tokenOf({ seq, position }),
  ...shownRecord(record, principal),
});

export type Start = Pick<FeedPlace, 'seq' | 'position'> | undefined;

/** Where to begin: behind a token, or with the record of an index; undefined is the start of the log. */
export async function startOf(
  service: Pick<Service, 'directory' | 'runner' | 'log'>,
  after: string | undefined,
  from: number | undefined,
): Promise<Either<Problem, Start>> {
  if (after !== undefined) {
    const place = placeOf(after);
    return place === undefined || !(await isKnown(service, place))
      ? left(badParameter('after', 'the token of a record of this log', 'The token is none of this log.'))
      : right(place);
  }
  if (from === undefined || from === 0) return right(undefined);
  const before = await knownOf(service).recordAt(from - 1);
  const position = before === undefined ? undefined : await positionAt(service, from - 1);
  return position === undefined
    ? left(badParameter('from', 'the index of a record, or of the next one', 'The log is not that long.'))
    : right({ seq: from - 1, position });
}

async function positionAt(
  { directory }: Pick<Service, 'directory'>,
  seq: number,
): Promise<Position | undefined> {
  const found = await directory.positionOf(seq)();
  if (found._tag === 'Left')
    throw new DirectoryLagging(`the views are ${found.left.state} at ${found.left.seq}`);
  return found.right as Position | undefined;
}

/**
 * Does this record lie in this place of this log? A token from before the log was moved to another engine has the form of
 * one, but another place. The newest record the log knows itself, also while the views are behind.
 */
async function isKnown(
  service: Pick<Service, 'directory' | 'log'>,
  { seq, position }: NonNullable<Start>,
): Promise<boolean> {
  const head = await service.log.head();
  if (head === undefined || seq >= head.count) return false;
  return position === (seq === head.count - 1 ? head.position : await positionAt(service, seq));
}

/** Who may see a record of a document is told by the views, so a reader of a part waits until they show it. */
export async function shownInViews(
  { runner }: Pick<Service, 'runner'>,
  { reader }: Pick<Seen, 'reader'>,
  seq: number | undefined,
): Promise<void> {
  if (reader.whole || seq === undefined) return;
  const caughtUp = await runner.caughtUp(seq, DEADLINE_MS)();
  if (caughtUp._tag === 'Left')
    throw new DirectoryLagging(`the views are ${caughtUp.left.state} at ${caughtUp.left.seq}`);
}

const DEADLINE_MS = 10_000;
