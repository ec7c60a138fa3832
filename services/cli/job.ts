import { setTimeout as sleep } from 'node:timers/promises';
import { fieldOf } from '../../contracts/json/field';
import type { Progress } from './output';
import { ask, parsed, remote } from './remote';

const LOOK_MS = 200;

/** Has the running service do something that takes its time, shows how far it is, and gives what came of it. */
export async function jobOf(address: string, shown: Progress): Promise<unknown> {
  const where = remote(process.env);
  let latest = parsed((await ask(where, address, { method: 'POST' })).text);
  while (fieldOf(latest, 'state') === 'running') {
    shown.at(Number(fieldOf(latest, 'done')), Number(fieldOf(latest, 'total')));
    await sleep(LOOK_MS);
    latest = parsed((await ask(where, `${address}/latest`)).text);
  }
  return latest;
}
