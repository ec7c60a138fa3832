import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isLeft } from 'fp-ts/Either';
import type { Command } from 'commander';
import { openEventLog } from '../../event-log';
import { clientOf, NotAsTold, play } from '../../example';
import { closedBySignal, type Config, defaultConfig, serve, type Serving } from '../../http';
import { headerOf } from '../../lifecycle';
import { Ended, EXIT } from '../exit';
import { cannotStart } from '../local';
import { configured } from '../configured';

/** `kravspor example`: a whole steering year, played through the public door of the real running service. */
export function exampleCommand(program: Command): void {
  program
    .command('example')
    .description('play a whole example year and leave the service up to look at')
    .option('--no-serve', 'stop when the year is played')
    .addHelpText(
      'after',
      '\nExample:\n  kravspor example --no-serve\n\nIt keeps to a data directory of its own (KRAVSPOR_EXAMPLE_DATA, default ./data/example), made anew each time.',
    )
    .action(async ({ serve: stay }: { readonly serve: boolean }) => {
      const serving = await started(path.resolve(process.env['KRAVSPOR_EXAMPLE_DATA'] ?? './data/example'));
      try {
        await played(serving).catch(notAsTold);
        if (!stay) return;
        process.stdout.write('\nThe service is up. Stop it with Ctrl-C.\n');
        await closedBySignal(serving);
      } finally {
        await serving.close();
      }
    });
}

async function started(data: string): Promise<Serving> {
  const { host, port, ...settings } = configured(process.env);
  // Nothing but an earlier example is ever removed.
  if (existsSync(data) && !(await isExample(data)))
    throw new Ended(
      `${data} is there, but holds no example.`,
      'Name another folder with KRAVSPOR_EXAMPLE_DATA.',
      EXIT.usage,
    );
  const engines = enginesOf(settings);
  if (engines.eventLog !== undefined) await requireEmpty(engines.eventLog);
  rmSync(data, { recursive: true, force: true });
  rmSync(defaultConfig(data).anchor, { force: true });
  const config = {
    ...defaultConfig(data),
    ...engines,
    host,
    port,
    clock: 'simulated',
    origin: 'kravspor.example/2030',
    logLevel: 'warn',
  } as const;
  const serving = await serve(config);
  if (isLeft(serving)) throw cannotStart(serving.left);
  return serving.right;
}

/** Where other engines than files are named, the year is played there; they must be empty. */
const enginesOf = ({ eventLog, views, content, vault, readLog }: Engines): Partial<Engines> =>
  Object.fromEntries(
    Object.entries({ eventLog, views, content, vault, readLog }).filter(
      ([, uri]) => !uri.startsWith('file:'),
    ),
  );

/** What lies on a server is never removed, not even an example. */
async function requireEmpty(uri: string): Promise<void> {
  const log = await openEventLog(uri, { readOnly: true })();
  if (isLeft(log)) return;
  await log.right.close();
  throw new Ended(
    'There are records in the log that KRAVSPOR_EVENT_LOG names.',
    'Name an empty one, or leave it out to play the year in files.',
    EXIT.usage,
  );
}

type Engines = Pick<Config, 'eventLog' | 'views' | 'content' | 'vault' | 'readLog'>;

/** Only an example has a log with a simulated clock; one that was cut off before its first record has nothing to lose. */
async function isExample(data: string): Promise<boolean> {
  const log = await openEventLog(defaultConfig(data).eventLog, { readOnly: true })();
  if (isLeft(log)) return false;
  try {
    return (await log.right.head()) === undefined || (await headerOf(log.right))?.clock === 'simulated';
  } finally {
    await log.right.close();
  }
}

async function played({ url, service }: Serving): Promise<void> {
  const begun = Date.now();
  const write = (line: string): void => void process.stdout.write(`${line}\n`);
  write(`A steering year at ${url}\n`);
  const { sent } = await play(clientOf(url), (title, done, total) =>
    write(`${String(done + 1).padStart(2)}/${total}  ${title}`),
  );
  const { head } = service.runner.status();
  write(
    `\n${sent} events were sent; with what followed from them, ${head + 1} records lie in the log (${((Date.now() - begun) / 1000).toFixed(1)} s).`,
  );
  write('\nLook at');
  for (const [title, at] of LOOK) write(`  ${title.padEnd(38)} ${url}${at}`);
}

function notAsTold(error: unknown): never {
  if (!(error instanceof NotAsTold)) throw error;
  throw new Ended(
    `The example did not go as told: ${error.message}`,
    'What has been played lies in its data directory; it is made anew each time.',
    EXIT.failed,
  );
}

const LOOK = [
  ['where it all begins', '/'],
  ['how the requirements stand', '/requirements?organisation=granvik'],
  ["a trust's annual report", '/v1/reports/granvik.annual.2030.1/document?step=board'],
  ["the region's annual report", '/v1/reports/helse-solheim.annual.2030.1/document?step=board'],
  ['the same list for a spreadsheet', '/v1/requirements?format=csv'],
  ['the reference of event types', '/reference'],
] as const;
