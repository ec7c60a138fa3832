import { isLeft } from 'fp-ts/Either';
import { filter, firstValueFrom, race, timer } from 'rxjs';
import type { FollowUpsView, RecordView } from '../../../contracts/views';
import { fromDocument } from '../../../projections';
import type { Service } from '../service';

export interface Wait {
  readonly wait?: 'views' | 'follow-ups' | 'proof';
  /** In seconds. */
  readonly deadline?: number;
}

/** What was waited for, and whether it came in time. What is stored is stored in either case. */
export interface Waited {
  readonly for: 'views' | 'follow-ups' | 'proof';
  readonly done: boolean;
  /** With follow-ups that are done: how many there were, and how many of them no longer applied. */
  readonly followUps?: { readonly total: number; readonly declined: number };
  /** With proofs: that of each record, by its id. */
  readonly proofs?: Readonly<Record<string, string>>;
}

const DEFAULT_S = 10;

/** Waits until the views show the log as it is now; with `follow-ups`, until those of these acts are done as well. */
export async function waitFor(
  service: Service,
  { wait, deadline = DEFAULT_S }: Wait,
  records: readonly string[],
  signal: AbortSignal,
): Promise<Waited | undefined> {
  if (wait === undefined) return undefined;
  const until = performance.now() + deadline * 1_000;
  const left = (): number => Math.max(0, until - performance.now());
  if (!(await shown(service, left()))) return { for: wait, done: false };
  if (wait === 'views') return { for: wait, done: true };
  if (wait === 'proof') return proven(service, records, left);
  const closed: FollowUpsView[] = [];
  for (const record of records) {
    const view = await closedAct(service, record, left, signal);
    if (view === 'open') return { for: wait, done: false };
    if (view !== undefined) closed.push(view);
  }
  // What the last follow-ups wrote is to be seen too.
  const done = await shown(service, left());
  if (closed.length === 0) return { for: wait, done };
  const total = closed.reduce((sum, view) => sum + (view.completed?.total ?? 0), 0);
  const declined = closed.reduce((sum, view) => sum + (view.completed?.declined ?? 0), 0);
  return { for: wait, done, followUps: { total, declined } };
}

async function proven(
  { runner, tree }: Service,
  records: readonly string[],
  left: () => number,
): Promise<Waited> {
  const proofs: Record<string, string> = {};
  for (const record of records) {
    const document = await runner.generation()?.get('records', record);
    const { seq } = document === undefined ? { seq: Infinity } : fromDocument<RecordView>(document);
    const proof = (await tree.waitFor(seq, left())) ? await tree.proofOf(seq) : undefined;
    if (proof === undefined) return { for: 'proof', done: false };
    proofs[record] = proof.toString('utf8');
  }
  return { for: 'proof', done: true, proofs };
}

async function shown({ log, runner }: Service, ms: number): Promise<boolean> {
  const count = (await log.head())?.count ?? 0;
  return !isLeft(await runner.caughtUp(count - 1, ms)());
}

/** The act once it is closed; undefined for what is no act. */
async function closedAct(
  { runner }: Service,
  record: string,
  left: () => number,
  signal: AbortSignal,
): Promise<FollowUpsView | 'open' | undefined> {
  for (;;) {
    const { seq } = runner.status();
    const document = await runner.generation()?.get('follow-ups', record);
    if (document === undefined) return undefined;
    const view = fromDocument<FollowUpsView>(document);
    if (!view.open) return view;
    if (left() === 0 || signal.aborted) return 'open';
    const moved = runner.progress.pipe(filter(status => status.seq > seq));
    await firstValueFrom(race(moved, timer(left())), { defaultValue: undefined });
  }
}
