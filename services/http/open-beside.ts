import { type Either, isLeft, left, right } from 'fp-ts/Either';
import { withoutPassword } from '../../contracts/addresses';
import { type Content, openContent } from '../content';
import { openReadLog, type ReadLog } from '../read-log';
import { openPersonRegister, type PersonRegister } from '../vault';
import type { Config } from './config';
import type { StartProblem } from './start-problem';

/** What is kept beside the event log and is not derived from it, besides the originals. */
export interface Beside {
  readonly persons: PersonRegister;
  readonly readLog: ReadLog;
}

/** Opens the store of originals. */
export async function openOriginals({
  content: uri,
}: Pick<Config, 'content'>): Promise<Either<StartProblem, Content>> {
  const opened = await openContent(uri)();
  const named = { setting: 'KRAVSPOR_CONTENT', what: 'store of originals', uri };
  return isLeft(opened)
    ? left(problemOf({ ...named, file: 'a folder, such as file:./data/content' }, opened.left))
    : opened;
}

/** Opens the register of persons and the log of reads; makes them where there are none. */
export async function openBeside({
  vault,
  readLog,
}: Pick<Config, 'vault' | 'readLog'>): Promise<Either<StartProblem, Beside>> {
  const persons = await openPersonRegister(vault)();
  const file = 'a file, such as file:./data/….db';
  if (isLeft(persons)) {
    const named = { setting: 'KRAVSPOR_VAULT', what: 'register of persons', uri: vault, file };
    return left(problemOf(named, persons.left));
  }
  const reads = await openReadLog(readLog)();
  if (!isLeft(reads)) return right({ persons: persons.right, readLog: reads.right });
  await persons.right.close();
  const named = { setting: 'KRAVSPOR_READ_LOG', what: 'log of reads', uri: readLog, file };
  return left(problemOf(named, reads.left));
}

interface Named {
  readonly setting: string;
  readonly what: string;
  readonly uri: string;
  /** What it may be on one machine. */
  readonly file: string;
}

interface Found {
  readonly kind: 'unsupported' | 'not-ours' | 'damaged' | 'refused' | 'unavailable';
  readonly detail: string;
}

function problemOf({ setting, what, uri, file }: Named, { kind, detail }: Found): StartProblem {
  const message = `The ${what} at ${withoutPassword(uri)} cannot be opened: ${detail}.`;
  switch (kind) {
    case 'unsupported':
      return {
        kind: 'bad-config',
        message,
        advice: `Give ${setting} ${file}, or a database, such as mongodb://host/kravspor.`,
      };
    case 'refused':
      return { kind: 'bad-config', message, advice: `Set ${setting} right, or change the server.` };
    case 'not-ours':
      return { kind, message, advice: `Give ${setting} another file; this one is not touched.` };
    case 'damaged':
      return { kind, message, advice: 'Restore it from the newest backup, or move it away to begin anew.' };
    case 'unavailable':
      return {
        kind,
        message,
        advice: uri.startsWith('file:')
          ? 'Check that this user may read and write the file, and that no other has it open.'
          : 'Check that the server runs and can be reached; then start again.',
      };
  }
}
