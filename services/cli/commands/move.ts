import { isLeft } from 'fp-ts/Either';
import type { Command } from 'commander';
import { withoutPassword } from '../../../contracts/addresses';
import { type Moved, moveLog } from '../../audit';
import { type EventLog, openEventLog, type OpenOptions } from '../../event-log';
import { headerOf } from '../../lifecycle';
import { Ended, EXIT } from '../exit';
import { type Given, waysOf, type Way } from '../move/places';
import { lossOf, type MoveResult, textOf } from '../move/result';
import { stillToCopy } from '../move/still-to-copy';
import { moveBeside } from '../move-beside';
import { printed, progress, type Progress } from '../output';

const HELP = `
Examples:
  kravspor move --from file:./data --to esdb://user:password@node1:2113,node2:2113,node3:2113 \\
    --content mongodb://…/kravspor --vault mongodb://…/kravspor --reads mongodb://…/kravspor
  kravspor move --from esdb://… --to file:./copy --content file:./copy/content --content-from mongodb://…/kravspor

Stop the service first. No setting of the environment is looked at: with --from file:FOLDER, or file:FOLDER/events.db,
originals, persons and reads are taken from that folder (content, vault.db, reads.db) where no --…-from names another
place; from an engine, --…-from has to be given. It may be broken off and begun again.

Signing key and anchor are not moved: the output says where they are and where they belong. Without them the first start
makes a new signing key. Views and tiles are made anew. What the log says is erased is erased in the new stores too.

An original that was imported, and is neither in the store nor erased, is lost: it is named, all others are moved, and the
command ends with 1. One that an event alone has named (its bytes were never sent) is named as well, and is no loss.`;

/** `kravspor move`: from one engine to another, in either direction. */
export function moveCommand(program: Command): void {
  program
    .command('move')
    .description('bring the log to another engine, record by record, and compare both leaf by leaf')
    .requiredOption('--from <uri>', 'where it is: file:./data or esdb://…')
    .requiredOption('--to <uri>', 'where it is to be: an empty place, or one where a move was broken off')
    .option('--content <uri>', 'bring the originals there too')
    .option('--content-from <uri>', 'where they are, if not in the folder of --from')
    .option('--vault <uri>', 'bring the register of persons there too')
    .option('--vault-from <uri>', 'where it is, if not in the folder of --from')
    .option('--reads <uri>', 'bring the log of reads there too')
    .option('--reads-from <uri>', 'where it is, if not in the folder of --from')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(move);
}

async function move({ json, ...given }: Given & { readonly json?: boolean }): Promise<void> {
  const ways = waysOf(given);
  const shown = progress('move');
  try {
    const moved = await moveRecords(ways.log, shown);
    const beside = await moveBeside(ways, shown);
    const result: MoveResult = { ...moved, ...beside, stillToCopy: stillToCopy(given.from, given.to) };
    printed(json, result, () => textOf(result, ways));
    const loss = lossOf(result, ways);
    if (loss !== undefined) throw loss;
  } finally {
    shown.end();
  }
}

async function moveRecords({ from, to }: Way, shown: Progress): Promise<Moved> {
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
  const log = await openEventLog(uri, options)();
  if (isLeft(log)) throw new Ended(log.left.message, log.left.advice, EXIT.unavailable, log.left);
  return log.right;
}
