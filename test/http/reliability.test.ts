import {
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { left, type Either } from 'fp-ts/Either';
import {
  defaultConfig,
  serve,
  type Serving,
  startService,
  type Service,
  type StartProblem,
} from '../../services/http';
import { type AppendError, type EventLog, EventLogUnavailable, type Reach } from '../../services/event-log';
import { localOperator } from '../../services/lifecycle';
import { event, type Harness, startHarness } from './harness';

const region = (id: string) =>
  event('organisations.registered', id, id, { name: `${id} RHF`, kind: 'region' });

describe('a disk that fills', () => {
  let harness: Harness;
  let trouble: AppendError | undefined;
  const around = (log: EventLog): EventLog => ({
    ...log,
    append: (stream, expected, entries) =>
      trouble === undefined
        ? log.append(stream, expected, entries)
        : () => Promise.resolve(left(trouble as AppendError)),
  });
  beforeAll(async () => {
    harness = await startHarness({}, { around });
  });
  afterAll(() => harness.close());

  const ready = async (): Promise<number> => (await harness.agent.get('/readyz')).status;

  it('gives 507 and turns readyz red, and writing goes on when there is room again', async () => {
    await harness.stored(region('nord'));
    await harness.settled();
    expect(await ready()).toBe(200);

    trouble = { kind: 'no-space', detail: 'database or disk is full' };
    const before = await harness.count();
    const sent = region('sor');
    const refused = await harness.send(sent);
    expect(refused.status).toBe(507);
    expect(refused.body).toMatchObject({ type: '/problems/no-space' });
    expect(refused.headers['retry-after']).toBeDefined();
    const red = await harness.agent.get('/readyz');
    expect(red.status).toBe(503);
    expect(red.body).toMatchObject({ ready: false, checks: { log: { ok: false } } });
    expect((await harness.agent.get('/livez')).status).toBe(200);
    expect(await harness.count()).toBe(before);

    trouble = undefined;
    expect(await ready()).toBe(200);
    expect((await harness.send(sent)).status).toBe(201);
    expect(await harness.count()).toBe(before + 1);
  });

  it('tells of a log that does not answer with 503', async () => {
    trouble = { kind: 'unavailable', detail: 'disk I/O error' };
    expect((await harness.send(region('vest'))).status).toBe(503);
    trouble = undefined;
  });
});

describe('a log beyond a network that is lost for a while', () => {
  let harness: Harness;
  let reach: Reach = { state: 'reached' };
  let reads = true;
  const around = (log: EventLog): EventLog => ({
    ...log,
    reach: () => reach,
    readStream: (stream, from) => {
      if (!reads) throw new EventLogUnavailable('The event log cannot be read now: no answer.');
      return log.readStream(stream, from);
    },
  });
  beforeAll(async () => {
    harness = await startHarness({}, { around });
  });
  afterAll(() => harness.close());

  it('turns readyz red with since when and why, shows in the metrics, and is green again by itself', async () => {
    await harness.settled();
    reach = { state: 'lost', since: Date.UTC(2031, 0, 2), detail: 'connection refused' };
    const red = await harness.agent.get('/readyz');
    expect(red.status).toBe(503);
    const detail = 'The event log has not answered since 2031-01-02T00:00:00.000Z: connection refused.';
    expect(red.body).toMatchObject({ ready: false, checks: { log: { ok: false, detail } } });
    expect((await harness.agent.get('/metrics')).text).toMatch(/^kravspor_log_reached(?:\{.*\})? 0$/m);
    reach = { state: 'reached' };
    expect((await harness.agent.get('/readyz')).status).toBe(200);
    expect((await harness.agent.get('/metrics')).text).toMatch(/^kravspor_log_reached(?:\{.*\})? 1$/m);
  });

  it('answers what would need the log with 503', async () => {
    reads = false;
    const refused = await harness.send(region('ost'));
    reads = true;
    expect(refused.status).toBe(503);
    expect(refused.body).toMatchObject({ type: '/problems/unavailable' });
    expect((await harness.send(region('ost'))).status).toBe(201);
  });
});

describe('starting', () => {
  let folder: string;
  const open: { close(): Promise<void> }[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kravspor-start-'));
  });
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
    rmSync(folder, { recursive: true, force: true });
    rmSync(`${folder}.anchor`, { force: true });
  });

  const config = () => ({ ...defaultConfig(folder), port: 0, logLevel: 'warn' as const });
  const lines: string[] = [];
  const logTo = { write: (line: string) => void lines.push(line) };

  async function started(change: Partial<ReturnType<typeof defaultConfig>> = {}): Promise<Service> {
    const result = await startService({ ...config(), ...change }, { logTo });
    if (result._tag === 'Left') throw new Error(result.left.message);
    open.push(result.right);
    return result.right;
  }

  const problemOf = (result: Either<StartProblem, Service | Serving>): StartProblem => {
    if (result._tag === 'Left') return result.left;
    open.push(result.right);
    throw new Error('it started');
  };

  it('names the process that has the data folder', async () => {
    await started();
    const problem = problemOf(await startService(config()));
    expect(problem.kind).toBe('locked');
    expect(problem.message).toContain(`process ${process.pid}`);
  });

  it('says with the way out that the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise(resolve => other.once('listening', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const problem = problemOf(await serve({ ...config(), port }, { logTo }));
    other.close();
    expect(problem.kind).toBe('port-taken');
    expect(problem.advice).toContain(`KRAVSPOR_PORT=${port + 1}`);
    // The folder is free again.
    await started();
  });

  it('does not start on a truncated log, and makes no new one', async () => {
    await (await started()).close();
    truncateSync(join(folder, 'events.db'), 5_000);
    const before = readdirSync(folder);
    const problem = problemOf(await startService(config()));
    expect(problem.kind).toBe('damaged');
    expect(problem.message).not.toMatch(/\n\s+at /);
    expect(readdirSync(folder).sort()).toEqual(before.sort());
  });

  it('makes no new log where there has been one', async () => {
    await (await started()).close();
    for (const name of readdirSync(folder).filter(n => n.startsWith('events') || n === 'writer.lock'))
      unlinkSync(join(folder, name));
    const problem = problemOf(await startService(config()));
    expect(problem.kind).toBe('damaged');
    expect(problem.advice).toContain('backup');
    expect(existsSync(join(folder, 'events.db'))).toBe(false);
  });

  it('says so where it makes a signing key for a log that holds records already', async () => {
    const first = await started();
    for (let n = 0; n < 25; n++)
      expect(await first.door.submit(region(`rhf-${n}`), localOperator)()).toMatchObject({ _tag: 'Right' });
    await first.close();
    for (const name of ['log', 'log.key']) rmSync(join(folder, name), { recursive: true });
    rmSync(`${folder}.anchor`);
    lines.length = 0;
    await started();
    expect(lines.join('')).toContain('a new signing key was made for a log that holds records');
  });

  it('discards damaged views with a line in the log, and builds them anew', async () => {
    await (await started()).close();
    writeFileSync(join(folder, 'views.db'), 'x'.repeat(20_000));
    for (const name of ['views.db-wal', 'views.db-shm']) rmSync(join(folder, name), { force: true });
    lines.length = 0;
    const service = await started();
    expect(lines.join('')).toContain('built anew');
    expect(await service.runner.caughtUp(0, 60_000)()).toMatchObject({ _tag: 'Right' });
  });

  it('does not write a simulated year into a real log, but goes on with a simulated one', async () => {
    const first = await started();
    expect(await first.tree.waitFor(0)).toBe(true);
    await first.close();
    expect(problemOf(await startService({ ...config(), clock: 'simulated' })).kind).toBe('other-clock');
    rmSync(folder, { recursive: true });
    // Whoever really means to begin anew takes the anchor away too.
    expect(problemOf(await startService(config())).message).toContain('.anchor');
    rmSync(`${folder}.anchor`);
    await (await started({ clock: 'simulated' })).close();
    expect((await started()).clock.kind).toBe('simulated');
  });

  it('says that a folder cannot be made', async () => {
    writeFileSync(join(folder, 'file'), '');
    const problem = problemOf(await startService(defaultConfig(join(folder, 'file', 'data'))));
    expect(problem.kind).toBe('no-permission');
  });
});

describe('closing', () => {
  it('ends streams and idle connections and answers what is under way', async () => {
    const harness = await startHarness();
    const stream = await new Promise<{ ended: Promise<void>; heard: () => string }>((resolve, reject) => {
      get(`${harness.url}/v1/events/stream`, response => {
        let heard = '';
        const ended = new Promise<void>(done => response.on('close', () => done()));
        response.on('data', (chunk: Buffer) => {
          heard += chunk.toString();
          resolve({ ended, heard: () => heard });
        });
      }).on('error', reject);
    });
    const sent = Array.from({ length: 20 }, (_, i) => harness.send(region(`r${i}`)));
    while (!stream.heard().includes('organisations.registered'))
      await new Promise(resolve => setTimeout(resolve, 20));
    const began = Date.now();
    const closed = harness.close();
    const responses = await Promise.allSettled(sent);
    await closed;
    await stream.ended;
    expect(Date.now() - began).toBeLessThan(10_000);
    const answered = responses.flatMap(r => (r.status === 'fulfilled' ? [r.value.status] : []));
    expect(new Set(answered)).toEqual(new Set([201]));
  });
});
