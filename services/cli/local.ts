import { isLeft } from 'fp-ts/Either';
import { type Config, type Service, startService, type StartProblem } from '../http';
import { Ended, EXIT } from './exit';

export const cannotStart = ({ kind, message, advice }: StartProblem): Ended =>
  new Ended(
    message,
    advice,
    kind === 'bad-config' ? EXIT.usage : kind === 'damaged' ? EXIT.failed : EXIT.unavailable,
    { kind },
  );

/** Opens the data directory in this process, without listening; for commands that need no running service. */
export async function withService<A>(config: Config, use: (service: Service) => Promise<A>): Promise<A> {
  const started = await startService({ ...config, auth: 'local', host: '127.0.0.1', logLevel: 'silent' });
  if (isLeft(started)) throw cannotStart(started.left);
  try {
    return await use(started.right);
  } finally {
    await started.right.close();
  }
}
