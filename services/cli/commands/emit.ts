import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { messageOf } from '../../../contracts/thrown';
import { Ended, EXIT } from '../exit';
import { printed } from '../output';
import { ask, parsed, remote } from '../remote';

/** `kravspor emit`: one event, or a batch of them. */
export function emitCommand(program: Command): void {
  program
    .command('emit [file]')
    .description('send an event, or a list of events, from a file or from standard input')
    .option('--if-match <revision>', 'the revision of what you have looked at, for decisions that ask for it')
    .option('--wait <what>', 'wait until views or follow-ups show it')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  kravspor emit event.json\n  echo \'{"specversion":"1.0", …}\' | kravspor emit',
    )
    .action(
      async (
        file: string | undefined,
        options: { readonly ifMatch?: string; readonly wait?: string; readonly json?: boolean },
      ) => {
        const body = read(file);
        const batch = body.trimStart().startsWith('[');
        const answer = await ask(
          remote(process.env),
          `/v1/events${options.wait === undefined ? '' : `?wait=${encodeURIComponent(options.wait)}`}`,
          {
            method: 'POST',
            headers: {
              'content-type': batch ? 'application/cloudevents-batch+json' : 'application/cloudevents+json',
              ...(options.ifMatch === undefined
                ? {}
                : { 'if-match': `"${options.ifMatch.replaceAll('"', '')}"` }),
            },
            body,
          },
        );
        printed(options.json, parsed(answer.text), () =>
          answer.status === 207 ? `Not all were stored:\n${answer.text}` : `Stored.\n${answer.text}`,
        );
        if (answer.status === 207) process.exitCode = EXIT.failed;
      },
    );
}

function read(file: string | undefined): string {
  try {
    return readFileSync(file ?? 0, 'utf8');
  } catch (error) {
    throw new Ended(
      `${file ?? 'standard input'} cannot be read: ${messageOf(error)}`,
      'Check the name of the file.',
      EXIT.usage,
    );
  }
}
