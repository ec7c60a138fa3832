import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkLog, type Checked } from './check-log';
import { checkByVerifier, checkTree } from './check-tree';
import { checkViews } from './check-views';
import { type Client, clientOf } from './client';
import { type Asked, type Ledger, openLedger } from './ledger';
import { load, type Story } from './load';
import type { OutsideMoment, Plan } from './moments';
import { command, endWithin, type Running, startServer, toldBy } from './server';
import { begin } from './world';

/** A data directory, and what is known of it from outside. */
export interface Place {
  readonly folder: string;
  readonly data: string;
  readonly ledger: Ledger;
  readonly parents: Story['parents'];
  /** What is loaded and killed in the place of the real server. */
  readonly program?: readonly string[];
}

export interface Outcome extends Checked {
  /** Answers that were written down in this round before the kill. */
  readonly answers: number;
  /** Requests sent again after the crash. */
  readonly again: number;
  /** Milliseconds to the kill, to the end of the recovery, and to the end of the checks. */
  readonly took: readonly [number, number, number];
}

/** How long a moment may take to come; a machine under load is slow. */
const PATIENCE_MS = 60_000;
const DRAIN_MS = 10_000;
/** Answered requests that are sent again, to get their first answer. */
const SAMPLE = 40;

/** A new data directory with the organisations in it; its very first start may be killed. */
export async function newPlace(firstStartMs: number | undefined): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'kravspor-crash-'));
  const data = join(folder, 'data');
  mkdirSync(data);
  const ledger = openLedger(join(folder, 'answers.jsonl'));
  if (firstStartMs !== undefined) await startAndKill(data, firstStartMs);
  const server = startServer(data);
  const client = clientOf(await server.url, ledger);
  await begin(client);
  client.close();
  await stop(server, ledger);
  return { folder, data, ledger, parents: new Map() };
}

export const removePlace = ({ folder }: Place): void => rmSync(folder, { recursive: true, force: true });

/** Load, kill, recover, look. */
export async function playRound(place: Place, plan: Plan, round: number): Promise<Outcome> {
  const clock = stopwatch();
  const { data, ledger, parents } = place;
  ledger.turn();
  await loadAndKill(place, plan, { round: String(round), items: plan.items, seed: plan.seed, parents });
  const killed = clock();
  const answers = [...ledger.requests.values()].filter(answer => answer !== undefined).length;
  if (plan.againMs !== undefined) await startAndKill(data, plan.againMs);
  const again = await recover(place);
  const recovered = clock();
  const [checked, views, doctor] = await Promise.all([
    checkLog(`file:${join(data, 'events.db')}`, ledger),
    checkViews(data),
    command(data, 'doctor', '--full'),
  ]);
  const wrongs = [
    ...ledger.wrongs,
    ...checked.wrongs,
    ...views,
    // First as the service left it, then grown to the end and gone through.
    ...checkByVerifier(data),
    ...(await checkTree(data)),
    ...(doctor.code === 0 ? [] : [`doctor: ${toldBy(doctor)}`]),
  ];
  return { ...checked, wrongs, answers, again, took: [killed, recovered, clock()] };
}

/** Milliseconds since it was asked last. */
function stopwatch(): () => number {
  let since = performance.now();
  return () => {
    const before = since;
    since = performance.now();
    return Math.round(since - before);
  };
}

async function startAndKill(data: string, afterMs: number): Promise<void> {
  const server = startServer(data);
  await sleep(afterMs);
  server.signal('SIGKILL');
  await server.ended;
}

async function loadAndKill({ data, ledger, program }: Place, { moment }: Plan, story: Story): Promise<void> {
  const server = startServer(data, {
    ...(moment.by === 'inside' ? { crashAt: moment.moment } : {}),
    ...(program === undefined ? {} : { program }),
  });
  const killed = moment.by === 'inside' ? Promise.resolve() : killAt(server, moment.moment, ledger);
  const url = await server.url.catch(() => undefined);
  if (url !== undefined) {
    const client = clientOf(url, ledger);
    await Promise.race([load(client, story), server.ended, sleep(PATIENCE_MS, undefined, { ref: false })]);
    client.close();
  }
  const end = await endWithin(server, PATIENCE_MS);
  await killed;
  if (end.signal !== 'SIGKILL' && !(moment.moment.at === 'closing' && end.code === 0))
    throw new Error(`the server was to be killed, but ended otherwise: ${toldBy(end)}`);
}

async function killAt(server: Running, moment: OutsideMoment, ledger: Ledger): Promise<void> {
  switch (moment.at) {
    case 'start':
      break;
    case 'acknowledgement':
      await ledger.reached(moment.nth);
      break;
    case 'closing':
      await server.url;
      await ledger.reached(moment.nth);
      server.signal('SIGTERM');
      break;
  }
  await sleep(moment.afterMs);
  server.signal('SIGKILL');
}

/** Starts again and sends again; gives how many requests that were. Everything must then be told and done. */
async function recover({ data, ledger }: Place): Promise<number> {
  const server = startServer(data);
  const url = await server.url.catch((error: unknown) => {
    throw new Error(`it does not start again: ${String(error)}`);
  });
  const client = clientOf(url, ledger);
  const all = [...ledger.requests];
  const unanswered = all.filter(([, answers]) => answers === undefined);
  const answered = all.filter(([, answers]) => answers !== undefined);
  const step = Math.max(1, Math.floor(answered.length / SAMPLE));
  const asked = [...unanswered, ...answered.filter((_, i) => i % step === 0)].map(([one]) => one);
  for (const one of asked) await settled(client, one, ledger);
  const acts = all.map(([one]) => one).filter(isAct);
  for (const act of acts) await settled(client, act, ledger);
  client.close();
  await stop(server, ledger);
  return asked.length;
}

const isAct = ({ events }: Asked): boolean => events.some(one => one.causes !== undefined);

async function settled(client: Client, asked: Asked, ledger: Ledger): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const reply = isAct(asked) ? await client.sendAndWait(asked) : await client.send(asked);
    if (reply === undefined)
      return ledger.wrong(`${asked.events[0]?.id ?? ''} was not answered after the restart`);
    if (!('done' in reply) || reply.done) return;
  }
  ledger.wrong(`the follow-ups of ${asked.events[0]?.id ?? ''} are not done a minute after the restart`);
}

/** Told to stop, it stops in time and well. */
async function stop(server: Running, ledger: Ledger): Promise<void> {
  server.signal('SIGTERM');
  const end = await endWithin(server, DRAIN_MS + 20_000);
  if (end.code !== 0) ledger.wrong(`told to stop, it ended otherwise: ${toldBy(end)}`);
}
