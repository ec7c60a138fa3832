import { join, resolve } from 'node:path';
import { isLeft } from 'fp-ts/Either';
import type { Command } from 'commander';
import { filePathOf, withoutPassword } from '../../../contracts/addresses';
import { type Moved, moveLog } from '../../audit';
import { type EventLog, openEventLog, type OpenOptions } from '../../event-log';
import { headerOf } from '../../lifecycle';
import { Ended, EXIT } from '../exit';
import { configured } from '../configured';
import { moveContent, movePersons, moveReads } from '../move-beside';
import { printed, progress, type Progress } from '../output';

interface Given {
  readonly from: string;
  readonly to: string;
  readonly content?: string;
  readonly vault?: string;
  readonly reads?: string;
  readonly json?: boolean;
}

/** `kravspor move`: from one engine to another, in either direction. */
export function moveCommand(program: Command): void {
  program
    .command('move')
    .description('bring the log to another engine, record by record, and compare both leaf by leaf')
    .requiredOption('--from <uri>', 'where it is: file:./data or esdb://…')
    .requiredOption('--to <uri>', 'where it is to be: an empty place, or one where a move was broken off')
    .option('--content <uri>', 'bring the originals there too, from KRAVSPOR_CONTENT')
    .option('--vault <uri>', 'bring the register of persons there too, from KRAVSPOR_VAULT')
    .option('--reads <uri>', 'bring the log of reads there too, from KRAVSPOR_READ_LOG')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  kravspor move --from file:./data --to esdb://user:password@node1:2113,node2:2113,node3:2113\n\nStop the service first. It may be broken off and begun again. The signing key and the anchor stay what they are;\nviews and tiles are made anew or go on.',
    )
    .action(move);
}

async function move({ from, to, content, vault, reads, json }: Given): Promise<void> {
  const { content: contentNow, vault: vaultNow, readLog } = configured(process.env);
  const shown = progress('move');
  try {
    const moved = await moveRecords(from, to, shown);
    const result = {
      ...moved,
      ...(content && { originals: await moveContent(logIn(to), contentNow, content, shown) }),
      ...(vault && { persons: await movePersons(vaultNow, vault, shown) }),
      ...(reads && { reads: await moveReads(readLog, reads, shown) }),
    };
    printed(json, result, () => textOf(result));
  } finally {
    shown.end();
  }
}

interface Result extends Moved {
  readonly originals?: { readonly moved: number; readonly missing: number };
  readonly persons?: number;
  readonly reads?: number;
}

const textOf = ({ records, appended, root, originals, persons, reads }: Result): string =>
  [
    `${records} records are the same on both sides, ${appended} of them brought there now.`,
    `The root of the tree over them is ${root} on both sides.`,
    originals && `${originals.moved} originals are there; ${originals.missing} were erased or never kept.`,
    persons === undefined ? undefined : `${persons} persons are there.`,
    reads === undefined ? undefined : `${reads} reads were brought there.`,
  ]
    .filter(line => line !== undefined)
    .join('\n');

async function moveRecords(from: string, to: string, shown: Progress): Promise<Moved> {
  const source = await opened(from, { create: false });
  try {
    const header = await headerOf(source);
    if (header === undefined)
      throw new Ended(
        `${withoutPassword(from)} holds no log of Kravspor.`,
        'Give the place of one.',
        EXIT.failed,
      );
    const target = await opened(to, { create: true });
    try {
      const moved = await moveLog({
        from: { log: source, name: withoutPassword(from) },
        to: { log: target, name: withoutPassword(to) },
        origin: header.origin,
        progress: (_, done, total) => shown.at(done, total),
      });
      if (isLeft(moved)) throw new Ended(moved.left.message, moved.left.advice, EXIT.failed, moved.left);
      return moved.right;
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** For writing on both sides, so that no service can write to either file meanwhile. */
async function opened(uri: string, options: OpenOptions): Promise<EventLog> {
  const log = await openEventLog(logIn(uri), options)();
  if (isLeft(log)) throw new Ended(log.left.message, log.left.advice, EXIT.unavailable, log.left);
  return log.right;
}

/** The log in a data folder, where one is named and not its file. */
export function logIn(uri: string): string {
  const path = filePathOf(uri);
  if (path === undefined || path.endsWith('.db')) return uri;
  return `file:${join(resolve(path), 'events.db')}`;
}
