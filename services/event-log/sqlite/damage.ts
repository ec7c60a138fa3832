import { messageOf } from '../../../contracts/thrown';
import { isCorrupt } from '../../sqlite';
import { EventLogDamaged } from '../opening';

export function damaged(detail: string): EventLogDamaged {
  return new EventLogDamaged(
    `The event log is damaged: ${detail}.`,
    'Stop the service, keep the data folder as it is, and restore the newest backup into another folder.',
  );
}

/** Does it, and tells SQLite's complaints about the file in our words. */
export function guarded<A>(read: () => A): A {
  try {
    return read();
  } catch (error) {
    throw isCorrupt(error) ? damaged(messageOf(error)) : error;
  }
}
