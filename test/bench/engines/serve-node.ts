import { isLeft } from 'fp-ts/Either';
import { startNode } from '../../../services/event-log/node';

/** A writable node over the file given, until it is killed; tells its port on a line. */
async function main(file: string): Promise<void> {
  const node = await startNode({ file, port: 0, writable: true });
  if (isLeft(node)) throw new Error(node.left.message);
  process.stdout.write(`${node.right.port}\n`);
}

void main(process.argv[2] ?? '');
