import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { clientOf } from '../crash/client';
import { batch, openLedger, single } from '../crash/ledger';
import { endWithin, SERVE, startServer, toldBy } from '../crash/server';
import { deadline, MINISTRY, registered } from '../crash/world';
import { untimely } from './order';
import { callsIn } from './trace';

/** Is there a tracer that may trace here? Says in one line why not. */
export function whyNoTracer(): string | undefined {
  const tried = spawnSync('strace', ['-o', '/dev/null', 'true'], { encoding: 'utf8' });
  if (tried.error !== undefined) return 'strace is not installed';
  return tried.status === 0 ? undefined : `strace may not trace here: ${tried.stderr.trim()}`;
}

export interface Traced {
  /** Acknowledged records. */
  readonly records: readonly string[];
  /** What was not on the disk in time. */
  readonly untimely: readonly string[];
}

/** Runs a server under the tracer, has events stored one by one, many at once and in a batch, and reads the trace. */
export async function traced(program: readonly string[] = SERVE): Promise<Traced> {
  const folder = mkdtempSync(join(tmpdir(), 'kravspor-trace-'));
  try {
    const data = join(folder, 'data');
    const trace = join(folder, 'trace');
    const records = await storeUnder(tracer(trace), data, program, join(folder, 'answers'));
    const calls = callsIn(await wholeTrace(trace));
    return { records, untimely: untimely(calls, records, join(data, 'events.db-wal')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The tracer runs beside (`-D`), so that the server is our own child and gets our signals. */
const tracer = (file: string): readonly string[] => [
  ...['strace', '-D', '-f', '-y', '-xx', '-s', '1000000', '-o', file],
  ...['-e', 'signal=none', '-e', 'trace=fsync,fdatasync,write,writev,pwrite64,sendto,sendmsg'],
];

async function storeUnder(
  under: readonly string[],
  data: string,
  program: readonly string[],
  answers: string,
): Promise<readonly string[]> {
  const ledger = openLedger(answers);
  const server = startServer(data, { under, program });
  const client = clientOf(await server.url, ledger);
  const set = (id: string) => deadline(id, `${MINISTRY}.${2030 + Number(id.slice(1))}`);
  const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);
  await client.send(single(registered(MINISTRY, 'Departementet for helsetjenester', 'ministry')));
  for (const n of numbers(8)) await client.send(single(set(`a${n}`)));
  await Promise.all(numbers(40).map(n => client.send(single(set(`b${n}`)))));
  await client.send(batch(numbers(20).map(n => set(`c${n}`))));
  client.close();
  server.signal('SIGTERM');
  const end = await endWithin(server, 60_000);
  if (end.code !== 0 || ledger.wrongs.length > 0) throw new Error([toldBy(end), ...ledger.wrongs].join('\n'));
  return [...ledger.acknowledged.values()].map(({ record }) => record);
}

/** The tracer may be a moment behind the program. */
async function wholeTrace(file: string): Promise<string> {
  for (;;) {
    const text = readFileSync(file, 'latin1');
    if (/\+\+\+ exited with \d+ \+\+\+\n$/.test(text)) return text;
    await sleep(50);
  }
}
