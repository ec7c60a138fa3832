import type { Logger } from 'pino';
import type { Problem } from '../../contracts/problems';
import { StoreFailure } from '../../projections';
import { LogDamaged } from '../event-log/feed';
import { EventLogDamaged, EventLogUnavailable } from '../event-log/opening';
import { DirectoryLagging, StreamDamaged } from '../lifecycle';

/** What an exception means to the client. Bugs are logged with their stack and told without it. */
export function problemOfError(error: unknown, logger: Logger): Problem {
  if (error instanceof DirectoryLagging) {
    return {
      problem: 'unavailable',
      detail: `The views have not caught up: ${error.message}. Nothing was stored.`,
      advice: 'Send the same again in a moment. GET /readyz tells how far the views are.',
    };
  }
  if (error instanceof StoreFailure) {
    logger.error({ detail: error.message }, 'the view store failed');
    return {
      problem: error.failure.kind === 'no-space' ? 'no-space' : 'unavailable',
      detail: 'The views cannot be read now.',
      advice: 'Try again in a moment. GET /readyz tells what is wrong.',
    };
  }
  if (error instanceof EventLogUnavailable) {
    logger.error({ detail: error.message }, 'the event log cannot be read');
    return {
      problem: 'unavailable',
      detail: 'The event log cannot be read now.',
      advice:
        'Send the same again in a moment: an event is never stored twice. GET /readyz tells what is wrong.',
    };
  }
  if (error instanceof EventLogDamaged || error instanceof LogDamaged || error instanceof StreamDamaged) {
    logger.fatal({ detail: error.message }, 'the event log is damaged');
    return {
      problem: 'internal-error',
      detail: 'A stored record is not as it was written; nothing is decided on it.',
      advice: 'Tell whoever runs the service: `kravspor doctor --full` names the place.',
    };
  }
  logger.error({ err: error }, 'a request met a bug');
  return {
    problem: 'internal-error',
    detail: 'Something failed that should not. It is not known whether anything was stored.',
    advice:
      'Send the same again: an event is never stored twice. If it persists, tell whoever runs the service.',
  };
}
