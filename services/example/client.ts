import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fieldOf } from '../../contracts/json/field';

/** An event of the example, as its story tells it; id, source and form are added when it is sent. */
export interface Said {
  /** Family and what happened, such as `requirement.reported`. */
  readonly what: string;
  readonly subject: string;
  readonly organisation: string;
  readonly body?: 'board' | 'administration';
  /** A day, or a time in UTC. */
  readonly at: string;
  readonly data: unknown;
  readonly reason?: string;
  /** The ETag of what was looked at, for decisions that ask for it. */
  readonly ifMatch?: string;
}

export interface Answer {
  readonly status: number;
  readonly etag: string | undefined;
  readonly body: unknown;
}

/** The service answered otherwise than the story expects. */
export class NotAsTold extends Error {}

/** The public door, as any service would use it. */
export interface Client {
  readonly say: (said: Said) => Promise<{ readonly id: string }>;
  readonly sayAll: (said: readonly Said[]) => Promise<void>;
  readonly refused: (said: Said, status: number) => Promise<unknown>;
  readonly importDocument: (file: string, query: Readonly<Record<string, string>>) => Promise<void>;
  readonly get: (path: string) => Promise<Answer>;
  readonly sent: () => number;
}

const DOCUMENTS = path.join(__dirname, 'documents');
const WAIT = 'wait=follow-ups';

export function clientOf(base: string): Client {
  let count = 0;

  const eventOf = ({ what, subject, organisation, body, at, data, reason }: Said): unknown => ({
    specversion: '1.0',
    id: `e-${String(++count).padStart(4, '0')}`,
    source: `https://styring.${organisation}.example`,
    type: `no.kravspor.${what}.v1`,
    subject,
    time: at.includes('T') ? at : `${at}T09:00:00Z`,
    organisation,
    ...(body === undefined ? {} : { body }),
    ...(reason === undefined ? {} : { reason }),
    data,
  });

  async function ask(
    method: string,
    url: string,
    init: { headers?: Record<string, string>; body?: string | Buffer } = {},
  ): Promise<Answer> {
    const response = await fetch(base + url, {
      method,
      headers: { accept: 'application/json', ...init.headers },
      ...(init.body === undefined ? {} : { body: init.body }),
    });
    const text = await response.text();
    const json: unknown = text === '' ? undefined : JSON.parse(text);
    return { status: response.status, etag: response.headers.get('etag') ?? undefined, body: json };
  }

  const post = (said: Said): Promise<Answer> =>
    ask('POST', `/v1/events?${WAIT}`, {
      headers: {
        'content-type': 'application/cloudevents+json',
        ...(said.ifMatch === undefined ? {} : { 'if-match': said.ifMatch }),
      },
      body: JSON.stringify(eventOf(said)),
    });

  function expect(answer: Answer, statuses: readonly number[], told: string): Answer {
    if (statuses.includes(answer.status)) return answer;
    throw new NotAsTold(`${told} was answered ${answer.status}: ${JSON.stringify(answer.body, null, 2)}`);
  }

  return {
    sent: () => count,
    get: async url => expect(await ask('GET', url), [200], `GET ${url}`),
    say: async said => {
      const { body } = expect(await post(said), [200, 201], `${said.what} of ${said.subject}`);
      return { id: String(fieldOf(body, 'id')) };
    },
    sayAll: async all => {
      if (all.length === 0) return;
      const told = `a batch of ${all.length}, from ${all[0]?.what ?? ''} on`;
      const body = JSON.stringify(all.map(eventOf));
      expect(
        await ask('POST', `/v1/events?${WAIT}`, {
          headers: { 'content-type': 'application/cloudevents-batch+json' },
          body,
        }),
        [201],
        told,
      );
    },
    refused: async (said, status) =>
      expect(await post(said), [status], `${said.what} of ${said.subject}`).body,
    importDocument: async (file, query) => {
      const body = await readFile(path.join(DOCUMENTS, file));
      const search = new URLSearchParams({ ...query, filename: file }).toString();
      expect(
        await ask('POST', `/v1/imports?${search}&${WAIT}`, {
          headers: { 'content-type': 'text/plain; charset=utf-8' },
          body,
        }),
        [201],
        `the import of ${file}`,
      );
    },
  };
}
