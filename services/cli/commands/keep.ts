import { existsSync } from 'node:fs';
import { isLeft } from 'fp-ts/Either';
import type { Command } from 'commander';
import { fieldOf } from '../../../contracts/json/field';
import { openEventLog } from '../../event-log';
import { Ended, EXIT } from '../exit';
import { jobOf } from '../job';
import { withService } from '../local';
import { configured } from '../configured';
import { type Progress, printed, progress } from '../output';

/** `kravspor backup | rebuild`: keeping the data directory. */
export function keepCommands(program: Command): void {
  program
    .command('backup <file>')
    .description('copy the event log, consistent and verified, also while the service writes to it')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  kravspor backup /backup/events-2031-02-01.db\n\nThe log is the truth; beside it keep the originals (content/), the signing key (log.key), the register of persons\n(vault.db) and, if you must, the log of reads (reads.db). Views and tiles are made anew.',
    )
    .action(backup);
  program
    .command('rebuild')
    .description('fold all views anew from the log, beside those in use, with the service running or not')
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
  const shown = progress('rebuild');
  const rebuilt = await throughService(shown)
    .catch((error: unknown) => {
      if (error instanceof Ended && error.code === EXIT.unavailable) return here(shown);
      throw error;
    })
    .finally(shown.end);
  printed(json, rebuilt, () => `Built anew: the views ${rebuilt.generation} have taken over.`);
}

interface Rebuilt {
  readonly generation: string;
}

/** The running service does it while it serves. */
async function throughService(shown: Progress): Promise<Rebuilt> {
  const latest = await jobOf('/v1/rebuilds', shown);
  if (fieldOf(latest, 'state') !== 'done')
    throw new Ended('The views could not be built.', 'See kravspor doctor.', EXIT.failed, latest);
  return { generation: String(fieldOf(latest, 'generation')) };
}

/** No service runs: it is done in this process. */
const here = (shown: Progress): Promise<Rebuilt> =>
  withService(configured(process.env), async ({ runner }) => {
    const watcher = runner.progress.subscribe(({ building, head }) => {
      if (building !== undefined) shown.at(building.seq + 1, head + 1);
    });
    const done = await runner.rebuild()();
    watcher.unsubscribe();
    if (isLeft(done))
      throw new Ended('The views could not be built.', 'See kravspor doctor.', EXIT.failed, done.left);
    return { generation: done.right };
  });
