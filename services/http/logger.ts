import pino, { type Logger } from 'pino';
import type { LogLevel } from './config';

/** Where log lines go. */
export interface LogSink {
  write(line: string): void;
}

/**
 * Log lines as JSON. They tell what was done and how it went, never what was in it: no bodies, no query values, no
 * headers but the trace.
 */
export function createLogger(
  level: LogLevel,
  sink: LogSink = pino.destination({ dest: 1, sync: false }),
): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, sink);
}
