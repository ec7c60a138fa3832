import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isLeft } from 'fp-ts/Either';
import type { Command } from 'commander';
import { messageOf } from '../../../contracts/thrown';
import { dryRun, readSteeringDocument } from '../../steering-import';
import { Ended, EXIT } from '../exit';
import { printed, table } from '../output';
import { ask, parsed, remote } from '../remote';

interface Options {
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly issuer?: string;
  readonly document?: string;
  readonly kind: string;
  readonly year?: string;
  readonly title?: string;
  readonly supplements?: string;
}

/** `kravspor import`: a steering document into draft items. */
export function importCommand(program: Command): void {
  program
    .command('import <file>')
    .description('read a steering document into draft items')
    .option('--dry-run', 'only show what would be read; no service is asked and nothing is stored')
    .option('--issuer <organisation>', 'the organisation that issues it')
    .option('--document <id>', 'its id, unique for the issuer')
    .option('--year <year>', 'the steering year')
    .option(
      '--kind <kind>',
      'commission, steering-document, minutes, supplement, template or other',
      'steering-document',
    )
    .option('--title <title>', 'its title; by default the one found in it')
    .option('--supplements <document>', 'the document it supplements, as issuer.id')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  kravspor import krav-2031.txt --issuer helse-solheim --document sr-2031 --year 2031\n  kravspor import krav-2031.txt --dry-run --json',
    )
    .action(async (file: string, options: Options) => {
      const bytes = await readFile(file).catch((error: unknown) => {
        throw new Ended(
          `${file} cannot be read: ${messageOf(error)}`,
          'Check the name of the file.',
          EXIT.usage,
        );
      });
      await (options.dryRun === true ? preview(bytes, options) : send(file, bytes, options));
    });
}

async function preview(bytes: Buffer, { json }: Options): Promise<void> {
  const document = readSteeringDocument(bytes);
  if (isLeft(document)) {
    const { kind, explanation, advice } = document.left;
    if (json === true) printed(true, { problem: kind, explanation, advice }, () => '');
    throw new Ended(explanation, advice);
  }
  const found = dryRun(document.right);
  printed(json, found, () =>
    [
      `${found.document.title}\n`,
      table(
        ['kind', 'section', 'lines', 'addressees', 'text'],
        found.items.map(i => [
          i.kind,
          i.section,
          i.lines.join('–'),
          i.addressees.join('; ').slice(0, 30),
          i.text.slice(0, 70),
        ]),
      ),
      `\n${found.items.length} items, ${found.items.filter(i => i.reportable).length} of them reportable, ${found.items.filter(i => i.doubts.length > 0).length} with doubts.`,
    ].join('\n'),
  );
  return Promise.resolve();
}

async function send(file: string, bytes: Buffer, options: Options): Promise<void> {
  const { issuer, document, year, kind, title, supplements, json } = options;
  if (issuer === undefined || document === undefined || year === undefined) {
    throw new Ended(
      '--issuer, --document and --year are needed.',
      'Name them, or add --dry-run to look only.',
      EXIT.usage,
    );
  }
  const query = new URLSearchParams({
    issuer,
    document,
    year,
    kind,
    filename: path.basename(file),
    ...(title === undefined ? {} : { title }),
    ...(supplements === undefined ? {} : { supplements }),
  });
  const answer = await ask(remote(process.env), `/v1/imports?${query.toString()}`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: bytes,
  });
  printed(
    json,
    parsed(answer.text),
    () =>
      `Imported as ${issuer}.${document}. Decide on the items, then publish: ${remote(process.env).url}/documents/${issuer}.${document}`,
  );
}
