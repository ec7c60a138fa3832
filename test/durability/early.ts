/** A server that answers before the commit: what the suite must catch. Run as a program of its own. */
import { isLeft, right } from 'fp-ts/Either';
import type { EventLog, Position } from '../../services/event-log';
import { closedBySignal, readConfig, serve } from '../../services/http';

/** Tells what will be stored once it is, and stores it afterwards. */
function early(log: EventLog): EventLog {
  let position: number | undefined;
  return {
    ...log,
    append: (stream, expected, entries) => async () => {
      position ??= (await log.head())?.count ?? 0;
      const positions = entries.map((_, i) => String((position ?? 0) + 1 + i) as Position);
      position += entries.length;
      void log.append(stream, expected, entries)();
      return right({ stream, firstRevision: expected === 'none' ? 0 : expected + 1, positions });
    },
  };
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  if (isLeft(config)) throw new Error(JSON.stringify(config.left));
  const serving = await serve(config.right, { around: early });
  if (isLeft(serving)) throw new Error(serving.left.message);
  const closed = closedBySignal(serving.right);
  process.stderr.write(`Kravspor is up: ${serving.right.url}\n`);
  await closed;
}

void main();
