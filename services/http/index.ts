/** The HTTP side: the service put together, and its doors. */
export {
  type Config,
  defaultConfig,
  DEFAULT_LIMITS,
  DEFAULT_PORT,
  readConfig,
  type ConfigFlaw,
  type Limits,
} from './config';
export { hashOfKey, newKey } from './keys';
export { runReplay } from './audit/run-replay';
export type { Parts } from './open-engines';
export { type Service, startService } from './service';
export { closedBySignal, serve, type Serving } from './serve';
export type { StartProblem } from './start-problem';
