import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { fieldOf, listOf } from '../../../contracts/json/field';
import { printed, table } from '../output';
import { ask, parsed, remote } from '../remote';

const AS_OF = 'as it stood: what had happened by this day or time';
const KNOWN_AT = 'as it was known: what had been recorded by this day or time';

interface Cut {
  readonly asOf?: string;
  readonly knownAt?: string;
}

/** An address with a query of what was given. */
const at = (path: string, query: Readonly<Record<string, string | undefined>>): string => {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) given.set(name, value);
  const text = given.toString();
  return text === '' ? path : `${path}?${text}`;
};

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
    .option('--as-of <day>', AS_OF)
    .option('--known-at <day>', KNOWN_AT)
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
    .option('--as-of <day>', AS_OF)
    .option('--known-at <day>', KNOWN_AT)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  kravspor history granvik.helse-solheim-sr-2030-i009 --lang nn')
    .action(
      async (
        requirement: string,
        { lang, json, asOf, knownAt }: Cut & { readonly lang: string; readonly json?: boolean },
      ) => {
        const base = `/v1/requirements/${encodeURIComponent(requirement)}/history`;
        const words = json === true ? {} : { format: 'text', lang };
        const { text } = await ask(
          remote(process.env),
          at(base, { ...words, asOf, knownAt }),
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
    .option('--as-of <day>', AS_OF)
    .option('--known-at <day>', KNOWN_AT)
    .option('--lang <language>', 'nb, nn or en', 'nb')
    .option('--json', 'print the model as JSON')
    .addHelpText('after', '\nExample:\n  kravspor report granvik 2030 --html granvik-2030.html')
    .action(
      async (
        organisation: string,
        year: string,
        {
          step,
          html,
          lang,
          json,
          asOf,
          knownAt,
        }: Cut & {
          readonly step: string;
          readonly html?: string;
          readonly lang: string;
          readonly json?: boolean;
        },
      ) => {
        const report = `/v1/reports/${organisation}.annual.${year}.1`;
        const where = remote(process.env);
        const cut = { step, asOf, knownAt };
        if (html !== undefined) {
          const document = at(`${report}/document`, { ...cut, lang });
          const { text } = await ask(where, document, { headers: { accept: 'text/html' } });
          writeFileSync(html, text);
          process.stdout.write(`${html}\n`);
          return;
        }
        const { text } = await ask(where, at(`${report}/model`, cut));
        if (json === true) process.stdout.write(text);
        else
          process.stdout.write(`${inShort(parsed(text))}\n\nThe document: ${where.url}${report}/document\n`);
      },
    );
}

/** A line for each requirement that is due, and what stands beside them. */
function inShort(page: unknown): string {
  const report = fieldOf(page, 'report');
  const sections = listOf(report, 'sections');
  const row = (section: unknown): readonly string[] => [
    word(fieldOf(section, 'number')),
    word(fieldOf(section, 'requirement')),
    word(fieldOf(fieldOf(fieldOf(section, 'answer'), 'status'), 'value')) || '–',
    word(fieldOf(fieldOf(section, 'text'), 'text')).slice(0, 60),
  ];
  const rest = `${listOf(report, 'notDue').length} valid but not due, ${listOf(report, 'outside').length} outside the year.`;
  return `${table(['no', 'requirement', 'status', 'text'], sections.map(row))}\n\n${rest}`;
}
