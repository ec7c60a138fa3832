import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A rest before another try at what a second process was faster with: what it wrote is seen only when a majority has it.
 * Longer from try to try; none before the first.
 */
export async function pause(tries: number): Promise<void> {
  if (tries > 0) await sleep(Math.min(5 * tries, 200));
}
