import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { messageOf } from '../../../contracts/thrown';
import { NotTar, readTar } from '../../audit/bundle';
import { Ended, EXIT } from '../exit';
import { printed, progress } from '../output';
import { openStream, remote } from '../remote';

interface Chosen {
  readonly out: string;
  readonly organisation?: string;
  readonly stream?: readonly string[];
  readonly year?: string;
  readonly report?: string;
  readonly json?: boolean;
}

/** `kravspor export`: a folder that an auditor can check without trusting who gave it. */
export function exportCommand(program: Command): void {
  program
    .command('export')
    .description('write a bundle for auditors: records, proofs, originals, the verifier, and how to use it')
    .requiredOption('--out <dir>', 'a folder that is not there yet, or is empty')
    .option('--organisation <id>', 'what one organisation has in the log, and nothing of another')
    .option('--stream <name...>', 'single streams')
    .option('--year <year>', 'what belongs to one steering year')
    .option('--report <id>', 'a sealed report with all it rests on')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  kravspor export --out bundle --organisation granvik\n  kravspor export --out bundle --report granvik.annual.2030.1\n\nCheck it with: node bundle/kravspor-verify.js bundle bundle --key log.vkey',
    )
    .action(exported);
}

/** A file of a bundle is a chunk of records, or an original. */
const MOST_FILE_BYTES = 1 << 28;
const PATH = /^[A-Za-z0-9_][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_][A-Za-z0-9._-]*){0,8}$/;

async function exported({ out, json, ...chosen }: Chosen): Promise<void> {
  if (existsSync(out) && readdirSync(out).length > 0)
    throw new Ended(`${out} holds something already.`, 'Name a folder that is not there yet.', EXIT.usage);
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(chosen))
    for (const one of [value].flat()) if (typeof one === 'string') query.append(name, one);
  const body = await openStream(remote(process.env), `/v1/export?${query.toString()}`);
  const shown = progress('export');
  let files = 0;
  let manifest: string | undefined;
  try {
    for await (const { name, bytes } of readTar(body, MOST_FILE_BYTES)) {
      if (!PATH.test(name)) throw new NotTar(`the name ${name}`);
      const file = join(out, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytes, { flag: 'wx' });
      if (name === 'manifest') manifest = createHash('sha256').update(bytes).digest('hex');
      shown.at(++files, files);
    }
  } catch (error) {
    // A connection that breaks off, like an archive that ends too early: what there is lacks its manifest.
    const what = messageOf(error);
    throw new Ended(`The export was cut off: ${what}.`, 'Remove the folder and ask again.', EXIT.failed);
  } finally {
    shown.end();
  }
  if (manifest === undefined)
    throw new Ended('The export holds no manifest.', 'Remove the folder and ask again.', EXIT.failed);
  printed(
    json,
    { out, files, manifest },
    () => `${out}: ${files} files. SHA-256 of the manifest: ${manifest}`,
  );
}
