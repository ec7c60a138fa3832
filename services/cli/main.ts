import { Command, CommanderError } from 'commander';
import { Ended, EXIT } from './exit';

type Add = (program: Command) => void;

/** Where each command is told. All together take most of a second to load, so only the one that is asked for is. */
const COMMANDS: readonly (readonly [names: readonly string[], load: () => Promise<Add>])[] = [
  [['serve'], async () => (await import('./commands/serve')).serveCommand],
  [['import'], async () => (await import('./commands/import')).importCommand],
  [['emit'], async () => (await import('./commands/emit')).emitCommand],
  [['status', 'history', 'report'], async () => (await import('./commands/look')).lookCommands],
  [['backup', 'rebuild'], async () => (await import('./commands/keep')).keepCommands],
  [['log', 'scrub'], async () => (await import('./commands/log')).logCommands],
  [['export'], async () => (await import('./commands/export')).exportCommand],
  [['replay'], async () => (await import('./commands/replay')).replayCommand],
  [['keys'], async () => (await import('./commands/keys')).keysCommand],
  [['move'], async () => (await import('./commands/move')).moveCommand],
  [['node'], async () => (await import('./commands/node')).nodeCommand],
  [['doctor'], async () => (await import('./commands/doctor')).doctorCommand],
  [['example'], async () => (await import('./commands/example')).exampleCommand],
];

/** The kravspor command. Ends with 0, 1 (refused or wrong), 64 (usage) or 69 (nobody answers). */
export function main(argv: readonly string[]): void {
  process.stdout.on('error', readEnough);
  const program = new Command('kravspor')
    .description('An event-sourced audit log of the life of steering requirements.')
    .showHelpAfterError('(add --help for an example)')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 refused or something is wrong, 64 wrong usage, 69 nobody answers.\nThe running service is found at KRAVSPOR_URL (default http://127.0.0.1:8420), with the key in KRAVSPOR_KEY.',
    )
    .exitOverride();
  run(program, argv).catch(end);
}

async function run(program: Command, argv: readonly string[]): Promise<void> {
  const asked = COMMANDS.filter(([names]) => names.includes(argv[2] ?? ''));
  for (const [, load] of asked.length > 0 ? asked : COMMANDS) (await load())(program);
  program.commands.forEach(inherit);
  await program.parseAsync([...argv]);
}

/** Whoever reads the output may have read enough (`| head`). */
function readEnough(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(EXIT.ok);
  throw error;
}

function inherit(command: Command): void {
  command.exitOverride();
  command.commands.forEach(inherit);
}

function end(error: unknown): void {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  } else if (error instanceof Ended) {
    if (process.argv.includes('--json') && error.detail !== undefined)
      process.stdout.write(`${JSON.stringify(error.detail, null, 2)}\n`);
    process.stderr.write(`${error.message}\n${error.advice}\n`);
    process.exitCode = error.code;
  } else {
    process.stderr.write(
      `This should not have happened: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exitCode = EXIT.failed;
  }
}
