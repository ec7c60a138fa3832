import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isLeft } from 'fp-ts/Either';
import { openPasts, openViewStore, startRunner, views } from '../../projections';
import { startTree, startTreeThread, type Tree } from '../../services/audit';
import type { EventLog } from '../../services/event-log';
import { openSigningKey, type SigningKey } from '../../services/vault';
import { type Made, realisticLog } from '../projections/realistic-log';
import { opened } from './log';
import { fill } from './fill';
import { atLeast, below, inFolder, median, memoryMiB, percentile, type Row, seconds } from './measure';

const ORIGIN = 'bench.example/log';
const DAY_MS = 86_400_000;
const VERIFIER = path.resolve(__dirname, '../../kravspor-verify.js');

/** Tree, proofs, verification, and questions about the past, over one log. */
export async function auditRows(requirements: number, rounds: number): Promise<readonly Row[]> {
  return inFolder(async folder => {
    const file = path.join(folder, 'events.db');
    const log = await opened(file);
    const count = await fill(log, requirements);
    const signer = keyIn(folder);
    const places = { folder: path.join(folder, 'log'), anchor: path.join(folder, 'anchor'), origin: ORIGIN };
    const tree = await startTree({ ...places, log, signer });
    const grown = await seconds(() => tree.waitFor(count - 1, DAY_MS));
    const rows = [
      await verification(places.folder, signer.verifierKey, count, rounds),
      await proofs(tree, count),
      await delay(),
    ];
    await tree.close();
    const past = await pastRows(path.join(folder, 'views.db'), log, count);
    await log.close();
    const speed = `the tree of ${count.toLocaleString('en')} records was made in ${grown.toFixed(1)} s`;
    const [first, ...rest] = [...rows, ...past];
    return [
      ...(first === undefined ? [] : [{ ...first, note: `${first.note ?? ''}; ${speed}` }]),
      ...rest,
      await cost(rounds),
    ];
  });
}

function keyIn(folder: string): SigningKey {
  const key = openSigningKey(path.join(folder, 'log.key'), { name: ORIGIN, create: true });
  if (isLeft(key)) throw new Error(key.left.message);
  return key.right;
}

/** The file that auditors are given, in a process of its own; its memory is what the system counted at its end. */
async function verification(folder: string, key: string, count: number, rounds: number): Promise<Row> {
  const spent: number[] = [];
  let memory = 0;
  const tell = path.join(folder, '..', 'tell-memory.js');
  // resourceUsage() of a child begins with what its parent held, so the peak is asked of the kernel.
  writeFileSync(
    tell,
    `process.on('exit', () => {
      const status = require('node:fs').readFileSync('/proc/self/status', 'utf8');
      process.stderr.write(/VmHWM:\\s+(\\d+)/.exec(status)[1]);
    });`,
  );
  for (let i = 0; i < rounds; i++) {
    const args = ['--require', tell, VERIFIER, 'log', folder, '--key', key];
    spent.push(
      await seconds(() => {
        const run = spawnSync(process.execPath, args, { encoding: 'utf8' });
        if (run.status !== 0) throw new Error(run.stdout + run.stderr);
        memory = Math.max(memory, Number(run.stderr) / 1_024);
      }),
    );
  }
  const note = `${count.toLocaleString('en')} leaves, with the start of the process; at most ${Math.round(memory)} MiB of 128`;
  return {
    ...atLeast('offline verification', 'leaves/s', [count / median(spent), 150_000], 1, rounds, note),
    memoryMiB: Math.round(memory),
  };
}

async function proofs(tree: Tree, count: number): Promise<Row> {
  const spent: number[] = [];
  for (let i = 0; i < 1_000; i++) {
    const seq = (i * 7_919_777) % count;
    spent.push(
      await seconds(async () => {
        if ((await tree.proofOf(seq)) === undefined) throw new Error(`no proof of ${seq}`);
      }),
    );
  }
  return below(
    'proof of one event, p99',
    'ms',
    percentile(spent, 99) * 1_000,
    20,
    1,
    `of ${count.toLocaleString('en')}`,
  );
}

const BESIDE = 16;

/** From an acknowledged append to a checkpoint over it, beside writers that never rest. */
const delay = (): Promise<Row> =>
  inFolder(async folder => {
    const log = await opened(path.join(folder, 'events.db'));
    const places = { folder: path.join(folder, 'log'), anchor: path.join(folder, 'anchor'), origin: ORIGIN };
    const tree = await startTree({ ...places, log, signer: keyIn(folder) });
    const spent: number[] = [];
    const queue = realisticLog({ requirements: 20_000, open: 20_000 });
    let isOver = false;
    const writing = Promise.all(Array.from({ length: BESIDE }, () => appendFrom(queue, log, () => isOver)));
    for (let i = 0; i < 60; i++) {
      await sleep(50);
      const count = (await log.head())?.count ?? 0;
      spent.push(await seconds(() => tree.waitFor(count - 1, 60_000)));
    }
    isOver = true;
    await writing;
    await tree.close();
    await log.close();
    const note = `beside ${BESIDE} writers that never rest`;
    return below('append → under a signed checkpoint, p99', 's', percentile(spent, 99), 1, 1, note);
  });

async function appendFrom(queue: Iterable<Made>, log: EventLog, isOver: () => boolean): Promise<void> {
  for (const { stream, revision, entry } of queue) {
    if (isOver()) return;
    await log.append(stream, revision === 0 ? 'none' : revision - 1, [entry])();
  }
}

/** A list over all requirements as they stood. */
async function pastRows(file: string, log: EventLog, count: number): Promise<readonly Row[]> {
  const store = await openViewStore(`file:${file}`)();
  if (isLeft(store)) throw new Error(store.left.detail);
  const runner = startRunner({ log, store: store.right });
  await runner.caughtUp(count - 1, DAY_MS)();
  const now = runner.generation();
  if (now === undefined) throw new Error('no views');
  const pasts = openPasts(log, views);
  const past = pasts.at(now, { upTo: Math.floor(count / 2) });
  let total = 0;
  const before = memoryMiB();
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, memoryMiB())), 100);
  const list = await seconds(async () => {
    const page = await past.find('requirements', { limit: 100 })();
    if (isLeft(page)) throw new Error(page.left.detail);
    total = page.right.total;
  });
  clearInterval(watch);
  await pasts.close();
  await runner.close();
  await store.right.close();
  return [
    {
      ...below('first list of the past over all requirements', 's', list, list, 1),
      wanted: 'stated',
      note: `${total.toLocaleString('en')} requirements, ${count.toLocaleString('en')} records; ${peak - before} MiB more while it is made, and none of it again for the next page`,
    },
  ];
}

const WRITERS = 64;
const APPENDS = 6_000;

/** Single durable appends with the tree following in its thread, beside the same without. */
async function cost(rounds: number): Promise<Row> {
  if (!existsSync(VERIFIER)) throw new Error('build first');
  const ours: number[] = [];
  const limits: number[] = [];
  for (let i = 0; i < rounds; i++) {
    limits.push(await appendRate(false));
    ours.push(await appendRate(true));
  }
  return atLeast(
    'appends through the port with the tree following',
    'events/s',
    [median(ours), median(limits)],
    0.75,
    rounds,
    `${WRITERS} waiting writers; the limit is the same without the tree`,
  );
}

const appendRate = (withTree: boolean): Promise<number> =>
  inFolder(async folder => {
    const file = path.join(folder, 'events.db');
    const log = await opened(file);
    keyIn(folder);
    const tree = withTree
      ? await startTreeThread({
          eventLog: `file:${file}`,
          folder: path.join(folder, 'log'),
          anchor: path.join(folder, 'anchor'),
          keyFile: path.join(folder, 'log.key'),
          origin: ORIGIN,
        })
      : undefined;
    // Made beforehand: it is the appending that is measured.
    const made = [...realisticLog({ requirements: APPENDS / 10, open: APPENDS / 10 })].slice(0, APPENDS);
    const queue = made.values();
    const writers = Array.from({ length: WRITERS }, () => appendFrom(queue, log, () => false));
    const spent = await seconds(() => Promise.all(writers));
    const appended = (await log.head())?.count ?? 0;
    await tree?.close();
    await log.close();
    return appended / spent;
  });
