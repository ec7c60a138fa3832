import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Http from '../../services/http';
import { ensureBuilt } from '../support/built';
import { event } from './harness';

/** Only the compiled service starts threads, so it is the compiled one that is tested here. */
function compiled(): typeof Http {
  ensureBuilt();
  return jest.requireActual<typeof Http>('../../dist/services/http');
}

describe('the thread of the views', () => {
  let folder: string;
  let serving: Http.Serving;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kravspor-thread-'));
    await start();
  });
  afterEach(async () => {
    await serving.close();
    rmSync(folder, { recursive: true, force: true });
    rmSync(`${folder}.anchor`, { force: true });
  });

  async function start(parts: Http.Parts = {}): Promise<void> {
    const { serve, defaultConfig } = compiled();
    const started = await serve({ ...defaultConfig(folder), port: 0, logLevel: 'silent' }, parts);
    if (started._tag === 'Left') throw new Error(started.left.message);
    serving = started.right;
  }

  const send = (id: string, query = '') =>
    fetch(`${serving.url}/v1/events${query}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/cloudevents+json' },
      body: JSON.stringify(event('organisations.registered', id, id, { name: `${id} RHF`, kind: 'region' })),
    });

  const names = async (): Promise<readonly string[]> => {
    const response = await fetch(`${serving.url}/v1/organisations`);
    const { items } = (await response.json()) as { items: readonly { organisation: string }[] };
    return items.map(item => item.organisation).sort();
  };

  it('shows what was stored as soon as the answer says so', async () => {
    for (const id of ['nord', 'sor', 'vest']) {
      const response = await send(id, '?wait=views');
      expect(await response.json()).toMatchObject({ waited: { for: 'views', done: true } });
      expect(await names()).toContain(id);
    }
    expect(serving.service.runner.status()).toMatchObject({ state: 'live', lagging: 0 });
  });

  it('outlives a log that cannot be read when something is told to have come', async () => {
    await serving.close();
    let isAway = false;
    const away = (): Promise<never> => Promise.reject(new Error('the log is away'));
    await start({ around: log => ({ ...log, head: () => (isAway ? away() : log.head()) }) });
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => void unhandled.push(error);
    process.on('unhandledRejection', note);
    isAway = true;
    await send('nord');
    await new Promise(resolve => setTimeout(resolve, 100));
    isAway = false;
    await send('sor', '?wait=views');
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
    expect(await names()).toEqual(['nord', 'sor']);
  });

  it('rebuilds all views beside the old ones, which are read meanwhile', async () => {
    await send('nord', '?wait=views');
    const before = serving.service.runner.generation()?.id;
    const rebuilt = await serving.service.runner.rebuild()();
    expect(rebuilt._tag).toBe('Right');
    expect(serving.service.runner.generation()?.id).not.toBe(before);
    expect(await names()).toEqual(['nord']);
  });

  it('refolds one stream when asked to', async () => {
    await send('nord', '?wait=views');
    expect(await serving.service.runner.refold('organisations')).toBeUndefined();
    expect(await names()).toEqual(['nord']);
  });

  it('goes on where it was after a restart', async () => {
    await send('nord', '?wait=views');
    await serving.close();
    await start();
    await send('sor', '?wait=views');
    expect(await names()).toEqual(['nord', 'sor']);
  });

  it('tells that views are behind when the thread does not move', async () => {
    await send('nord', '?wait=views');
    const { runner } = serving.service;
    const behind = await runner.caughtUp(1_000, 50)();
    expect(behind).toMatchObject({ _tag: 'Left', left: { kind: 'behind', wanted: 1_000 } });
  });
});
