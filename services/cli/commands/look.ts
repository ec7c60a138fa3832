import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { fieldOf, listOf } from '../../../contracts/json/field';
import { printed, table } from '../output';
import { ask, parsed, remote } from '../remote';

const word = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** `kravspor status | history | report`: looking, through the running service. */
export function lookCommands(program: Command): void {
  program
    .command('status')
    .description('how the requirements stand')
    .option('--organisation <id>', 'those laid on one organisation')
    .option('--year <year>', 'those of one steering year')
    .option('--limit <n>', 'how many at most', '100')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  kravspor status --organisation granvik --year 2030')
    .action(async ({ json, ...filters }: Readonly<Record<string, string>> & { readonly json?: never }) => {
      const { text } = await ask(
        remote(process.env),
        `/v1/requirements?${new URLSearchParams(filters).toString()}`,
      );
      const page = parsed(text);
      const row = (item: unknown): readonly string[] => [
        word(fieldOf(item, 'requirement')),
        word(fieldOf(item, 'stage')),
        word(fieldOf(item, 'acceptance')),
        word(fieldOf(item, 'status')),
        word(fieldOf(item, 'text')).slice(0, 60),
      ];
      printed(
        json,
        page,
        () =>
          `${table(['requirement', 'stage', 'acceptance', 'status', 'text'], listOf(page, 'items').map(row))}\n\n${word(fieldOf(page, 'total'))} in all.`,
      );
    });

  program
    .command('history <requirement>')
    .description('all that was said of a requirement, in plain words')
    .option('--lang <language>', 'nb, nn or en', 'nb')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  kravspor history granvik.helse-solheim-sr-2030-i009 --lang nn')
    .action(
      async (requirement: string, { lang, json }: { readonly lang: string; readonly json?: boolean }) => {
        const base = `/v1/requirements/${encodeURIComponent(requirement)}/history`;
        const { text } = await ask(
          remote(process.env),
          json === true ? base : `${base}?format=text&lang=${lang}`,
          json === true ? {} : { headers: { accept: 'text/plain' } },
        );
        process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
      },
    );

  program
    .command('report <organisation> <year>')
    .description('the annual report of an organisation, folded from the log')
    .option('--step <step>', 'administrative or board', 'board')
    .option('--html <file>', 'write the document to a file')
    .option('--lang <language>', 'nb, nn or en', 'nb')
    .option('--json', 'print the model as JSON')
    .addHelpText('after', '\nExample:\n  kravspor report granvik 2030 --html granvik-2030.html')
    .action(
      async (
        organisation: string,
        year: string,
        options: {
          readonly step: string;
          readonly html?: string;
          readonly lang: string;
          readonly json?: boolean;
        },
      ) => {
        const report = `/v1/reports/${organisation}.annual.${year}.1`;
        const where = remote(process.env);
        if (options.html !== undefined) {
          const { text } = await ask(where, `${report}/document?step=${options.step}&lang=${options.lang}`, {
            headers: { accept: 'text/html' },
          });
          writeFileSync(options.html, text);
          process.stdout.write(`${options.html}\n`);
        } else if (options.json === true) {
          process.stdout.write((await ask(where, `${report}/model?step=${options.step}`)).text);
        } else {
          const answer = parsed((await ask(where, report)).text);
          printed(
            false,
            answer,
            () =>
              `${JSON.stringify(answer, null, 2)}\n\nThe document: ${where.url}${report}/document?step=${options.step}`,
          );
        }
      },
    );
}
