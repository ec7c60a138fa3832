import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { auditRows } from './audit';
import { clusterRows } from './engines/cluster';
import { engineLogRows } from './engines/log';
import { engineViewRows } from './engines/views';
import { httpRows } from './http';
import { logRows } from './log';
import { printed, type Row } from './measure';
import { viewRows } from './views';

type Part = readonly [name: string, title: string, run: () => Promise<readonly Row[]>];

/**
 * `npm run bench [-- --json FILE] [-- --full] [-- --only log|http|views|audit]`: every promise of speed beside its limit,
 * measured in the same run. With `--engines` those of the adapters, each beside the bare client of its engine
 * (`--only log|views|cluster`).
 */
async function main(argv: readonly string[]): Promise<void> {
  const full = argv.includes('--full');
  const valueOf = (option: string): string | undefined =>
    argv.includes(option) ? argv[argv.indexOf(option) + 1] : undefined;
  const [file, only] = [valueOf('--json'), valueOf('--only')];
  process.stderr.write(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB\n`,
  );
  const engines: readonly Part[] = [
    ['log', 'the log in an EventStoreDB, here the node', () => engineLogRows(full ? 7 : 3)],
    ['views', 'the views in MongoDB', () => engineViewRows(full ? 7 : 3)],
    ['cluster', 'two instances that serve, two that keep the views up', clusterRows],
  ];
  const embedded: readonly Part[] = [
    ['log', 'the log', logRows],
    ['http', 'the HTTP door', () => httpRows(5)],
    ['views', 'the views', () => viewRows(full ? 100_000 : 10_000, full ? 1 : 3)],
    ['audit', 'tree and past', () => auditRows(full ? 100_000 : 10_000, 3)],
  ];
  const all = argv.includes('--engines') ? engines : embedded;
  const parts = all.filter(([name]) => only === undefined || name === only);
  const rows: Row[] = [];
  for (const [i, [, title, run]] of parts.entries()) {
    process.stderr.write(`${i + 1}/${parts.length}  ${title}\n`);
    rows.push(...(await run()));
  }
  process.stdout.write(`${printed(rows)}\n`);
  if (file !== undefined)
    writeFileSync(file, `${JSON.stringify({ node: process.version, rows }, null, 2)}\n`);
}

void main(process.argv.slice(2));
