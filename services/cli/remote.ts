import { fieldOf } from '../../contracts/json/field';
import { Ended, EXIT } from './exit';

/** Where the service answers, and with which key. */
export interface Remote {
  readonly url: string;
  readonly key: string | undefined;
}

export const remote = (env: NodeJS.ProcessEnv): Remote => ({
  url: (env['KRAVSPOR_URL'] ?? `http://127.0.0.1:${env['KRAVSPOR_PORT'] ?? '8420'}`).replace(/\/$/, ''),
  key: env['KRAVSPOR_KEY'],
});

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface Init {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Asks the running service. A refusal becomes an `Ended` with what the service said; no answer, one with what to do. */
export async function ask(where: Remote, path: string, init: Init = {}): Promise<Answer> {
  const response = await answered(where, path, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** The same for what is read piece by piece. */
export async function openStream(where: Remote, path: string): Promise<AsyncIterable<Uint8Array>> {
  const { body } = await answered(where, path, { headers: { accept: '*/*' } });
  if (body === null)
    throw new Ended('The service answered nothing.', 'See the log of the service.', EXIT.failed);
  return body;
}

async function answered(
  { url, key }: Remote,
  path: string,
  { method = 'GET', headers = {}, body }: Init,
): Promise<Response> {
  const response = await fetch(url + path, {
    method,
    headers: {
      accept: 'application/json',
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  }).catch((error: unknown) => {
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Ended(
      `No service answers at ${url} (${cause}).`,
      'Start one with "kravspor serve", or set KRAVSPOR_URL to where it runs.',
      EXIT.unavailable,
    );
  });
  if (response.ok) return response;
  throw refusal(response.status, await response.text());
}

function refusal(status: number, text: string): Ended {
  const problem = parsed(text);
  const get = (name: string): string | undefined => {
    const value = fieldOf(problem, name);
    return typeof value === 'string' ? value : undefined;
  };
  const expected = get('expected');
  return new Ended(
    `${status} ${get('title') ?? ''}: ${get('detail') ?? text.slice(0, 200)}${expected === undefined ? '' : `\nExpected: ${expected}`}`,
    get('advice') ?? 'See the log of the service.',
    EXIT.failed,
    problem,
  );
}

/** JSON, or undefined where it is none. */
export function parsed(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text);
    return json;
  } catch {
    return undefined;
  }
}
