import { isLeft } from 'fp-ts/Either';
// Not by the door of http, behind which the whole service is loaded.
import { type Config, readConfig } from '../http/config';
import { Ended, EXIT } from './exit';

/** The settings of the environment, or an end that names every flaw. */
export function configured(env: NodeJS.ProcessEnv, changes: Partial<Config> = {}): Config {
  const config = readConfig(env);
  if (isLeft(config)) {
    const flaws = config.left.map(f => `${f.setting} is ${f.found}; expected ${f.expected}`).join('\n');
    throw new Ended(flaws, 'Set the variables right, or leave them out for the defaults.', EXIT.usage);
  }
  return { ...config.right, ...changes };
}
