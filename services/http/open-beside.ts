import { type Either, isLeft, left, right } from 'fp-ts/Either';
import { openReadLog, type ReadLog, type ReadLogProblem } from '../read-log';
import { openPersonRegister, type PersonRegister, type RegisterProblem } from '../vault';
import type { Config } from './config';
import type { StartProblem } from './start-problem';

/** What is kept beside the event log and is not derived from it, besides the originals. */
export interface Beside {
  readonly persons: PersonRegister;
  readonly readLog: ReadLog;
}

/** Opens the register of persons and the log of reads; makes them where there are none. */
export async function openBeside({
  vault,
  readLog,
}: Pick<Config, 'vault' | 'readLog'>): Promise<Either<StartProblem, Beside>> {
  const persons = openPersonRegister(vault);
  if (isLeft(persons)) return left(problemOf('KRAVSPOR_VAULT', 'register of persons', vault, persons.left));
  const reads = openReadLog(readLog);
  if (!isLeft(reads)) return right({ persons: persons.right, readLog: reads.right });
  await persons.right.close();
  return left(problemOf('KRAVSPOR_READ_LOG', 'log of reads', readLog, reads.left));
}

function problemOf(
  setting: string,
  what: string,
  uri: string,
  { kind, detail }: RegisterProblem | ReadLogProblem,
): StartProblem {
  const message = `The ${what} at ${uri} cannot be opened: ${detail}.`;
  switch (kind) {
    case 'unsupported':
      return { kind: 'bad-config', message, advice: `Give ${setting} a file, such as file:./data/….db.` };
    case 'not-ours':
      return { kind, message, advice: `Give ${setting} another file; this one is not touched.` };
    case 'damaged':
      return { kind, message, advice: 'Restore it from the newest backup, or move it away to begin anew.' };
    case 'unavailable':
      return {
        kind,
        message,
        advice: 'Check that this user may read and write the file, and that no other has it open.',
      };
  }
}
