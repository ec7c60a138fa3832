import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runReplay } from '../../../services/http';
import { checkLog } from '../../crash/check-log';
import { type Client, clientOf } from '../../crash/client';
import { type Cluster, startCluster, urlOf } from '../../crash/engines/cluster';
import { type Ledger, openLedger, single } from '../../crash/ledger';
import { begin, deadline } from '../../crash/world';
import { below, percentile, type Row } from '../measure';

/** What the views may lag behind at most, while the machine is under load. */
const LAG_MS = 2_000;
/** Of each instance that serves: together they send `2 * WRITERS * 1_000 / PAUSE_MS` events a second at most. */
const WRITERS = 4;
/** Writers without a pause would measure how fast the log takes events, and leave the views further behind each second. */
const PAUSE_MS = 1_000;
const SAMPLES = 60;
/** How soon another instance is to keep the views up in the place of one that is gone. */
const TAKEOVER_MS = 5_000;

/**
 * Two instances that serve and two that keep the views up, all on this machine, with the log and the views on servers of
 * their own: events go to both, and how long after its answer each sample is seen through the other one is measured.
 * Throws where there is a gap, a double, or a view that is not what the log says.
 */
export async function clusterRows(): Promise<readonly Row[]> {
  const cluster = await startCluster();
  try {
    const ledger = openLedger(join(cluster.folder, 'answers.jsonl'));
    const clients = cluster.apis.map(api => clientOf(urlOf(api), ledger));
    const [one, two] = clients;
    if (one === undefined || two === undefined) throw new Error('two instances were to serve');
    await begin(one);
    const quiet = await lags(cluster, one, 'quiet');
    const stop = new AbortController();
    const began = performance.now();
    const before = ledger.acknowledged.size;
    const writing = clients.flatMap((client, i) =>
      Array.from({ length: WRITERS }, (_, n) => write(client, `${i}-${n}`, stop.signal)),
    );
    const loaded = await lags(cluster, two, 'loaded');
    stop.abort();
    await Promise.all(writing);
    const rate = (ledger.acknowledged.size - before) / ((performance.now() - began) / 1_000);
    const gone = await takeovers(cluster, one);
    for (const client of clients) client.close();
    await requireSound(cluster, ledger);
    const note = `${Math.round(rate)} events/s meanwhile, ${ledger.acknowledged.size} in all: no gap, no double`;
    return [
      below('visible through the other instance, p50', 'ms', percentile(quiet, 50), LAG_MS, 1),
      below('the same under load, p50', 'ms', percentile(loaded, 50), LAG_MS, 1, note),
      below('the same under load, p99', 'ms', percentile(loaded, 99), LAG_MS, 1),
      below(
        'seen and proved after either projector was killed, longest',
        'ms',
        Math.max(...gone),
        TAKEOVER_MS,
        1,
      ),
    ];
  } finally {
    await cluster.stop();
    cluster.remove();
  }
}

async function write(client: Client, writer: string, signal: AbortSignal): Promise<void> {
  for (let n = 0; !signal.aborted; n++) {
    await client.send(single(deadline(`w-${writer}-${n}`, `granvik.${2030 + (n % 40)}`)));
    await sleep(PAUSE_MS);
  }
}

/** Milliseconds from the answer of one instance to the record's being seen through the other. */
async function lags(cluster: Cluster, client: Client, name: string): Promise<readonly number[]> {
  const other = urlOf(cluster.apis[name === 'quiet' ? 1 : 0]);
  const found: number[] = [];
  for (let n = 0; n < SAMPLES; n++) found.push(await lag(client, other, `l-${name}-${n}`));
  return found;
}

/**
 * Until a sample is seen, and proved to lie in the log, just after one of the projectors has been killed; each in its turn.
 */
async function takeovers(cluster: Cluster, client: Client): Promise<readonly number[]> {
  const found: number[] = [];
  for (const [n, projector] of cluster.projectors.entries()) {
    await projector.kill();
    found.push(await lag(client, urlOf(cluster.apis[1]), `t-${n}`, '/proof'));
    await projector.start();
  }
  return found;
}

async function lag(client: Client, other: string, id: string, part = ''): Promise<number> {
  const [answer] = (await client.send(single(deadline(id, 'granvik.2029')))) ?? [];
  if (answer === undefined || typeof answer === 'number') throw new Error('a sample was not taken');
  const answered = performance.now();
  while (!(await fetch(`${other}/v1/events/${answer.record}${part}`)).ok) await sleep(2);
  return performance.now() - answered;
}

async function requireSound({ uris }: Cluster, ledger: Ledger): Promise<void> {
  const { wrongs } = await checkLog(uris.eventLog, ledger);
  const { differences } = await runReplay(uris, () => undefined, new AbortController().signal);
  const all = [...ledger.wrongs, ...wrongs, ...differences.map(difference => JSON.stringify(difference))];
  if (all.length > 0) throw new Error(all.slice(0, 10).join('\n'));
}
