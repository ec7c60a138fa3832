import type { NodeLog } from '../sqlite/node-log';
import type { Admits } from './access';
import type { Appends } from './appending';
import type { OpenCalls } from './open-calls';
import type { Sieve } from './sieve';

/** What the calls stand on. */
export interface Node {
  readonly log: NodeLog;
  /** Undefined where the node only reads. */
  readonly appends: Appends | undefined;
  readonly admits: Admits | undefined;
  readonly readmitMs: number;
  readonly calls: OpenCalls;
  /** Runs the regular expressions of filters. */
  readonly sieve: Sieve;
  /** Told what should not have happened. */
  readonly report: (error: unknown) => void;
}
