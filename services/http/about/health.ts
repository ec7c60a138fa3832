import type { Barred } from '../../audit';
import type { Service } from '../service';

/** One thing that has to be in order. */
export interface Check {
  readonly ok: boolean;
  readonly detail?: string;
}

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<'log' | 'tree' | 'views' | 'service', Check>>;
  readonly parked: number;
}

/** Views further behind than this are not what a reader should be shown as the present. */
const MAX_LAG = 5_000;

/** Can it be used now? Looked at anew each time, so that it turns green by itself. */
export async function readinessOf(service: Service, closing: boolean): Promise<Readiness> {
  const { log, runner } = service;
  const views = runner.status();
  const checks = {
    log: await logCheck(log),
    tree: treeCheck(service),
    views: {
      ok: (views.state === 'live' || views.state === 'catching-up') && views.lagging <= MAX_LAG,
      detail: `${views.state}, ${views.lagging} records behind${views.detail === undefined ? '' : `: ${views.detail}`}`,
    },
    service: closing ? { ok: false, detail: 'It is closing.' } : { ok: true },
  };
  return { ready: Object.values(checks).every(check => check.ok), checks, parked: views.parked };
}

async function logCheck(log: Service['log']): Promise<Check> {
  const reach = log.reach();
  // To try it would only take time: it is found again by those who listen to it.
  if (reach.state === 'lost') {
    const since = new Date(reach.since).toISOString();
    return { ok: false, detail: `The event log has not answered since ${since}: ${reach.detail}.` };
  }
  const trouble = await log.trouble();
  if (trouble === undefined) return { ok: true };
  return {
    ok: false,
    detail:
      trouble.kind === 'no-space'
        ? 'The disk is full. Make room; writing goes on by itself.'
        : 'The event log cannot be written to.',
  };
}

function treeCheck({ tree, runner, config, treeStandsFor }: Service): Check {
  const { state, size, seen, alarm, barred } = tree.status();
  const waiting = Math.max(0, seen - size, runner.status().head + 1 - size);
  const stands = treeStandsFor();
  if (alarm !== undefined) return { ok: false, detail: `${alarm.message} ${alarm.advice}` };
  if (barred !== undefined) return { ok: false, detail: barredBy(barred, config.logKey) };
  if (stands > config.limits.treeStandsMs) return { ok: false, detail: standing(stands, waiting) };
  return {
    ok: state !== 'failing',
    detail: `${state}, ${size} records under a checkpoint, ${waiting} waiting`,
  };
}

const standing = (ms: number, waiting: number): string =>
  `The tree has not moved for ${Math.round(ms / 1_000)} s, though ${waiting === 1 ? '1 record waits' : `${waiting} records wait`} for a ` +
  'checkpoint. Look at the instance that writes it (its process is named in log/writer.pid of the data folder): where it is ' +
  'frozen, or cut off from the log, end it, and another takes over.';

function barredBy(barred: Barred, keyFile: string): string {
  switch (barred) {
    case 'superseded-key':
      return `The log has been signed by a later key than the one in ${keyFile} (KRAVSPOR_LOG_KEY): put that key there, and start again.`;
    case 'foreign-key':
      return (
        `The log has been signed by another key than the one in ${keyFile} (KRAVSPOR_LOG_KEY), which it knows nothing of: ` +
        'all instances that sign need the same key. Put that key there, and start again.'
      );
  }
}
