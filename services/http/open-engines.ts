import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type { Logger } from 'pino';
import { filePathOf } from '../../contracts/addresses';
import type { ViewStore } from '../../projections';
import type { Content } from '../content';
import type { EventLog } from '../event-log/port';
import type { Config } from './config';
import { makeFolder } from './data-folder';
import { createLogger, type LogSink } from './logger';
import { createMetrics, type Metrics } from './metrics';
import { type Beside, openBeside, openOriginals } from './open-beside';
import { openLog } from './open-log';
import { knownBy, openViews } from './open-views';
import type { StartProblem } from './start-problem';
import { type Watched, watchLog } from './watched-log';

/** What may be put in the place of the real parts. */
export interface Parts {
  readonly logTo?: LogSink;
  /** Wraps the log, so that a test can make it fail. */
  readonly around?: (log: EventLog) => EventLog;
  /** Wraps what is kept beside the log. */
  readonly aroundBeside?: (beside: Beside) => Beside;
}

/** Where everything is kept, and what tells of it. */
export interface Engines extends Beside {
  readonly log: Watched;
  readonly store: ViewStore;
  readonly content: Content;
  readonly metrics: Metrics;
  readonly logger: Logger;
  close(): Promise<void>;
}

interface Closable {
  close(): Promise<void>;
}

/** Opens all that the configuration names; where one cannot be opened, those before it are closed again. */
export async function openEngines(config: Config, parts: Parts): Promise<Either<StartProblem, Engines>> {
  const held: Closable[] = [];
  const close = async (): Promise<void> => {
    for (const each of held.splice(0).reverse()) await each.close();
  };
  const hold = <A extends Closable>(opened: Either<StartProblem, A>): Either<StartProblem, A> => {
    if (!isLeft(opened)) held.push(opened.right);
    return opened;
  };
  const opened = await openAll(config, parts, hold);
  if (!isLeft(opened)) return right({ ...opened.right, close });
  await close();
  return opened;
}

async function openAll(
  config: Config,
  parts: Parts,
  hold: <A extends Closable>(opened: Either<StartProblem, A>) => Either<StartProblem, A>,
): Promise<Either<StartProblem, Omit<Engines, 'close'>>> {
  const content = hold(await openOriginals(config));
  if (isLeft(content)) return content;
  const folder = makeFolder(config.data);
  if (folder !== undefined) return left(folder);
  const logger = createLogger(config.logLevel, parts.logTo);
  const metrics = createMetrics();
  // Views in a file that is new would be a trace of a log; those on a server remember how long the log is.
  const early =
    filePathOf(config.views) === undefined ? hold(await openViews(config.views, logger)) : undefined;
  if (early !== undefined && isLeft(early)) return early;
  const opened = hold(await openLog(config, await knownBy(early?.right)));
  if (isLeft(opened)) return opened;
  const emptyWrites = filePathOf(config.eventLog) !== undefined;
  const log = watchLog(parts.around?.(opened.right) ?? opened.right, metrics, { emptyWrites });
  const store = early ?? hold(await openViews(config.views, logger));
  if (isLeft(store)) return store;
  const beside = await openBeside(config);
  if (isLeft(beside)) return beside;
  const kept = parts.aroundBeside?.(beside.right) ?? beside.right;
  hold(right(kept.persons));
  hold(right(kept.readLog));
  return right({ log, store: store.right, content: content.right, ...kept, metrics, logger });
}
