import path from 'node:path';
import { isLeft } from 'fp-ts/Either';
import type { RequirementView } from '../../contracts/views';
import { fromDocument, openViewStore, type Runner, startRunner, type ViewStore } from '../../projections';
import type { EventLog } from '../../services/event-log';
import { openDatabase } from '../../services/sqlite';
import { fill } from './fill';
import { opened, rawScan } from './log';
import { atLeast, below, inFolder, median, memoryMiB, percentile, type Row, seconds } from './measure';

const DEADLINE_MS = 1_200_000;

async function store(file: string): Promise<ViewStore> {
  const views = await openViewStore(`file:${file}`)();
  if (isLeft(views)) throw new Error(JSON.stringify(views.left));
  return views.right;
}

async function caughtUp(runner: Runner, seq: number): Promise<void> {
  const done = await runner.caughtUp(seq, DEADLINE_MS)();
  if (isLeft(done)) throw new Error(JSON.stringify(done.left));
}

/** Replay, rebuild, readiness and the status list, over one log. */
export async function viewRows(requirements: number, rounds: number): Promise<readonly Row[]> {
  return inFolder(async folder => {
    const file = path.join(folder, 'events.db');
    let log = await opened(file);
    const count = await fill(log, requirements);
    const rates: number[] = [];
    const limits: number[] = [];
    const peaks: number[] = [];
    for (let i = 0; i < rounds; i++) {
      limits.push(count / (await seconds(() => rawScan(file, count))));
      const views = await store(path.join(folder, `views-${i}.db`));
      let runner: Runner | undefined;
      const watch = setInterval(() => peaks.push(memoryMiB()), 200);
      rates.push(
        count /
          (await seconds(async () => {
            runner = startRunner({ log, store: views });
            await caughtUp(runner, count - 1);
          })),
      );
      clearInterval(watch);
      await runner?.close();
      await views.close();
    }
    const rows = [
      atLeast(
        'replay through all views',
        'events/s',
        [median(rates), median(limits)],
        0.25,
        rounds,
        `${count.toLocaleString('en')} events; at most ${Math.max(...peaks)} MiB while replaying`,
      ),
      await listRow(folder, rounds, log, count),
    ];
    await log.close();
    const views = await store(path.join(folder, 'views-0.db'));
    let runner: Runner | undefined;
    const ready = await seconds(async () => {
      log = await opened(file);
      runner = startRunner({ log, store: views });
      await caughtUp(runner, count - 1);
    });
    await runner?.close();
    await views.close();
    await log.close();
    return [...rows, below(`ready after start with ${count.toLocaleString('en')} events`, 's', ready, 1, 1)];
  });
}

const PAGE = 50;
const QUERIES = 200;

/** The status list by one organisation, in order of what was told last, against the same question in SQL with a fitting index. */
async function listRow(folder: string, rounds: number, log: EventLog, count: number): Promise<Row> {
  const views = await store(path.join(folder, 'views-0.db'));
  const runner = startRunner({ log, store: views });
  await caughtUp(runner, count - 1);
  const generation = runner.generation();
  if (generation === undefined) throw new Error('no views');
  const raw = openDatabase(path.join(folder, 'raw-list.db'));
  raw.exec(
    'PRAGMA journal_mode = WAL; CREATE TABLE requirements (key TEXT PRIMARY KEY, document TEXT NOT NULL, organisation TEXT, seq INTEGER) STRICT',
  );
  raw.exec('BEGIN');
  const insert = raw.prepare('INSERT INTO requirements VALUES (?, ?, ?, ?)');
  let organisation = '';
  let total = 0;
  for await (const { key, document } of generation.scan('requirements')) {
    const view = fromDocument<RequirementView>(document);
    organisation = view.organisation;
    insert.run(key, JSON.stringify(document), organisation, view.seq);
    total++;
  }
  raw.exec('COMMIT; CREATE INDEX list ON requirements (organisation, seq, key)');
  const page = raw.prepare(
    'SELECT key, document FROM requirements WHERE organisation = ? ORDER BY seq, key LIMIT ?',
  );
  const all = raw.prepare('SELECT count(*) AS n FROM requirements WHERE organisation = ?');
  const ours: number[] = [];
  const limit: number[] = [];
  for (let i = 0; i < QUERIES * rounds; i++) {
    limit.push(
      await seconds(() => {
        const found = page.all(organisation, PAGE).map((row): unknown => JSON.parse(String(row['document'])));
        if (found.length === 0 || all.get(organisation) === undefined) throw new Error('nothing found');
      }),
    );
    ours.push(
      await seconds(async () => {
        const found = await generation.find('requirements', {
          filter: { op: 'equals', path: 'organisation', value: organisation },
          order: [{ path: 'seq' }],
          limit: PAGE,
        })();
        if (isLeft(found) || found.right.items.length === 0) throw new Error(JSON.stringify(found));
      }),
    );
  }
  raw.close();
  await runner.close();
  await views.close();
  const [measured, allowed] = [percentile(ours, 99) * 1_000, percentile(limit, 99) * 2_000];
  return below(
    'status list, filtered and sorted, p99',
    'ms',
    measured,
    allowed,
    rounds,
    `${total.toLocaleString('en')} requirements; the limit is twice the raw indexed SQL, with its count; medians ${(median(ours) * 1_000).toFixed(2)} and ${(median(limit) * 1_000).toFixed(2)} ms`,
  );
}
