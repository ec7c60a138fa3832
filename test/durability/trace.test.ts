import { builtProgram, preloading, SERVE } from '../crash/server';
import { traced, whyNoTracer } from './traced';

const STORED = 1 + 8 + 40 + 20;
const why = whyNoTracer();
const tracing = why === undefined ? test : test.skip;
if (why !== undefined) process.stderr.write(`The trace of system calls is skipped: ${why}.\n`);

tracing(
  'each event is synced to the disk before its answer is begun, alone, among others and in a batch',
  async () => {
    const { records, untimely: late } = await traced(SERVE);
    expect(records).toHaveLength(STORED);
    expect(late).toEqual([]);
  },
);

tracing('a server that answers before the commit is caught', async () => {
  const { records, untimely: late } = await traced(builtProgram('test/durability/early.js'));
  expect(records).toHaveLength(STORED);
  expect(late).toContain(`${String(records[1])} was answered before it was written`);
});

tracing('a server that writes without a sync is caught, though a kill would lose nothing', async () => {
  const { records, untimely: late } = await traced(preloading('test/durability/unsynced.js'));
  expect(late).toHaveLength(records.length);
  expect(late).toContain(`${String(records[1])} was answered before it was synced`);
});
