import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkLog } from './check-log';
import { clientOf } from './client';
import { type Asked, openLedger, single } from './ledger';
import { endWithin, startServer } from './server';
import { deadline, MINISTRY, registered } from './world';

const DRAIN_MS = 10_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kravspor-stop-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A client of the event stream that never goes away by itself. */
interface Listener {
  /** Resolves when it has been told of a record. */
  readonly told: Promise<void>;
  /** All that it was sent, when it is let go; rejects if it is cut off. */
  readonly closed: Promise<string>;
}

function listener(url: string): Listener {
  let hear: () => void = () => undefined;
  const told = new Promise<void>(resolve => (hear = resolve));
  async function listen(): Promise<string> {
    const { body } = await fetch(`${url}/v1/events/stream?from=0`);
    if (body === null) throw new Error('no stream');
    let heard = '';
    for await (const part of body.pipeThrough(new TextDecoderStream())) {
      heard += part;
      if (heard.includes('event: record')) hear();
    }
    return heard;
  }
  return { told, closed: listen() };
}

/** A client that has begun a request and does not go on with it. */
async function stalled(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(`POST /v1/events HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Length: 400\r\n`);
  socket.write('Content-Type: application/cloudevents+json\r\n\r\n{"specversion"');
  return socket;
}

test('told to stop with listeners connected and writers at work, it ends well within ten seconds and has what it answered for', async () => {
  const data = join(folder, 'data');
  const ledger = openLedger(join(folder, 'answers'));
  const server = startServer(data);
  const url = await server.url;
  const client = clientOf(url, ledger);
  await client.sendAndWait(single(registered(MINISTRY, 'Departementet for helsetjenester', 'ministry')));
  const listeners = Array.from({ length: 5 }, () => listener(url));
  await Promise.all(listeners.map(one => one.told));

  const write = async (writer: number): Promise<void> => {
    const asked = (n: number): Asked => single(deadline(`e-${writer}-${n}`, `${MINISTRY}.2031`));
    for (let n = 0; (await client.send(asked(n))) !== undefined; n++);
  };
  const writers = [1, 2, 3, 4].map(write);
  await ledger.reached(30);
  const told = performance.now();
  server.signal('SIGTERM');
  const end = await endWithin(server, 60_000);
  const took = performance.now() - told;
  await Promise.all(writers);
  const heard = await Promise.all(listeners.map(one => one.closed));
  client.close();

  expect(end.code).toBe(0);
  expect(took).toBeLessThan(DRAIN_MS);
  // Ended, not cut off: what was sent last is whole.
  expect(heard.every(text => text.endsWith('\n\n'))).toBe(true);
  expect((await checkLog(`file:${join(data, 'events.db')}`, ledger)).wrongs).toEqual([]);
});

test('a client that stalls in the middle of a request is cut off, and the end is a good one', async () => {
  const server = startServer(join(folder, 'data'));
  const socket = await stalled(await server.url);
  const cut = once(socket, 'close');
  server.signal('SIGTERM');
  const end = await endWithin(server, 60_000);
  await cut;
  expect(end.code).toBe(0);
});
