import { type Either, isLeft, left, right } from 'fp-ts/Either';
import { filePathOf } from '../../contracts/addresses';
import {
  type Admission,
  type Asked,
  type NodeCredentials,
  type NodeProblem,
  type RunningNode,
  startNode,
} from '../event-log/node';
import { localOperator, type Principal } from '../lifecycle';
import { holderOf } from './keys';
import type { Service } from './service';
import type { StartProblem } from './start-problem';

type Parts = Pick<Service, 'config' | 'door' | 'clock' | 'reads' | 'logger'>;

/**
 * Serves the log over the EventStoreDB protocol beside HTTP, where a port is set for it: read-only, since lifecycle is
 * the one door, and with keys for auditors alone, since it shows the whole log.
 */
export async function openNode(parts: Parts): Promise<Either<StartProblem, RunningNode | undefined>> {
  const { host, nodePort, eventLog } = parts.config;
  if (nodePort === undefined) return right(undefined);
  const file = filePathOf(eventLog);
  if (file === undefined) {
    return left({
      kind: 'bad-config',
      message: `KRAVSPOR_NODE_PORT is ${nodePort}, but KRAVSPOR_EVENT_LOG names no file.`,
      advice: 'Leave KRAVSPOR_NODE_PORT out: an EventStoreDB is read at its own address.',
    });
  }
  const started = await startNode({
    file,
    host,
    port: nodePort,
    writable: false,
    admits: (credentials, asked) => admit(parts, credentials, asked),
    report: error => parts.logger.error({ err: error }, 'a call to the node failed'),
  });
  if (isLeft(started)) return left(problemOf(started.left));
  parts.logger.info({ port: started.right.port }, 'serving the log over the EventStoreDB protocol');
  return started;
}

/** Whoever may read all of the log, and what they read is written down. */
async function admit(
  { config, door, clock, reads }: Parts,
  credentials: NodeCredentials | undefined,
  { method, thing }: Asked,
): Promise<Admission> {
  const principal =
    config.auth === 'local'
      ? localOperator
      : credentials && (await holderOf(door, credentials.password, clock.now()));
  if (principal === undefined) return 'unknown';
  const isAllowed = mayReadAll(principal);
  if (thing !== undefined) {
    reads.note({
      at: new Date().toISOString(),
      actor: principal.actor,
      organisation: principal.organisation ?? null,
      credential: principal.credential,
      kind: 'export',
      method: 'gRPC',
      path: method,
      address: method,
      thing: thing.slice(0, 2_000),
      status: isAllowed ? 200 : 403,
      mediaType: null,
    });
  }
  return isAllowed ? 'admitted' : 'not-allowed';
}

const mayReadAll = ({ scope, roles }: Principal): boolean =>
  scope === 'whole-log' && roles.includes('auditor');

function problemOf({ kind, message, advice }: NodeProblem): StartProblem {
  if (kind === 'port-taken')
    return { kind, message, advice: 'Stop what listens there, or choose another port: KRAVSPOR_NODE_PORT.' };
  return { kind: kind === 'bad-config' ? kind : 'unavailable', message, advice };
}
