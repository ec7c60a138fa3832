import type { Command } from 'commander';
import { messageOf } from '../../../contracts/thrown';
import { runReplay } from '../../http';
import { Ended, EXIT } from '../exit';
import { configured } from '../configured';
import { printed, progress } from '../output';
import { type BundleReplay, replayBundle } from '../replay-bundle';

/** `kravspor replay --compare`: is what the views show what the log says? */
export function replayCommand(program: Command): void {
  program
    .command('replay')
    .description('fold the log from nothing, also while the service runs, and compare with the views in use')
    .option('--compare', 'compare document by document, and tell the first field that differs')
    .option(
      '--bundle <dir>',
      "fold the report of a bundle anew from the bundle's records, and compare the bytes",
    )
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExamples:\n  kravspor replay --compare\n  kravspor replay --bundle bundle')
    .action(async ({ compare: live, bundle, json }: Asked) => {
      if ((live === true) === (bundle !== undefined))
        throw new Ended('Give either --compare or --bundle.', 'kravspor replay --compare', EXIT.usage);
      if (bundle === undefined) await compare({ json });
      else compareBundle(bundle, json);
    });
}

interface Asked {
  readonly compare?: boolean;
  readonly bundle?: string;
  readonly json?: boolean;
}

function compareBundle(folder: string, json: boolean | undefined): void {
  const result = replayed(folder);
  const [first] = result.differences;
  printed(json, result, () =>
    first === undefined
      ? `Equal: ${result.report} folded anew from ${result.records} records, ${result.files} files with the same bytes.`
      : `${result.differences.length} of ${result.files} files are not what the records give.`,
  );
  if (first === undefined) return;
  throw new Ended(
    `First: ${first.file} at ${first.place}: the bundle has ${first.bundle}, the records give ${first.replayed}.`,
    'Check the bundle with kravspor-verify: where its records hold, the report does not.',
  );
}

function replayed(folder: string): BundleReplay {
  try {
    return replayBundle(folder);
  } catch (error) {
    if (error instanceof Ended) throw error;
    const message = messageOf(error);
    throw new Ended(message, 'Check the bundle with kravspor-verify.');
  }
}

async function compare({ json }: { readonly json: boolean | undefined }): Promise<void> {
  const shown = progress('replay');
  const { eventLog, views } = configured(process.env);
  const result = await runReplay(
    { eventLog, views },
    (_, done, total) => shown.at(done, total),
    new AbortController().signal,
  )
    .catch((error: unknown) => {
      const message = messageOf(error);
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
