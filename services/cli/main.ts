import { Command, CommanderError } from 'commander';
import { NotAsTold } from '../example';
import { doctorCommand } from './commands/doctor';
import { emitCommand } from './commands/emit';
import { exampleCommand } from './commands/example';
import { exportCommand } from './commands/export';
import { importCommand } from './commands/import';
import { keepCommands } from './commands/keep';
import { keysCommand } from './commands/keys';
import { logCommands } from './commands/log';
import { lookCommands } from './commands/look';
import { moveCommand } from './commands/move';
import { nodeCommand } from './commands/node';
import { replayCommand } from './commands/replay';
import { serveCommand } from './commands/serve';
import { Ended, EXIT } from './exit';

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
  for (const add of [
    serveCommand,
    importCommand,
    emitCommand,
    lookCommands,
    keepCommands,
    logCommands,
    exportCommand,
    replayCommand,
    keysCommand,
    moveCommand,
    nodeCommand,
    doctorCommand,
    exampleCommand,
  ])
    add(program);
  program.commands.forEach(inherit);
  program.parseAsync([...argv]).catch(end);
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
  } else if (error instanceof NotAsTold) {
    process.stderr.write(`The example did not go as told: ${error.message}\n`);
    process.exitCode = EXIT.failed;
  } else {
    process.stderr.write(
      `This should not have happened: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exitCode = EXIT.failed;
  }
}
