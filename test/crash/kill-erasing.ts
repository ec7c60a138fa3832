/**
 * Preloaded into the real server (`node --require`): kills the process before or after a statement on the register of
 * persons. Should the register erase otherwise than is looked for here, the moment never comes and the test fails.
 */
import { watchEngine } from './engine';

/** The variable by which the process learns when to kill itself: `before COMMIT`, `after VACUUM`. */
export const ERASE_AT = 'KRAVSPOR_TEST_ERASE_AT';

const [, when, wanted] = /^(before|after) (.+)$/.exec(process.env[ERASE_AT] ?? '') ?? [];

const kill = (): void => void process.kill(process.pid, 'SIGKILL');

if (wanted !== undefined)
  watchEngine((sql, file) => {
    if (!file.endsWith('vault.db') || sql !== wanted) return {};
    return when === 'before' ? { before: kill } : { after: kill };
  });
