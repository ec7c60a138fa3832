import { appendFileSync } from 'node:fs';
import { canonicalJson } from '../../contracts/json/canonical';
import { fieldOf, listOf } from '../../contracts/json/field';

/** One event as it is sent: its canonical bytes, and what it is to cause elsewhere if it is an act. */
export interface Sent {
  readonly id: string;
  readonly bytes: string;
  /** `type` and subject of each follow-up, in words of their own. */
  readonly causes?: readonly string[];
}

/** One request as it is sent; sent again it is the same to the byte. */
export interface Asked {
  readonly events: readonly Sent[];
  readonly isBatch: boolean;
  readonly ifMatch?: string;
  /** The items that a rule is to refuse, by index. */
  readonly refused: ReadonlySet<number>;
}

/** What an acknowledgement says of one stored event. */
export interface Acknowledged {
  readonly record: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly recordedAt: string;
}

/** The answer to one event: acknowledged, or refused with a status. */
export type Answer = Acknowledged | number;

/** What the driver, which outlives the server, knows to have been asked and answered. */
export interface Ledger {
  /** Every event ever sent to this data directory, by id. */
  readonly sent: ReadonlyMap<string, Sent>;
  readonly acknowledged: ReadonlyMap<string, Acknowledged>;
  /** The requests of this round in order, each with its answers, if any came. */
  readonly requests: ReadonlyMap<Asked, readonly Answer[] | undefined>;
  /** Acknowledgements that contradict others, or answers nobody should get. */
  readonly wrongs: readonly string[];
  ask(asked: Asked): void;
  answer(asked: Asked, answers: readonly Answer[]): void;
  wrong(what: string): void;
  /** Resolves when so many answers have come in this round. */
  reached(answers: number): Promise<void>;
  /** Begins a new round: what has been settled need not be sent again. */
  turn(): void;
}

export const event = (fields: Readonly<Record<string, unknown>> & { readonly id: string }): Sent => ({
  id: fields.id,
  bytes: canonicalJson({
    specversion: '1.0',
    source: SOURCE,
    time: new Date().toISOString(),
    ...fields,
  }),
});

export const SOURCE = 'https://portal.example';

export const single = (sent: Sent, ifMatch?: number): Asked => ({
  events: [sent],
  isBatch: false,
  refused: new Set(),
  ...(ifMatch === undefined ? {} : { ifMatch: `"${ifMatch}"` }),
});

export const batch = (events: readonly Sent[], ...refused: readonly number[]): Asked => ({
  events,
  isBatch: true,
  refused: new Set(refused),
});

/** Keeps the books of one data directory; each acknowledgement is also written to the file, for whoever looks into a failure. */
export function openLedger(file: string): Ledger {
  const sent = new Map<string, Sent>();
  const acknowledged = new Map<string, Acknowledged>();
  const requests = new Map<Asked, readonly Answer[] | undefined>();
  const wrongs: string[] = [];
  const waiting = new Map<() => void, number>();
  let answered = 0;

  function settle(one: Sent, answer: Answer, isToBeRefused: boolean): void {
    if (typeof answer === 'number') {
      if (!isToBeRefused) wrongs.push(`${one.id} was answered ${answer}: ${one.bytes.slice(0, 200)}`);
      return;
    }
    if (isToBeRefused) wrongs.push(`${one.id} was stored, but a rule was to refuse it`);
    const before = acknowledged.get(one.id);
    if (before !== undefined && canonicalJson(before) !== canonicalJson(answer))
      wrongs.push(`${one.id} was answered ${JSON.stringify(answer)}, and before ${JSON.stringify(before)}`);
    acknowledged.set(one.id, before ?? answer);
  }

  return {
    sent,
    acknowledged,
    requests,
    wrongs,
    ask: asked => {
      requests.set(asked, requests.get(asked));
      for (const one of asked.events) sent.set(one.id, one);
    },
    answer: (asked, answers) => {
      requests.set(asked, answers);
      const lines = asked.events.map((one, i) => JSON.stringify({ id: one.id, answer: answers[i] }));
      appendFileSync(file, `${lines.join('\n')}\n`);
      asked.events.forEach((one, i) => settle(one, answers[i] ?? 0, asked.refused.has(i)));
      answered++;
      for (const [resolve, wanted] of waiting) if (answered >= wanted) resolve();
    },
    wrong: what => wrongs.push(what),
    reached: wanted =>
      new Promise(resolve => {
        if (answered >= wanted) resolve();
        else waiting.set(resolve, wanted);
      }),
    turn: () => {
      requests.clear();
      waiting.clear();
      answered = 0;
    },
  };
}

/** The answers to a request in the order of its events; undefined where the server said that it is going down. */
export function answersIn(asked: Asked, status: number, body: unknown): readonly Answer[] | undefined {
  if (status === 503) return undefined;
  if (!asked.isBatch || (status !== 201 && status !== 207))
    return asked.events.map(() => answerIn(status, body));
  return listOf(body, 'items').map(item => answerIn(Number(fieldOf(item, 'status')), item));
}

function answerIn(status: number, body: unknown): Answer {
  if (status !== 200 && status !== 201) return status;
  return {
    record: String(fieldOf(body, 'id')),
    stream: String(fieldOf(body, 'stream')),
    revision: Number(fieldOf(body, 'revision')),
    position: String(fieldOf(body, 'position')),
    recordedAt: String(fieldOf(body, 'recordedAt')),
  };
}
