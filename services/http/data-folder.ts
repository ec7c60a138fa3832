import { mkdirSync } from 'node:fs';
import { messageOf } from '../../contracts/thrown';
import type { StartProblem } from './start-problem';

/** Makes the folder that the configuration names, for its owner alone, where it is not there yet. */
export function makeFolder(path: string): StartProblem | undefined {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return undefined;
  } catch (error) {
    return {
      kind: 'no-permission',
      message: `The data folder ${path} cannot be made: ${messageOf(error)}.`,
      advice: 'Give KRAVSPOR_DATA a folder that this user may write in.',
    };
  }
}
