import type { Logger } from 'pino';
import { type Runner, startReadingRunner, startRunner, type ViewStore } from '../../../projections';
import type { OpenOptions } from '../../event-log';
import type { EventLog } from '../../event-log/port';
import { CAN_THREAD } from '../can-thread';
import type { Config } from '../config';
import { startRemoteRunner } from './remote-runner';

export interface ViewParts {
  readonly log: EventLog;
  readonly store: ViewStore;
  readonly logger: Logger;
  /** How long the log is, so that a thread need not count it again. */
  readonly long: OpenOptions['known'];
}

/** The views: folded here, in a thread where there can be one; or only read, where other instances fold them. */
export function startViews(
  { role, eventLog, views }: Config,
  { log, store, logger, long }: ViewParts,
): Runner {
  if (role === 'api') return startReadingRunner({ log, store });
  if (!CAN_THREAD) return startRunner({ log, store });
  return startRemoteRunner({ log, store, uris: { eventLog, views, known: long }, logger });
}
