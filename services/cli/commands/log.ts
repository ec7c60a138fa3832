import type { Command } from 'commander';
import { typeName } from '../../../contracts/catalogue/catalogue';
import { fieldOf } from '../../../contracts/json/field';
import { adoptNextKey, type KeyProblem, openSigningKey, prepareNextKey, type SigningKey } from '../../vault';
import { Ended, EXIT } from '../exit';
import { jobOf } from '../job';
import { configured } from '../configured';
import { printed, progress } from '../output';
import { ask, remote } from '../remote';

/** `kravspor log | scrub`: the signed log, its key, and whether it is what was signed. */
export function logCommands(program: Command): void {
  const log = program
    .command('log')
    .description('the signed log: its key and its last checkpoint')
    .addHelpText('after', '\nExample:\n  kravspor log key');
  log
    .command('key')
    .description('the verifier key: give it to auditors on a way of its own')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  kravspor log key > log.vkey')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const { verifierKey } = await currentKey();
      printed(json, { verifierKey }, () => verifierKey);
    });
  log
    .command('checkpoint')
    .description('the last signed checkpoint of the running service')
    .addHelpText('after', '\nExample:\n  kravspor log checkpoint > checkpoint-2031-02-01')
    .action(async () => {
      process.stdout.write(await checkpoint());
    });
  log
    .command('change-key')
    .description('sign with a new key from the next start on; the change is a record of the log')
    .requiredOption('--organisation <id>', 'on whose behalf')
    .requiredOption('--reason <text>', 'why')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  kravspor log change-key --organisation departementet --reason "Årlig bytte"\n\nRun it on the machine of the service, as its user. What the old key has signed stays verifiable.',
    )
    .action(changeKey);
  program
    .command('scrub')
    .description('have the service read every record again and compare with what was signed')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  kravspor scrub')
    .action(scrub);
}

async function currentKey(): Promise<SigningKey> {
  const { logKey } = configured(process.env);
  return sound(openSigningKey(logKey, { name: await originOf(), create: false }));
}

const checkpoint = async (): Promise<string> =>
  (await ask(remote(process.env), '/log/checkpoint', { headers: { accept: 'text/plain' } })).text;

/** What the log is called, as its checkpoint says. */
const originOf = async (): Promise<string> => (await checkpoint()).split('\n')[0] ?? '';

interface Change {
  readonly organisation: string;
  readonly reason: string;
  readonly json?: boolean;
}

async function changeKey({ organisation, reason, json }: Change): Promise<void> {
  const { logKey } = configured(process.env);
  const origin = await originOf();
  const present = await currentKey();
  const next = sound(prepareNextKey(logKey, origin));
  const event = {
    specversion: '1.0',
    // The same change asked for again is the same event.
    id: `signing-key-${next.keyId}`,
    source: 'https://kravspor.local/cli',
    type: typeName('log', 'signing-key-changed'),
    subject: 'log',
    time: new Date().toISOString(),
    organisation,
    data: { publicKey: next.verifierKey, previousPublicKey: present.verifierKey, reason },
  };
  await ask(remote(process.env), '/v1/events', {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(event),
  });
  const { verifierKey } = sound(adoptNextKey(logKey, origin));
  printed(
    json,
    { verifierKey, previous: present.verifierKey },
    () => `${verifierKey}\n\nRecorded. Start the service anew: from then on it signs with this key.`,
  );
}

async function scrub({ json }: { readonly json?: boolean }): Promise<void> {
  const shown = progress('scrub');
  const latest = await jobOf('/v1/scrubs', shown);
  shown.end();
  const state = fieldOf(latest, 'state');
  const alarm = fieldOf(latest, 'alarm');
  printed(json, latest, () =>
    state === 'sound'
      ? `Sound: ${String(fieldOf(latest, 'checked'))} records are as they were signed.`
      : `Not sound: ${textOf(fieldOf(alarm, 'message'), textOf(fieldOf(latest, 'detail'), ''))}`,
  );
  if (state !== 'sound')
    throw new Ended(
      'The log is not what was signed, or could not be read.',
      textOf(fieldOf(alarm, 'advice'), 'See kravspor doctor --full.'),
      EXIT.failed,
    );
}

function sound<A>(
  result:
    { readonly _tag: 'Left'; readonly left: KeyProblem } | { readonly _tag: 'Right'; readonly right: A },
): A {
  if (result._tag === 'Right') return result.right;
  throw new Ended(result.left.message, result.left.advice, EXIT.failed, result.left);
}

const textOf = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);
