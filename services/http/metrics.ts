import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Runner, Status } from '../../projections';
import type { FollowUps } from '../lifecycle';

/** What `/metrics` tells. */
export interface Metrics {
  readonly registry: Registry;
  appended(count: number): void;
  refused(problem: string): void;
  /** A request answered; the path as in the table of endpoints. */
  answered(method: string, path: string, status: number, seconds: number): void;
  /** Requests whose events are on their way into the log. */
  readonly waiting: { inc(): void; dec(): void };
  /** Reads that were written down in the log of reads, or lost to it. */
  reads(outcome: 'written' | 'lost', count: number): void;
  /** From now on, tells what `read` gives. */
  gauge(name: string, help: string, read: () => number): void;
  /** From now on, tells how these stand. */
  observe(runner: Pick<Runner, 'status'>, followUps: FollowUps): void;
}

/** States of views that move, or have nothing to move for; while they are first built there is nothing to see yet. */
const FOLLOWING: readonly Status['state'][] = ['live', 'catching-up'];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'kravspor_' });
  const appended = new Counter({ name: 'kravspor_events_appended_total', help: 'Events stored', registers });
  const refused = new Counter({
    name: 'kravspor_refusals_total',
    help: 'Requests and events refused, by problem',
    labelNames: ['problem'],
    registers,
  });
  const durations = new Histogram({
    name: 'kravspor_http_request_seconds',
    help: 'Time from request to answer',
    labelNames: ['method', 'path', 'status'],
    buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 20],
    registers,
  });
  const waiting = new Gauge({
    name: 'kravspor_append_queue_requests',
    help: 'Requests whose events are on their way into the log',
    registers,
  });
  const reads = new Counter({
    name: 'kravspor_reads_total',
    help: 'Reads to be logged, by what became of them',
    labelNames: ['outcome'],
    registers,
  });
  reads.inc({ outcome: 'lost' }, 0);
  return {
    registry,
    reads: (outcome, count) => reads.inc({ outcome }, count),
    gauge: (name, help, read) => gauge(registry, name, help, read),
    appended: count => appended.inc(count),
    refused: problem => refused.inc({ problem }),
    answered: (method, path, status, seconds) =>
      durations.observe({ method, path, status: String(status) }, seconds),
    waiting,
    observe: (runner, followUps) => {
      gauge(
        registry,
        'kravspor_views_lag_events',
        'Records the views do not show yet',
        () => runner.status().lagging,
      );
      gauge(registry, 'kravspor_views_live', 'Do the views follow the log?', () =>
        FOLLOWING.includes(runner.status().state) ? 1 : 0,
      );
      gauge(
        registry,
        'kravspor_streams_parked',
        'Streams with a record that no fold could take',
        () => runner.status().parked,
      );
      gauge(registry, 'kravspor_log_head_seq', 'Index of the last record', () => runner.status().head);
      gauge(registry, 'kravspor_follow_ups_open', 'Follow-ups of the act under way still to be done', () => {
        const { done, total } = followUps.status();
        return total === undefined ? 0 : total - (done ?? 0);
      });
    },
  };
}

function gauge(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}
