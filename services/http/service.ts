import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type { Logger } from 'pino';
import { skip } from 'rxjs';
import { type Directory, directoryOf, openPasts, type Pasts, type Runner, views } from '../../projections';
import { stillnessOf, type Tree } from '../audit';
import type { Content } from '../content';
import { type ReadLog, type ReadRecorder, startRecorder } from '../read-log';
import type { PersonRegister } from '../vault';
import {
  type Clock,
  clockOf,
  type Door,
  type FollowUps,
  followUpsElsewhere,
  type Header,
  type HeadsOf,
  load,
  openDoor,
  startFollowUps,
} from '../lifecycle';
import { createRebuilds, type Rebuilds } from './audit/rebuilds';
import { createReplays, type Replays } from './audit/replays';
import { createScrubs, type Scrubs } from './audit/scrubs';
import { alone, type Config, unsafe } from './config';
import { knownFrom } from './directory';
import { beginOrCheck } from './header';
import { headsDigest } from './audit/own-heads';
import type { Metrics } from './metrics';
import { openActsOf } from './open-acts';
import { type Engines, openEngines, type Parts } from './open-engines';
import { guardedDoor, openTree } from './open-tree';
import { type Erasures, startErasures } from './persons/erasures';
import type { StartProblem } from './start-problem';
import { readable } from './views/readable';
import { startViews } from './views/start';
import type { Watched } from './watched-log';

/** So long the start waits for views to read from; where they have to be built first, the service answers meanwhile. */
const FIRST_VIEWS_MS = 1_000;

/** Everything that runs, put together once. Whoever serves, tests or plays the example stands on this. */
export interface Service {
  readonly config: Config;
  readonly log: Watched;
  readonly header: Header;
  readonly clock: Clock;
  readonly door: Door;
  /** The tree over all records, its checkpoints and proofs. */
  readonly tree: Tree;
  /** Milliseconds for which the tree has not moved though records wait for a checkpoint, as of the last looks. */
  readonly treeStandsFor: () => number;
  readonly runner: Runner;
  /** The views as they stood at other points of time. */
  readonly pasts: Pasts;
  readonly replays: Replays;
  readonly scrubs: Scrubs;
  readonly rebuilds: Rebuilds;
  /** What there is, as the views know it. */
  readonly directory: Directory;
  readonly followUps: FollowUps;
  readonly content: Content;
  readonly persons: PersonRegister;
  readonly erasures: Erasures;
  readonly readLog: ReadLog;
  readonly reads: ReadRecorder;
  readonly metrics: Metrics;
  readonly logger: Logger;
  close(): Promise<void>;
}

/** Opens what the configuration names, makes a new log only where there is no trace of one, and starts what runs. */
export async function startService(
  config: Config,
  parts: Parts = {},
): Promise<Either<StartProblem, Service>> {
  const flaw = unsafe(config) ?? alone(config);
  if (flaw !== undefined)
    return left({
      kind: 'bad-config',
      message: `${flaw.setting} is ${flaw.found}.`,
      advice: `Give ${flaw.expected}.`,
    });
  const engines = await openEngines(config, parts);
  if (isLeft(engines)) return engines;
  const started = await run(config, engines.right);
  if (isLeft(started)) await engines.right.close();
  return started;
}

async function run(config: Config, engines: Engines): Promise<Either<StartProblem, Service>> {
  const { log, store, content, persons, readLog, metrics, logger } = engines;
  const checked = await beginOrCheck(log, config);
  if (isLeft(checked)) return checked;
  const header = checked.right;
  const clock = await clockOf(log, header.clock);
  const long = await log.head();
  const runner = startViews(config, { log, store, logger, long });
  await readable(runner, FIRST_VIEWS_MS);
  const directory = directoryOf(runner, log);
  const pasts = openPasts(log, views);
  const replays = createReplays(config);
  const { state } = await load(log, 'log', 'log');
  const grown = await openTree(config, { log, origin: header.origin, state, logger, known: long });
  if (isLeft(grown)) {
    await runner.close();
    return grown;
  }
  const tree = grown.right;
  const still = stillnessOf();
  const treeStandsFor = (): number => still.look(tree.status(), runner.status().head + 1);
  // From when a record is known to wait, and not first from when somebody asks.
  runner.progress.subscribe(treeStandsFor);
  const scrubs = createScrubs(tree, config.role === 'api' ? 0 : config.scrubHours, logger);
  const headsOf: HeadsOf = (organisation, basis) =>
    headsDigest({ header, runner, directory, tree }, organisation, basis);
  const known = knownFrom(directory, runner, log);
  const door = guardedDoor(openDoor({ log, clock, directory: known, headsOf }), tree);
  const followUps =
    config.role === 'api'
      ? followUpsElsewhere
      : startFollowUps({
          log,
          door,
          openActs: () => openActsOf(runner),
          // Without the present state, which each new listener is told first.
          changes: runner.progress.pipe(skip(1)),
          // Several do no harm, but the same work: it is done where the tree is written, unless nobody writes it.
          isOurs: () => tree.status().state !== 'standby' || treeStandsFor() > config.limits.followUpsMs,
          onError: error => logger.error({ err: error }, 'a follow-up failed and will be tried again'),
        });
  metrics.observe(runner, followUps);
  metrics.gauge('kravspor_tree_lag_records', 'Records not under a signed checkpoint yet', () =>
    Math.max(0, runner.status().head + 1 - tree.status().size),
  );
  metrics.gauge(
    'kravspor_tree_standing_seconds',
    'For how long the tree has not moved though records wait for a checkpoint; 0 where none do',
    () => treeStandsFor() / 1_000,
  );
  metrics.gauge(
    'kravspor_scrub_sound_timestamp_seconds',
    'When the last scrub found all sound; 0 for never',
    () => scrubs.soundAt(),
  );
  metrics.gauge('kravspor_log_alarm', 'Is the log another than the one that was signed?', () =>
    tree.status().alarm === undefined ? 0 : 1,
  );
  const erasures = await startErasures({
    log,
    register: persons,
    content,
    onError: error => logger.error({ err: error }, 'an erasure failed and will be tried again'),
  });
  metrics.gauge('kravspor_erasures_pending', 'Recorded erasures to be carried out', erasures.pending);
  const reads = startRecorder(readLog, {
    days: config.readLogDays,
    count: (outcome, entries) => metrics.reads(outcome, entries),
    onError: detail => logger.error({ detail }, 'the log of reads cannot be written'),
  });
  metrics.gauge('kravspor_reads_waiting', 'Reads that wait to be written down', () => reads.waiting());
  return right({
    config,
    log,
    header,
    clock,
    door,
    tree,
    treeStandsFor,
    runner,
    pasts,
    replays,
    scrubs,
    rebuilds: createRebuilds(runner),
    directory,
    followUps,
    content,
    persons,
    erasures,
    readLog,
    reads,
    metrics,
    logger,
    close: once(async () => {
      await reads.close();
      await erasures.close();
      await followUps.close();
      await replays.close();
      await pasts.close();
      await scrubs.close();
      await tree.close();
      await runner.close();
      await engines.close();
    }),
  });
}

function once(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= task());
}
