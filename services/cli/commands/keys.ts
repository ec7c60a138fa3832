import { isLeft } from 'fp-ts/Either';
import type { Command } from 'commander';
import { typeName } from '../../../contracts/catalogue/catalogue';
import { localOperator, timestamp } from '../../lifecycle';
import { hashOfKey, newKey } from '../../http';
import { Ended, EXIT } from '../exit';
import { withService } from '../local';
import { configured } from '../configured';
import { printed } from '../output';
import { ask, remote } from '../remote';

interface Create {
  readonly first?: boolean;
  readonly id: string;
  readonly organisation: string;
  readonly holder: string;
  readonly roles: string;
  readonly sources: string;
  readonly days: string;
  readonly body?: string;
  readonly wholeLog?: boolean;
  readonly json?: boolean;
}

const DAY_MS = 86_400_000;

/** `kravspor keys`: API keys are events; only their hash is stored, and the key is shown once. */
export function keysCommand(program: Command): void {
  const keys = program
    .command('keys')
    .description('API keys, for KRAVSPOR_AUTH=keys')
    .addHelpText('after', '\nExample:\n  kravspor keys create --help');
  keys
    .command('create')
    .description('make a key; it is shown once')
    .requiredOption('--id <id>', 'a name for the key')
    .requiredOption('--organisation <id>', 'the organisation it speaks for')
    .requiredOption('--roles <roles>', 'roles, with commas between')
    .requiredOption('--holder <id>', 'opaque id of the service or person that holds it')
    .option(
      '--sources <prefixes>',
      'CloudEvents sources it may use, by prefix, with commas between',
      'https://',
    )
    .option('--body <body>', 'administration, board or general-meeting')
    .option('--days <n>', 'how long it may be used', '365')
    .option('--whole-log', 'it may read the whole log (auditors)')
    .option('--first', 'the first key: opens the log itself, while no service runs and no key exists')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  kravspor keys create --first --id admin --organisation departementet --roles administrator --holder ops-1',
    )
    .action(create);
  keys
    .command('withdraw <id>')
    .description('withdraw a key')
    .requiredOption('--organisation <id>', 'on whose behalf')
    .requiredOption('--reason <text>', 'why')
    .addHelpText(
      'after',
      '\nExample:\n  kravspor keys withdraw portal-2030 --organisation departementet --reason "replaced"',
    )
    .action(
      async (
        id: string,
        { organisation, reason }: { readonly organisation: string; readonly reason: string },
      ) => {
        await ask(remote(process.env), '/v1/events', {
          method: 'POST',
          headers: { 'content-type': 'application/cloudevents+json' },
          body: JSON.stringify(eventOf('key-withdrawn', id, organisation, { reason })),
        });
        process.stdout.write(`Withdrawn: ${id}\n`);
      },
    );
}

async function create(options: Create): Promise<void> {
  const key = newKey();
  const { id, organisation, holder, body } = options;
  const data = {
    hash: hashOfKey(key),
    holder,
    organisation,
    roles: options.roles.split(','),
    sources: options.sources.split(','),
    expires: timestamp(Date.now() + Number(options.days) * DAY_MS),
    ...(body === undefined ? {} : { body }),
    ...(options.wholeLog === true ? { scope: 'whole-log' } : {}),
  };
  const event = eventOf('key-issued', id, organisation, data);
  if (options.first === true) await first(event);
  else
    await ask(remote(process.env), '/v1/events', {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify(event),
    });
  printed(
    options.json,
    { id, key, expires: data.expires },
    () => `${key}\n\nThis is the only time it is shown. It may be used until ${data.expires}.`,
  );
}

/** Before there is any key, nobody could be let in to make one: the data directory is opened here instead. */
async function first(event: unknown): Promise<void> {
  await withService(configured(process.env), async service => {
    const { state } = await service.door.read('access', 'access');
    if (state.keys.length > 0) {
      throw new Ended(
        `There are ${state.keys.length} keys already.`,
        'Make further keys with a key of an administrator (KRAVSPOR_KEY), without --first.',
        EXIT.usage,
      );
    }
    const done = await service.door.submit(event, localOperator)();
    if (isLeft(done)) throw new Ended(done.left.detail, done.left.advice, EXIT.failed, done.left);
  });
}

const eventOf = (what: string, subject: string, organisation: string, data: unknown): unknown => ({
  specversion: '1.0',
  id: `${what}-${subject}`,
  source: 'https://kravspor.local/cli',
  type: typeName('access', what),
  subject,
  time: timestamp(Date.now()),
  organisation,
  data,
});
