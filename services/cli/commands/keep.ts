import { existsSync } from 'node:fs';
import { isLeft } from 'fp-ts/Either';
import type { Command } from 'commander';
import { openEventLog } from '../../event-log';
import { Ended, EXIT } from '../exit';
import { configured, withService } from '../local';
import { printed, progress } from '../output';

/** `kravspor backup | rebuild`: keeping the data directory. */
export function keepCommands(program: Command): void {
  program
    .command('backup <file>')
    .description('copy the event log, consistent and verified, also while the service writes to it')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  kravspor backup /backup/events-2031-02-01.db\n\nThe log is all that must be kept besides the folder of originals (content/): views are made anew from it.',
    )
    .action(backup);
  program
    .command('rebuild')
    .description('fold all views anew from the log, beside the old ones; the service must not be running')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  kravspor rebuild')
    .action(rebuild);
}

async function backup(file: string, { json }: { readonly json?: boolean }): Promise<void> {
  if (existsSync(file))
    throw new Ended(
      `${file} is there already.`,
      'Name a file that is not there yet; nothing is overwritten.',
      EXIT.usage,
    );
  const opened = await openEventLog(configured(process.env).eventLog, { readOnly: true })();
  if (isLeft(opened)) throw new Ended(opened.left.message, opened.left.advice, EXIT.unavailable);
  const log = opened.right;
  const shown = progress('backup');
  try {
    await log.backup(file, (done, total) => shown.at(done, total));
    const head = await log.head();
    printed(
      json,
      { file, records: head?.count ?? 0 },
      () => `${file}: copied and verified, ${head?.count ?? 0} records in the log now.`,
    );
  } finally {
    shown.end();
    await log.close();
  }
}

async function rebuild({ json }: { readonly json?: boolean }): Promise<void> {
  await withService(configured(process.env), async ({ runner }) => {
    const shown = progress('rebuild');
    const watcher = runner.progress.subscribe(({ building, head }) => {
      if (building !== undefined) shown.at(building.seq + 1, head + 1);
    });
    const done = await runner.rebuild()();
    watcher.unsubscribe();
    shown.end();
    if (isLeft(done))
      throw new Ended('The views could not be built.', 'See kravspor doctor.', EXIT.failed, done.left);
    const { seq, parked } = runner.status();
    printed(
      json,
      { generation: done.right, seq, parked },
      () => `Built anew up to record ${seq}; ${parked} streams are parked.`,
    );
  });
}
