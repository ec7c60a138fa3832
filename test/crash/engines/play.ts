import { join } from 'node:path';
import { checkTree } from '../check-tree';
import { clientOf } from '../client';
import { type Ledger, openLedger } from '../ledger';
import type { Story } from '../load';
import { begin } from '../world';
import { type Cluster, startCluster, urlOf } from './cluster';
import { type Outcome, planOf, playRound } from './round';

/** After so many rounds a new cluster is begun, since every round goes through all that the old one holds. */
const ROUNDS_EACH = 5;

interface Place {
  readonly cluster: Cluster;
  readonly ledger: Ledger;
  readonly parents: Story['parents'];
}

/** Kills API, projector, log and views in turn while events are sent; gives how many rounds failed. */
export async function playEngines(rounds: number, seed: number): Promise<number> {
  const sums = { answers: 0, again: 0, followUps: 0, failed: 0 };
  let place: Place | undefined;
  for (let round = 0; round < rounds; round++) {
    const plan = planOf(seed, round);
    const line = `${String(round + 1).padStart(4)}  ${plan.fault.padEnd(20)}`;
    try {
      place ??= await newPlace();
      const { cluster, ledger, parents } = place;
      const outcome = await playRound(cluster, ledger, parents, plan, round);
      sums.answers += outcome.answers;
      sums.again += outcome.again;
      sums.followUps += outcome.followUps;
      const isLast = round === rounds - 1 || round % ROUNDS_EACH === ROUNDS_EACH - 1;
      const wrongs = [...outcome.wrongs, ...(isLast ? await ended(cluster) : [])];
      if (wrongs.length > 0) throw new Error(wrongs.slice(0, 20).join('\n'));
      console.log(`${line} ${told(outcome)}  ok`);
      if (isLast) {
        cluster.remove();
        place = undefined;
      }
    } catch (error) {
      sums.failed++;
      console.log(`${line} FAILED\n${error instanceof Error ? error.message : String(error)}`);
      console.log(`      kept for a look: ${place?.cluster.folder ?? 'nothing'}`);
      await place?.cluster.stop();
      place = undefined;
    }
  }
  console.log(
    `${rounds} rounds, ${sums.failed} failed: ${sums.answers} answers written down, ${sums.again} requests sent again ` +
      `to the other instance, ${sums.followUps} follow-ups checked`,
  );
  return sums.failed;
}

async function newPlace(): Promise<Place> {
  const cluster = await startCluster();
  const ledger = openLedger(join(cluster.folder, 'answers.jsonl'));
  const client = clientOf(urlOf(cluster.apis[0]), ledger);
  await begin(client);
  client.close();
  return { cluster, ledger, parents: new Map() };
}

/** All instances are killed, and the tree is gone through from the log alone. */
async function ended(cluster: Cluster): Promise<readonly string[]> {
  for (const part of [...cluster.apis, ...cluster.projectors]) await part.kill();
  const wrongs = await checkTree(cluster.data, cluster.uris.eventLog);
  await cluster.stop();
  return wrongs;
}

const told = ({ answers, again, records, followUps, took }: Outcome): string =>
  `${answers} answers, ${again} again, ${records} records, ${followUps} follow-ups, ` +
  `${took.map(ms => (ms / 1_000).toFixed(1)).join(' / ')} s`;
