import { connect } from 'node:net';
import { DEFAULT_LIMITS } from '../../services/http';
import { CLOUDEVENT, type Harness, startHarness } from './harness';

const HEAD = `POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${CLOUDEVENT}\r\n`;

describe('the socket', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness({
      limits: { ...DEFAULT_LIMITS, headersMs: 300, requestMs: 600, connections: 40 },
    });
  });
  afterAll(() => harness.close());

  /** Sends some text and then nothing more; gives what comes until the other side closes, or until `enough`. */
  function talk(text: string, enough?: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      let heard = '';
      const socket = connect(harness.serving.port, '127.0.0.1', () => socket.write(text));
      socket.on('data', chunk => {
        heard += chunk.toString();
        if (enough?.test(heard) === true) socket.destroy();
      });
      socket.on('error', reject);
      socket.on('close', () => resolve(heard));
    });
  }

  it('cuts off whoever sends headers and never ends them', async () => {
    expect(await talk(`${HEAD}X-Slow: `)).toMatch(/^(?:HTTP\/1\.1 408|$)/);
  });

  it('cuts off whoever sends half a body and stalls', async () => {
    const before = await harness.count();
    expect(await talk(`${HEAD}Content-Length: 500\r\n\r\n{"spec`)).toMatch(/^(?:HTTP\/1\.1 408|$)/);
    expect(await harness.count()).toBe(before);
  });

  it('refuses an event that is announced as too large before any of it is sent', async () => {
    const heard = await talk(`${HEAD}Content-Length: 70000\r\n\r\n`, /"too-large|\/problems\/too-large/);
    expect(heard).toMatch(/^HTTP\/1\.1 413/);
  });

  it('does not ask for a body it will not take', async () => {
    const heard = await talk(
      `${HEAD}Expect: 100-continue\r\nContent-Length: 70000\r\n\r\n`,
      /\/problems\/too-large/,
    );
    expect(heard).toMatch(/^HTTP\/1\.1 413/);
    const asked = await talk(`${HEAD}Expect: 100-continue\r\nContent-Length: 10\r\n\r\n`, /100 Continue/);
    expect(asked).toMatch(/^HTTP\/1\.1 100/);
  });

  it('refuses an event without announced length as soon as it is too large', async () => {
    const chunk = `${(16_384).toString(16)}\r\n${'x'.repeat(16_384)}\r\n`;
    const heard = await talk(
      `${HEAD}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(5)}`,
      /\/problems\/too-large/,
    );
    expect(heard).toMatch(/^HTTP\/1\.1 413/);
  });

  it('refuses an import that is announced as over 20 MiB', async () => {
    const head =
      'POST /v1/imports?issuer=a&document=b&year=2031 HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n';
    const heard = await talk(`${head}Content-Length: 20971521\r\n\r\n`, /\/problems\/too-large/);
    expect(heard).toMatch(/^HTTP\/1\.1 413/);
  });

  it('refuses what is no HTTP, and headers that are too large', async () => {
    expect(await talk('hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/);
    expect(await talk(`${HEAD}X-Large: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431/);
  });

  it('still answers others afterwards', async () => {
    expect((await harness.agent.get('/livez')).status).toBe(200);
  });
});
