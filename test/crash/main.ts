import { parseArgs } from 'node:util';
import { playEngines } from './engines/play';
import { describe, planOf } from './moments';
import { newPlace, type Outcome, type Place, playRound, removePlace } from './round';

const USAGE = `Kills the real server while it is written to, starts it again, and looks whether anything is lost or double.

  npm run crash -- --rounds 200 --seed 7

  --rounds N   how many rounds (default 20)
  --engines    two instances that serve and two that keep the views up, over a log and views on servers of their own;
               API, projector, log and views are killed in turn
  --seed S     the same seed chooses the same moments (default: by the clock)`;

interface Sums {
  rounds: number;
  answers: number;
  again: number;
  followUps: number;
  failed: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '20' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      engines: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [rounds, seed] = [Number(values.rounds), Number(values.seed)];
  if (values.help || !Number.isSafeInteger(rounds) || rounds < 1 || !Number.isSafeInteger(seed)) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 64;
    return;
  }
  console.log(`seed ${seed}, ${rounds} rounds`);
  if (values.engines) {
    if ((await playEngines(rounds, seed)) > 0) process.exitCode = 1;
    return;
  }
  const sums = await play(rounds, seed);
  console.log(
    `${sums.rounds} rounds, ${sums.failed} failed: ${sums.answers} answers written down, ${sums.again} requests sent again, ` +
      `${sums.followUps} follow-ups checked`,
  );
  if (sums.failed > 0) process.exitCode = 1;
}

async function play(rounds: number, seed: number): Promise<Sums> {
  const sums = { rounds, answers: 0, again: 0, followUps: 0, failed: 0 };
  let place: Place | undefined;
  for (let round = 0; round < rounds; round++) {
    const plan = planOf(seed, round);
    const line = `${String(round + 1).padStart(4)}  ${describe(plan.moment).padEnd(48)}`;
    if (plan.fresh && place !== undefined) {
      removePlace(place);
      place = undefined;
    }
    try {
      place ??= await newPlace(plan.firstStartMs);
      const outcome = await playRound(place, plan, round);
      sums.answers += outcome.answers;
      sums.again += outcome.again;
      sums.followUps += outcome.followUps;
      if (outcome.wrongs.length > 0) throw new Wrong(outcome);
      console.log(`${line} ${told(outcome)}  ok`);
    } catch (error) {
      sums.failed++;
      console.log(`${line} ${error instanceof Wrong ? told(error.outcome) : ''}  FAILED`);
      console.log(error instanceof Wrong ? error.message : error);
      console.log(`      kept for a look: ${place?.folder ?? 'nothing'}`);
      place = undefined;
    }
  }
  if (place !== undefined) removePlace(place);
  return sums;
}

class Wrong extends Error {
  constructor(readonly outcome: Outcome) {
    super(outcome.wrongs.slice(0, 20).join('\n'));
  }
}

const told = ({ answers, again, records, followUps, declined, took }: Outcome): string =>
  `${answers} answers, ${again} again, ${records} records, ${followUps} follow-ups` +
  `${declined === 0 ? '' : ` (${declined} declined)`}, ${took.map(ms => (ms / 1_000).toFixed(1)).join(' + ')} s`;

void main();
