import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isLeft, left } from 'fp-ts/Either';
import { type EventLog, openEventLog } from '../../services/event-log';
import { createMetrics } from '../../services/http/metrics';
import { type Probing, watchLog } from '../../services/http/watched-log';
import { ownNode } from '../event-log/eventstoredb-place';

const entry = (id: string) => ({ id, type: 't', data: '{}', metadata: '{}' });

/** A log on a server, or in a file, that takes nothing to be stored while it is `full`. */
async function worldOf(engine: 'server' | 'file', probing: Probing) {
  const folder = mkdtempSync(join(tmpdir(), 'kravspor-watched-'));
  const node = engine === 'server' ? await ownNode() : undefined;
  const opened = await openEventLog(node?.uri ?? `file:${join(folder, 'events.db')}`, { create: true })();
  if (isLeft(opened)) throw new Error(opened.left.message);
  const state = { full: false };
  // A server that cannot write is asked only to read for an append of nothing; a file has to be written to.
  const isRefused = (entries: number): boolean => state.full && (engine === 'file' || entries > 0);
  const around: EventLog = {
    ...opened.right,
    append: (stream, expected, entries) =>
      isRefused(entries.length)
        ? () => Promise.resolve(left({ kind: 'unavailable', detail: 'no answer' } as const))
        : opened.right.append(stream, expected, entries),
  };
  const log = watchLog(around, createMetrics(), probing);
  return {
    log,
    state,
    close: async () => {
      await log.close();
      await node?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

describe('a log that is in trouble', () => {
  it('stays so on a server, that is only read by an append of nothing, until something is stored', async () => {
    const { log, state, close } = await worldOf('server', { emptyWrites: false });
    await log.append('s', 'none', [entry('a')])();
    state.full = true;
    await log.append('s', 0, [entry('b')])();
    expect(await log.trouble()).toMatchObject({ kind: 'unavailable' });
    await log.append('s', 0, [])();
    await log.append('s', 'none', [])();
    expect(await log.trouble()).toMatchObject({ kind: 'unavailable' });
    state.full = false;
    // Refused from what was read.
    await log.append('s', 'none', [entry('c')])();
    expect(await log.trouble()).toMatchObject({ kind: 'unavailable' });
    await log.append('s', 0, [entry('b')])();
    expect(await log.trouble()).toBeUndefined();
    await close();
  });

  it('is given another try after a while on a server, and is in trouble again when that fails', async () => {
    const { log, state, close } = await worldOf('server', { emptyWrites: false, lapseMs: 20 });
    state.full = true;
    await log.append('s', 'none', [entry('a')])();
    await sleep(40);
    expect(await log.trouble()).toBeUndefined();
    const again = watchLog(log, createMetrics(), { emptyWrites: false });
    await again.append('s', 'none', [entry('a')])();
    expect(await again.trouble()).toMatchObject({ kind: 'unavailable' });
    await close();
  });

  it('is tried anew in a file each time it is asked, and is well as soon as that succeeds', async () => {
    const { log, state, close } = await worldOf('file', { emptyWrites: true, lapseMs: 0 });
    state.full = true;
    await log.append('s', 'none', [entry('a')])();
    expect(await log.trouble()).toMatchObject({ kind: 'unavailable' });
    expect(await log.trouble()).toMatchObject({ kind: 'unavailable' });
    state.full = false;
    expect(await log.trouble()).toBeUndefined();
    await close();
  });
});
