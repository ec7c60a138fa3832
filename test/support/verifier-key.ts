import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../services/http';

/** What a service's checkpoints are verified with, as it lies beside its tree: the first line, before earlier keys. */
export const verifierKeyOf = ({ config }: { readonly config: Config }): string =>
  readFileSync(join(config.data, 'log', 'verifier-key'), 'utf8')
    .split('\n', 1)
    .join('');
