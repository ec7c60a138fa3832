import type { Problem } from '../../contracts/problems';
import { receive } from './receive';

/** What the door would refuse in these events whatever the state of their streams: the first flawed one’s refusal. */
export function check(events: readonly unknown[]): Problem | undefined {
  for (const event of events) {
    const received = receive(event);
    if (received._tag === 'Left') return received.left;
  }
  return undefined;
}
