import { Agent, request } from 'node:http';
import { fieldOf } from '../../contracts/json/field';
import { type Answer, answersIn, type Asked, type Ledger } from './ledger';

/** Sends requests to one running server and writes down what is answered. */
export interface Client {
  /** The answers, or undefined when none came: the server is gone. */
  send(asked: Asked): Promise<readonly Answer[] | undefined>;
  /** Sends and waits until all that it causes is done too; `done` is false if that took too long. */
  sendAndWait(
    asked: Asked,
    seconds?: number,
  ): Promise<{ readonly answers: readonly Answer[]; readonly done: boolean } | undefined>;
  close(): void;
}

export function clientOf(url: string, ledger: Ledger): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });

  async function ask(
    asked: Asked,
    query: string,
  ): Promise<{ answers: readonly Answer[]; body: unknown } | undefined> {
    ledger.ask(asked);
    const reply = await post(agent, `${url}/v1/events${query}`, asked).catch(() => undefined);
    if (reply === undefined) return undefined;
    const answers = answersIn(asked, reply.status, reply.body);
    if (answers === undefined) return undefined;
    ledger.answer(asked, answers);
    return { answers, body: reply.body };
  }

  return {
    send: async asked => (await ask(asked, ''))?.answers,
    sendAndWait: async (asked, seconds = 20) => {
      const reply = await ask(asked, `?wait=follow-ups&deadline=${seconds}`);
      if (reply === undefined) return undefined;
      const done = fieldOf(fieldOf(reply.body, 'waited'), 'done') === true;
      return { answers: reply.answers, done };
    },
    close: () => agent.destroy(),
  };
}

const MEDIA_TYPE = { single: 'application/cloudevents+json', batch: 'application/cloudevents-batch+json' };

/** Resolves only with a whole answer: half of one acknowledges nothing. */
function post(
  agent: Agent,
  url: string,
  { events, isBatch, ifMatch }: Asked,
): Promise<{ status: number; body: unknown }> {
  const bytes = events.map(one => one.bytes);
  const body = isBatch ? `[${bytes.join(',')}]` : bytes.join('');
  const headers = {
    'Content-Type': isBatch ? MEDIA_TYPE.batch : MEDIA_TYPE.single,
    'Content-Length': Buffer.byteLength(body),
    ...(ifMatch === undefined ? {} : { 'If-Match': ifMatch }),
  };
  return new Promise((resolve, reject) => {
    const asking = request(url, { method: 'POST', agent, headers }, response => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('error', reject);
      response.on('end', () => {
        // On a machine under load the server may give a request up before it is whole, and then says nothing more.
        if (!response.complete || text === '') reject(new Error('the answer was cut off'));
        else resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) });
      });
    });
    asking.on('error', reject);
    asking.end(body);
  });
}
