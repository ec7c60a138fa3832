import { type Either, isLeft } from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import { withoutPassword } from '../../../contracts/addresses';
import { Ended, EXIT } from '../exit';
import type { Way } from './places';

interface Failure {
  readonly kind: string;
  readonly detail?: string;
}

interface Store {
  close(): Promise<void>;
}

/** Opens both ends of a way, and closes them whatever becomes of the work. */
export async function between<S extends Store, A>(
  what: string,
  open: (uri: string) => TaskEither<Failure, S>,
  { from, to }: Way,
  work: (from: S, to: S) => Promise<A>,
): Promise<A> {
  return opened(what, open, from, source => opened(what, open, to, target => work(source, target)));
}

async function opened<S extends Store, A>(
  what: string,
  open: (uri: string) => TaskEither<Failure, S>,
  uri: string,
  work: (store: S) => Promise<A>,
): Promise<A> {
  const store = await open(uri)();
  if (isLeft(store))
    throw new Ended(
      `The ${what} at ${withoutPassword(uri)} cannot be opened: ${store.left.detail ?? store.left.kind}.`,
      'Look at the address, and whether this user may read and write there; then run the command again.',
      EXIT.unavailable,
    );
  try {
    return await work(store.right);
  } finally {
    await store.right.close();
  }
}

/** The right side, or the end of the command. */
export function done<A>(what: string, result: Either<Failure, A>): A {
  if (isLeft(result)) throw failed(what, result.left);
  return result.right;
}

export const failed = (what: string, { kind, detail }: Failure): Ended =>
  new Ended(
    `The ${what} cannot be moved: ${detail ?? kind}.`,
    'Set it right and run the command again; it goes on where it stopped.',
    EXIT.failed,
  );
