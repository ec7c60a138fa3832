import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLeft } from 'fp-ts/Either';
import supertest, { type Response } from 'supertest';
import { type Config, defaultConfig, serve, type Serving } from '../../services/http';
import type { Parts } from '../../services/http';

/** A whole service on a socket of its own, in a folder of its own. */
export interface Harness {
  readonly serving: Serving;
  readonly url: string;
  readonly folder: string;
  /** Every line of the service's log so far. */
  readonly lines: readonly string[];
  readonly agent: ReturnType<typeof supertest>;
  /** Sends one event in structured mode, with more headers and a query if given. */
  send(event: unknown, headers?: Readonly<Record<string, string>>, query?: string): Promise<Response>;
  /** Sends an event that must be stored, and gives the receipt. */
  stored(event: unknown, headers?: Readonly<Record<string, string>>): Promise<Receipt>;
  /** How many events the log holds. */
  count(): Promise<number>;
  /** Waits until the views show the whole log and all follow-ups are done. */
  settled(): Promise<void>;
  /** Closes the service, and starts it again over the same folder. */
  restart(change?: Partial<Config>): Promise<void>;
  close(): Promise<void>;
}

export interface Receipt {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly recordedAt: string;
  readonly again: boolean;
  readonly links: Readonly<Record<string, string>>;
}

export const CLOUDEVENT = 'application/cloudevents+json';

/** Starts a service; `change` alters the configuration, `parts` puts other parts in place. */
export async function startHarness(change: Partial<Config> = {}, parts: Parts = {}): Promise<Harness> {
  const folder = mkdtempSync(join(tmpdir(), 'kravspor-http-'));
  const lines: string[] = [];
  const logTo = { write: (line: string) => void lines.push(line) };
  let altered = change;
  let serving = await started();

  async function started(): Promise<Serving> {
    const config: Config = { ...defaultConfig(folder), port: 0, logLevel: 'debug', ...altered };
    const result = await serve(config, { logTo, ...parts });
    if (isLeft(result)) throw new Error(`${result.left.message} ${result.left.advice}`);
    await result.right.service.runner.caughtUp(0, 60_000)();
    return result.right;
  }

  const send: Harness['send'] = async (event, headers = {}, query = '') =>
    await supertest(serving.url)
      .post(`/v1/events${query}`)
      .set('Content-Type', CLOUDEVENT)
      .set(headers)
      .send(JSON.stringify(event));

  const count = async (): Promise<number> => (await serving.service.log.head())?.count ?? 0;

  return {
    get serving() {
      return serving;
    },
    get url() {
      return serving.url;
    },
    folder,
    lines,
    get agent() {
      return supertest(serving.url);
    },
    send,
    stored: async (event, headers) => {
      const response = await send(event, headers);
      if (response.status !== 201 && response.status !== 200)
        throw new Error(`${response.status}: ${response.text}`);
      return response.body as Receipt;
    },
    count,
    settled: async () => {
      const { runner } = serving.service;
      for (;;) {
        const before = await count();
        const shown = await runner.caughtUp(before - 1, 60_000)();
        if (isLeft(shown)) throw new Error(`the views are ${shown.left.state} at ${shown.left.seq}`);
        const open = await runner
          .generation()
          ?.find('follow-ups', { filter: { op: 'equals', path: 'open', value: true }, limit: 1 })();
        if (open?._tag === 'Right' && open.right.total === 0 && (await count()) === before) return;
        await new Promise(resolve => setTimeout(resolve, 10));
      }
    },
    restart: async (more = {}) => {
      await serving.close();
      altered = { ...altered, ...more };
      serving = await started();
    },
    close: async () => {
      await serving.close();
      rmSync(folder, { recursive: true, force: true });
      rmSync(`${folder}.anchor`, { force: true });
    },
  };
}

let counter = 0;

/** A CloudEvent with what every one needs; an id of its own, and now, unless told. */
export const event = (
  type: string,
  subject: string,
  organisation: string,
  data: unknown,
  more: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> => ({
  specversion: '1.0',
  id: `e${++counter}`,
  source: 'https://tests.example',
  type: `no.kravspor.${type}.v1`,
  subject,
  time: new Date().toISOString(),
  organisation,
  data,
  ...more,
});

/** An organisation registered below another. */
export const registered = (id: string, name: string, kind: string, parent?: string): unknown =>
  event('organisations.registered', id, parent ?? id, {
    name,
    kind,
    ...(parent === undefined ? {} : { parent }),
  });
