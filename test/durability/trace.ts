/** One finished system call of a trace by `strace -f -y -xx`; `began` and `ended` are lines of the trace. */
export interface Call {
  readonly name: string;
  /** What the file descriptor stands for: a path, `socket:[…]`, `pipe:[…]`. */
  readonly on: string;
  /** What was written, as bytes in latin1. */
  readonly bytes: string;
  readonly result: number;
  readonly began: number;
  readonly ended: number;
}

const STARTED = /^(?<pid>\d+) +(?<rest>[a-z0-9_]+\(.*?)(?<open> <unfinished \.\.\.>)?$/;
const RESUMED = /^(?<pid>\d+) +<\.\.\. [a-z0-9_]+ resumed>(?<rest>.*)$/;
const FINISHED = /^(?<name>[a-z0-9_]+)\(\d+<(?<on>.*?)>(?=[,) ])(?<rest>.*)\) += (?<result>-?\d+)/;

/** The calls of a trace in the order in which they ended. Calls of several threads may lie in each other. */
export function callsIn(trace: string): readonly Call[] {
  const open = new Map<string, { readonly text: string; readonly began: number }>();
  const calls: Call[] = [];
  for (const [number, line] of trace.split('\n').entries()) {
    const { pid = '', rest = '' } = (RESUMED.exec(line) ?? STARTED.exec(line))?.groups ?? {};
    const before = open.get(pid);
    if (RESUMED.test(line)) {
      open.delete(pid);
      if (before !== undefined) calls.push(...callIn(before.text + rest, before.began, number));
    } else if (STARTED.exec(line)?.groups?.['open'] !== undefined)
      open.set(pid, { text: rest, began: number });
    else calls.push(...callIn(rest, number, number));
  }
  return calls;
}

function callIn(text: string, began: number, ended: number): readonly Call[] {
  const { name = '', on = '', rest = '', result = '-1' } = FINISHED.exec(text)?.groups ?? {};
  if (name === '') return [];
  return [{ name, on: unescaped(on), bytes: bytesIn(rest), result: Number(result), began, ended }];
}

/** With `-xx` every string is written as `"\x50\x4f…"`. Several buffers are joined as they are sent. */
const bytesIn = (text: string): string =>
  [...text.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex = '']) => unescaped(hex)).join('');

const unescaped = (text: string): string =>
  text.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
