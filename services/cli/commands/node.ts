import { join } from 'node:path';
import { isLeft } from 'fp-ts/Either';
import { type Command, InvalidArgumentError } from 'commander';
import { startNode } from '../../event-log/node';
import { Ended, EXIT } from '../exit';

interface Asked {
  readonly data?: string;
  readonly host: string;
  readonly port: number;
  readonly writable?: boolean;
}

/** `kravspor node`: a log served over the EventStoreDB protocol, until it is told to stop. */
export function nodeCommand(program: Command): void {
  program
    .command('node')
    .description('serve a log over the EventStoreDB gRPC protocol')
    .requiredOption('--port <port>', 'the port to listen on, 0 for any free one', portOf)
    .option('--data <folder>', 'the data folder (default: KRAVSPOR_DATA, or ./data)')
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--writable', 'take appends too; for tests and trials, on this machine alone')
    .addHelpText(
      'after',
      '\nExample:\n  kravspor node --writable --port 2113 --data /tmp/trial\n\nWithout --writable the log is read beside the service that writes it. There are no credentials here: who reaches the port reads the log. Beside the service, with credentials: KRAVSPOR_NODE_PORT.',
    )
    .action(async ({ data, host, port, writable }: Asked) => {
      const folder = data ?? process.env['KRAVSPOR_DATA'] ?? './data';
      const started = await startNode({
        file: join(folder, 'events.db'),
        host,
        port,
        writable: writable === true,
        report: error => process.stderr.write(`A call failed: ${String(error)}\n`),
      });
      if (isLeft(started)) {
        const { kind, message, advice } = started.left;
        throw new Ended(message, advice, kind === 'bad-config' ? EXIT.usage : EXIT.unavailable, { kind });
      }
      const node = started.right;
      const closed = closedBySignal(() => node.close());
      process.stderr.write(`The node is up: esdb://${host}:${node.port}?tls=false\n`);
      await closed;
    });
}

function closedBySignal(close: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => void close().then(resolve, reject);
    process.once('SIGTERM', end);
    process.once('SIGINT', end);
  });
}

function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('A port is a number from 0 to 65535.');
}
