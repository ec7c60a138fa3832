import type { Command } from 'commander';
import { runReplay } from '../../http';
import { Ended, EXIT } from '../exit';
import { configured } from '../local';
import { printed, progress } from '../output';

/** `kravspor replay --compare`: is what the views show what the log says? */
export function replayCommand(program: Command): void {
  program
    .command('replay')
    .description('fold the log from nothing, also while the service runs, and compare with the views in use')
    .requiredOption('--compare', 'compare document by document, and tell the first field that differs')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  kravspor replay --compare')
    .action(compare);
}

async function compare({ json }: { readonly json?: boolean }): Promise<void> {
  const shown = progress('replay');
  const { eventLog, views } = configured(process.env);
  const result = await runReplay(
    { eventLog, views },
    (stage, done, total) => shown.at(done, total, stage),
    new AbortController().signal,
  )
    .catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      throw new Ended(message, 'See kravspor doctor.', EXIT.unavailable);
    })
    .finally(shown.end);
  const { records, documents, differences } = result;
  printed(json, result, () =>
    differences.length === 0
      ? `Equal: ${records} records folded anew, ${documents} documents compared.`
      : `${differences.length}${result.more ? ' or more' : ''} of ${documents} documents are not what the log says.`,
  );
  if (differences.length === 0) return;
  const [first] = differences;
  throw new Ended(
    `First: ${first?.collection} ${first?.key} at ${first?.field === '' ? '/' : first?.field}: the views have ${first?.live}, the log gives ${first?.replayed}.`,
    'The log is right. `kravspor rebuild` makes the views anew; find out first who changed them.',
  );
}
