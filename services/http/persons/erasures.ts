import { isLeft } from 'fp-ts/Either';
import { BehaviorSubject, filter, firstValueFrom, race, ReplaySubject, take, timer } from 'rxjs';
import type { ActorId, Sha256 } from '../../../contracts/primitives';
import { toldBy } from '../../../contracts/states/told';
import type { Content } from '../../content';
import type { EventLog } from '../../event-log/port';
import { readRecord } from '../../event-log/records';
import type { PersonRegister } from '../../vault';

export interface ErasureParts {
  readonly log: EventLog;
  readonly register: Pick<PersonRegister, 'erase'>;
  readonly content: Pick<Content, 'erase'>;
  /** Told of every failure; it is tried again. */
  readonly onError: (error: unknown) => void;
}

/** Carries out what the log says is erased. */
export interface Erasures {
  /** Resolves when all was carried out that is recorded up to this revision of the log's own stream; false: not in time. */
  readonly done: (revision: number, ms: number) => Promise<boolean>;
  /** How many recorded erasures could not be carried out yet. */
  readonly pending: () => number;
  readonly close: () => Promise<void>;
}

/** The stream in which erasures are recorded. */
const LOG_STREAM = 'log';
const RETRY_MS = 1_000;
/** So long it rests after each look: the log may be appended to without end. */
const REST_MS = 100;
/** A safety net under the nudges. */
const LOOK_AGAIN_MS = 5_000;

/**
 * Follows the log's own stream from its beginning, at every start anew, and erases what it says: so a recorded erasure
 * that was cut off is finished, and a backup of the vault or of the originals that was put back is erased again. All of
 * what is recorded by now has been tried when this resolves.
 */
export async function startErasures({ log, register, content, onError }: ErasureParts): Promise<Erasures> {
  const stopped = new ReplaySubject<'stopped'>(1);
  const next = new BehaviorSubject(0);
  let pending = 0;
  let stirred = true;
  let closing = false;
  const isClosing = (): boolean => closing;
  const listening = log.tail.subscribe(() => (stirred = true));

  /** Everything that was recorded since the last look; what is carried out is not looked at again. */
  async function look(): Promise<void> {
    const found = await recordedFrom(log, next.value);
    pending = found.persons.length + found.originals.length;
    if (pending > 0) await carryOut(found);
    pending = 0;
    next.next(found.next);
  }

  async function carryOut({ persons, originals }: Recorded): Promise<void> {
    const erased = await register.erase(persons)();
    if (isLeft(erased)) throw new Error(`the register of persons: ${reasonOf(erased.left)}`);
    for (const sha256 of originals) {
      const gone = await content.erase(sha256)();
      if (isLeft(gone)) throw new Error(`the original ${sha256}: ${reasonOf(gone.left)}`);
    }
  }

  async function attempt(): Promise<void> {
    stirred = false;
    try {
      await look();
    } catch (error) {
      onError(error);
      stirred = true;
      await rest(RETRY_MS);
    }
  }

  const rest = (ms: number): Promise<unknown> => firstValueFrom(race(timer(ms), stopped));

  async function run(): Promise<void> {
    while (!isClosing()) {
      await rest(REST_MS);
      if (!stirred) await firstValueFrom(race(timer(LOOK_AGAIN_MS), stopped, log.tail.pipe(take(1))));
      if (!isClosing()) await attempt();
    }
  }

  await attempt();
  const running = run();
  return {
    pending: () => pending,
    done: async (revision, ms) => {
      await firstValueFrom(race(next.pipe(filter(n => n > revision)), timer(ms), stopped));
      return next.value > revision;
    },
    close: async () => {
      closing = true;
      listening.unsubscribe();
      stopped.next('stopped');
      await running;
    },
  };
}

interface Recorded {
  readonly persons: readonly ActorId[];
  readonly originals: readonly Sha256[];
  /** The revision to go on from. */
  readonly next: number;
}

/** The erasures recorded from a revision on. What of the stream cannot be read is a matter for those who look after it. */
async function recordedFrom(log: EventLog, from: number): Promise<Recorded> {
  const persons: ActorId[] = [];
  const originals: Sha256[] = [];
  let next = from;
  for await (const entry of log.readStream(LOG_STREAM, from)) {
    next = entry.revision + 1;
    const record = readRecord(entry);
    if (isLeft(record)) throw new Error(`${LOG_STREAM} at ${entry.revision}: ${record.left.explanation}`);
    const told = toldBy(record.right);
    if (told?.family !== 'log') continue;
    if (told.what === 'person-erased') persons.push(told.data.person);
    if (told.what === 'original-erased') originals.push(told.data.sha256);
  }
  return { persons, originals, next };
}

const reasonOf = (failure: { readonly kind: string; readonly detail?: string }): string =>
  failure.detail ?? failure.kind;
