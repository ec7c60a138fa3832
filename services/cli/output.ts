/** Writes the one result of a command: as JSON where that was asked for, else as text for people. */
export function printed(json: boolean | undefined, data: unknown, text: () => string): void {
  process.stdout.write(json === true ? `${JSON.stringify(data, null, 2)}\n` : `${text()}\n`);
}

/** Rows under headings, columns as wide as their widest cell. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [headings, ...rows];
  const widths = headings.map((_, i) => Math.max(...all.map(row => (row[i] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(headings), widths.map(w => '-'.repeat(w)).join('  '), ...rows.map(line)].join('\n');
}

export interface Progress {
  readonly at: (done: number, total: number, what?: string) => void;
  readonly end: () => void;
}

const WIDTH = 30;
const QUIET_MS = 1_000;

/** Progress on standard error: a bar on a terminal, plain lines elsewhere; nothing for what is done within a second. */
export function progress(title: string): Progress {
  const stream = process.stderr;
  const begun = Date.now();
  let shown = -1;
  let last = 0;
  const plain = (done: number, total: number, what: string): void => {
    const tenth = total === 0 ? 10 : Math.floor((done / total) * 10);
    if (tenth === shown && what === '') return;
    shown = tenth;
    stream.write(`${title}: ${done} of ${total}${what === '' ? '' : `: ${what}`}\n`);
  };
  const bar = (done: number, total: number, what: string): void => {
    if (Date.now() - last < 50 && done < total) return;
    last = Date.now();
    const filled = total === 0 ? WIDTH : Math.round((done / total) * WIDTH);
    shown = filled;
    stream.write(
      `\r\u001b[K${title} [${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${done}/${total} ${what}`,
    );
  };
  return {
    at: (done, total, what = '') => {
      if (Date.now() - begun < QUIET_MS && what === '') return;
      (stream.isTTY ? bar : plain)(done, total, what);
    },
    end: () => {
      if (stream.isTTY && shown >= 0) stream.write('\n');
    },
  };
}
