import { type Either, left, right } from 'fp-ts/Either';
import type { EventLog } from '../event-log/port';
import {
  type Directory,
  type Header,
  headerOf,
  openDoor,
  simulatedClock,
  StreamDamaged,
  systemClock,
  timestamp,
  writeHeader,
} from '../lifecycle';
import type { Config } from './config';
import type { StartProblem } from './start-problem';

/** Before this, nothing that a simulated log tells can have happened. */
const SIMULATED_BEGINNING = timestamp(Date.UTC(2000, 0, 1));

/** What the log says of itself; an empty one is told so first. */
export async function beginOrCheck(log: EventLog, config: Config): Promise<Either<StartProblem, Header>> {
  if ((await log.head()) === undefined) {
    const header = { origin: config.origin, clock: config.clock };
    const clock = config.clock === 'system' ? systemClock() : simulatedClock(SIMULATED_BEGINNING);
    try {
      await writeHeader(openDoor({ log, clock, directory: EMPTY }), header, clock.now());
      return right(header);
    } catch (error) {
      // Another instance may have been faster; what it wrote counts.
      if ((await log.head()) === undefined) throw error;
    }
  }
  const header = await readHeader(log);
  if (header instanceof StreamDamaged)
    return left({
      kind: 'damaged',
      message: `The event log is damaged: ${header.message}.`,
      advice:
        'Keep the data folder as it is, restore the newest backup into an empty folder, and start there.',
    });
  if (header === undefined)
    return left({
      kind: 'newer-format',
      message: 'The log begins with a record that this version does not know.',
      advice: 'Use the version of Kravspor that wrote it, or a newer one. Nothing has been touched.',
    });
  if (config.clock === 'simulated' && header.clock === 'system')
    return left({
      kind: 'other-clock',
      message:
        'This is a real log, whose clock is the machine’s; a simulated year must not be written into it.',
      advice: 'Give the example a data folder of its own.',
    });
  return right({ origin: header.origin, clock: header.clock });
}

async function readHeader(log: EventLog): Promise<Header | StreamDamaged | undefined> {
  try {
    return await headerOf(log);
  } catch (error) {
    if (error instanceof StreamDamaged) return error;
    throw error;
  }
}

/** A log without events has nothing in it. */
const EMPTY: Directory = {
  requirementsOf: () => Promise.resolve([]),
  requirementsWithKey: () => Promise.resolve([]),
  recordsOfStream: () => Promise.resolve([]),
  recordAt: () => Promise.resolve(undefined),
};
