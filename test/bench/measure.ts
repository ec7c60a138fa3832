import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** One row of the table: what was measured, its limit from the same run, and what the ratio must be. */
export interface Row {
  readonly what: string;
  readonly measured: number;
  readonly limit: number;
  readonly unit: string;
  /** `measured / limit`; for times, how many times the limit it took. */
  readonly ratio: number;
  readonly wanted: string;
  readonly met: boolean;
  readonly memoryMiB: number;
  readonly rounds: number;
  readonly note?: string;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

export const percentile = (values: readonly number[], p: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)] ?? Number.NaN;
};

/** Seconds a task takes. */
export async function seconds(task: () => unknown): Promise<number> {
  const begun = process.hrtime.bigint();
  await task();
  return Number(process.hrtime.bigint() - begun) / 1e9;
}

/** Both sides in turn, A B A B …, so that a drift of the machine's speed meets both; medians of each. */
export async function inTurn(
  rounds: number,
  ours: () => Promise<number>,
  limit: () => Promise<number>,
): Promise<readonly [ours: number, limit: number]> {
  const a: number[] = [];
  const b: number[] = [];
  for (let i = 0; i < rounds; i++) {
    b.push(await limit());
    a.push(await ours());
  }
  return [median(a), median(b)];
}

export const memoryMiB = (): number => Math.round(process.memoryUsage().rss / 1024 / 1024);

/** A rate beside the limit's rate. */
export function atLeast(
  what: string,
  unit: string,
  [measured, limit]: readonly [number, number],
  wanted: number,
  rounds: number,
  note?: string,
): Row {
  const ratio = measured / limit;
  return {
    what,
    measured,
    limit,
    unit,
    ratio,
    wanted: `≥ ${wanted}`,
    met: ratio >= wanted,
    memoryMiB: memoryMiB(),
    rounds,
    ...(note === undefined ? {} : { note }),
  };
}

/** A time beside what it may be. */
export function below(
  what: string,
  unit: string,
  measured: number,
  limit: number,
  rounds: number,
  note?: string,
): Row {
  return {
    what,
    measured,
    limit,
    unit,
    ratio: measured / limit,
    wanted: '≤ 1',
    met: measured <= limit,
    memoryMiB: memoryMiB(),
    rounds,
    ...(note === undefined ? {} : { note }),
  };
}

/** A folder for one measurement, removed afterwards. */
export async function inFolder<A>(use: (folder: string) => Promise<A>): Promise<A> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kravspor-bench-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const rate = (x: number): string => (x >= 100 ? Math.round(x).toLocaleString('en') : x.toPrecision(3));

export function printed(rows: readonly Row[]): string {
  const head = ['what', 'measured', 'limit', 'unit', 'ratio', 'wanted', '', 'MiB', 'rounds'];
  const body = rows.map(r => [
    r.what,
    rate(r.measured),
    rate(r.limit),
    r.unit,
    r.ratio.toFixed(2),
    r.wanted,
    r.met ? 'met' : 'NOT MET',
    String(r.memoryMiB),
    String(r.rounds),
  ]);
  const widths = head.map((_, i) => Math.max(...[head, ...body].map(line => line[i]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((c, i) => c.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  const notes = rows.flatMap(r => (r.note === undefined ? [] : [`  ${r.what}: ${r.note}`]));
  return [line(head), ...body.map(line), ...(notes.length === 0 ? [] : ['', ...notes])].join('\n');
}
