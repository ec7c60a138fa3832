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
export async function readinessOf({ log, runner, tree }: Service, closing: boolean): Promise<Readiness> {
  const views = runner.status();
  const checks = {
    log: await logCheck(log),
    tree: treeCheck(tree),
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

function treeCheck(tree: Service['tree']): Check {
  const { state, size, seen, alarm } = tree.status();
  if (alarm !== undefined) return { ok: false, detail: `${alarm.message} ${alarm.advice}` };
  return {
    ok: state !== 'failing',
    detail: `${state}, ${size} records under a checkpoint, ${seen - size} waiting`,
  };
}
