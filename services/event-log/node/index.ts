import { type Either, left } from 'fp-ts/Either';
import type { OpenError } from '../opening';
import type { Admits } from './access';

export type { Admission, Admits, Asked, NodeCredentials } from './access';

export interface NodeOptions {
  /** The log file, the same that the service keeps. */
  readonly file: string;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0: any free one. */
  readonly port: number;
  /** Appends are taken; the log is made where there is none, and nobody else may write to it meanwhile. */
  readonly writable: boolean;
  /** Who may ask; without it whoever reaches the port. */
  readonly admits?: Admits;
  /** How often a subscription is asked for its credentials anew, since keys are withdrawn. Default 30,000 ms. */
  readonly readmitMs?: number;
  /** Told what should not have happened while a call was answered. */
  readonly report?: (error: unknown) => void;
}

/** A node that can be reached. */
export interface RunningNode {
  readonly port: number;
  /** Ends open calls with UNAVAILABLE, writes what has been taken, and closes the log. */
  close(): Promise<void>;
}

/** Why a node does not start. */
export interface NodeProblem {
  readonly kind: OpenError['kind'] | 'bad-config' | 'port-taken';
  readonly message: string;
  readonly advice: string;
}

/**
 * Serves a log over the EventStoreDB gRPC protocol: Streams (read, append, batch append, subscribe), ServerFeatures,
 * Gossip and health. What this needs is loaded here, so that whoever starts no node never loads it.
 */
export async function startNode(options: NodeOptions): Promise<Either<NodeProblem, RunningNode>> {
  const { host = '127.0.0.1' } = options;
  const flaw = isLoopback(host) ? undefined : unsafe(options);
  if (flaw !== undefined) {
    return left({
      kind: 'bad-config',
      message: `The node was to listen on ${host}, ${flaw}.`,
      advice: 'Give an address of this machine alone: 127.0.0.1, ::1 or localhost.',
    });
  }
  const { runNode } = await import('./run');
  return runNode({ ...options, host });
}

/** What must not be reached from elsewhere. */
function unsafe({ writable, admits }: NodeOptions): string | undefined {
  if (writable) return 'but one that takes appends is for tests and trials on one machine';
  return admits === undefined ? 'but it asks nobody for credentials' : undefined;
}

const isLoopback = (host: string): boolean => /^(?:localhost|::1|\[::1\]|127(?:\.\d{1,3}){3})$/.test(host);
