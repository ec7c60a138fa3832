import { isLeft } from 'fp-ts/Either';
import type { Command } from 'commander';
import { closedBySignal, serve } from '../../http';
import { cannotStart } from '../local';
import { configured } from '../configured';

/** `kravspor serve`: the service, until it is told to stop. */
export function serveCommand(program: Command): void {
  program
    .command('serve')
    .description('run the service')
    .addHelpText(
      'after',
      '\nExample:\n  KRAVSPOR_DATA=/var/lib/kravspor KRAVSPOR_PORT=8420 kravspor serve\n\nSettings: KRAVSPOR_DATA, KRAVSPOR_HOST, KRAVSPOR_PORT, KRAVSPOR_NODE_PORT, KRAVSPOR_AUTH (local or keys), KRAVSPOR_LOG_ORIGIN, KRAVSPOR_LOG_LEVEL.',
    )
    .action(async () => {
      const serving = await serve(configured(process.env));
      if (isLeft(serving)) throw cannotStart(serving.left);
      // Before it is told that the service is up, since whoever hears that may stop it at once.
      const closed = closedBySignal(serving.right);
      process.stderr.write(`Kravspor is up: ${serving.right.url}\n`);
      await closed;
    });
}
