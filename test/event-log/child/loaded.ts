import { isLeft } from 'fp-ts/Either';
import { openEventLog } from '../../../services/event-log';

/** Opens the log at the file given, and tells which of the engines' clients have been loaded for it. */
async function main(file: string): Promise<void> {
  const log = await openEventLog(`file:${file}`, { create: true })();
  if (isLeft(log)) throw new Error(log.left.message);
  await log.right.close();
  const clients = ['@eventstore/db-client', '@grpc/grpc-js', 'google-protobuf', 'mongodb'];
  const loaded = clients.filter(name =>
    Object.keys(require.cache).some(path => path.includes(`/node_modules/${name}/`)),
  );
  console.log(`loaded: ${loaded.join(', ')}.`);
}

void main(process.argv[2] ?? '');
