import { setTimeout as sleep } from 'node:timers/promises';
import { runReplay } from '../../../services/http';
import { chance, type Chance } from '../../projections/chance';
import { checkLog, type Checked } from '../check-log';
import { checkByVerifier } from '../check-tree';
import { type Client, clientOf } from '../client';
import type { Asked, Ledger } from '../ledger';
import { load, type Story } from '../load';
import { allReady, type Cluster, urlOf } from './cluster';
import type { Part } from './processes';

const FAULTS = [
  'kill an api',
  'kill a projector',
  'kill the log',
  'kill the views',
  'hold a projector up',
  'hold the log up',
] as const;
export type Fault = (typeof FAULTS)[number];

/** What is done to the cluster in a round; the same seed and number give the same. */
export interface Plan {
  readonly fault: Fault;
  /** Which of two instances. */
  readonly which: 0 | 1;
  /** So many answers have come, and so many milliseconds have passed since. */
  readonly answers: number;
  readonly afterMs: number;
  /** How long what was killed stays away. */
  readonly awayMs: number;
  readonly seed: number;
}

export interface Outcome extends Checked {
  readonly answers: number;
  readonly again: number;
  /** Until all instances were ready again; until a new event was visible; until all was checked. */
  readonly took: readonly [number, number, number];
}

export function planOf(seed: number, round: number): Plan {
  const random = chance(seed * 1_000 + round);
  return {
    fault: FAULTS[round % FAULTS.length] ?? 'kill an api',
    which: random.below(2) === 0 ? 0 : 1,
    answers: 10 + random.below(50),
    afterMs: random.below(60),
    awayMs: random.below(1_000),
    seed: random.below(1_000_000),
  };
}

const PATIENCE_MS = 60_000;
const SAMPLE = 30;
/** Longer than another waits before it goes on in its place. */
const HELD_UP_MS = 4_000;
/** Longer than any caller is patient. */
const LOG_HELD_UP_MS = 20_000;

/** Load on one instance, a fault, recovery; then all is sent again to the other instance, and looked at. */
export async function playRound(
  cluster: Cluster,
  ledger: Ledger,
  parents: Story['parents'],
  plan: Plan,
  round: number,
): Promise<Outcome> {
  ledger.turn();
  const [one, other] = plan.which === 0 ? cluster.apis : [cluster.apis[1], cluster.apis[0]];
  const client = clientOf(urlOf(one), ledger);
  const loading = load(client, { round: String(round), items: 3, seed: plan.seed, parents });
  await Promise.race([ledger.reached(plan.answers), sleep(PATIENCE_MS, undefined, { ref: false })]);
  await sleep(plan.afterMs);
  const faulted = performance.now();
  await inflict(cluster, plan, one, () => client.close());
  const unready = await allReady(cluster, PATIENCE_MS);
  const ready = performance.now() - faulted;
  await Promise.race([loading, sleep(PATIENCE_MS, undefined, { ref: false })]);
  const answers = [...ledger.requests.values()].filter(answer => answer !== undefined).length;
  const again = await recover(clientOf(urlOf(other), ledger), ledger, chance(plan.seed));
  const recovered = performance.now() - faulted;
  const checked = await checkLog(cluster.uris.eventLog, ledger);
  const replay = await runReplay(cluster.uris, () => undefined, new AbortController().signal);
  const wrongs = [
    ...unready,
    ...ledger.wrongs,
    ...checked.wrongs,
    ...replay.differences.map(difference => `the views: ${JSON.stringify(difference)}`),
    ...checkByVerifier(cluster.data),
  ];
  return { ...checked, wrongs, answers, again, took: [ready, recovered, performance.now() - faulted] };
}

/** Events are sent until what was killed is started again; all that they bring about has to be folded afterwards. */
async function inflict(
  { projectors, log, views }: Cluster,
  { fault, which, awayMs }: Plan,
  api: Part,
  quieten: () => void,
): Promise<void> {
  const killed = async (part: Part): Promise<void> => {
    await part.kill();
    await sleep(awayMs);
    quieten();
    await part.start();
  };
  const heldUp = async (part: Part, ms: number): Promise<void> => {
    part.signal('SIGSTOP');
    await sleep(awayMs);
    quieten();
    await sleep(ms);
    part.signal('SIGCONT');
  };
  switch (fault) {
    case 'kill an api':
      return killed(api);
    case 'kill a projector':
      return killed(projectors[which]);
    case 'kill the log':
      return killed(log);
    case 'kill the views':
      return killed(views);
    case 'hold a projector up':
      return heldUp(projectors[which], HELD_UP_MS);
    case 'hold the log up':
      return heldUp(log, LOG_HELD_UP_MS);
  }
}

/** What was not answered is sent again to the other instance, and some of what was; then all that was caused is done. */
async function recover(client: Client, ledger: Ledger, random: Chance): Promise<number> {
  const all = [...ledger.requests];
  const asked = all
    .filter(([, answers]) => answers === undefined || random.below(Math.ceil(all.length / SAMPLE)) === 0)
    .map(([one]) => one);
  for (const one of asked) await settled(client, one, ledger);
  for (const [act] of all.filter(([one]) => isAct(one))) await settled(client, act, ledger);
  client.close();
  return asked.length;
}

const isAct = ({ events }: Asked): boolean => events.some(one => one.causes !== undefined);

async function settled(client: Client, asked: Asked, ledger: Ledger): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const reply = isAct(asked) ? await client.sendAndWait(asked) : await client.send(asked);
    if (reply !== undefined && (!('done' in reply) || reply.done)) return;
    await sleep(500);
  }
  ledger.wrong(`${asked.events[0]?.id ?? ''} is not answered, or what it causes not done, after the fault`);
}
