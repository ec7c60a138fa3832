import { isLeft, isRight } from 'fp-ts/Either';
import type { EventLog, ExpectedRevision, NewEntry } from '../../../services/event-log';
import {
  appended,
  countOf,
  type Current,
  entries,
  entry,
  idsOf,
  readEverything,
  readOne,
  refused,
} from './support';

/** Appends one event, trying again at the revision told until it is in. */
async function insist(log: EventLog, stream: string, one: NewEntry): Promise<void> {
  let expected: ExpectedRevision = 'none';
  for (;;) {
    const outcome = await log.append(stream, expected, [one])();
    if (isRight(outcome)) return;
    if (outcome.left.kind !== 'wrong-revision') throw new Error(outcome.left.kind);
    expected = outcome.left.actual;
  }
}

/** Many writers at once: each has its own outcome, and the log stays whole. */
export function writers({ log }: Current): void {
  test('64 writers with streams of their own: all is stored, in the order each was answered', async () => {
    const write = async (writer: number): Promise<void> => {
      for (let n = 0; n < 10; n += 1) await appended(log(), `w-${writer}`, n === 0 ? 'none' : n - 1, entry());
    };
    await Promise.all(Array.from({ length: 64 }, (_, writer) => write(writer)));
    const all = await readEverything(log());
    expect(all).toHaveLength(640);
    const next = new Map<string, number>();
    for (const one of all) {
      expect(one.revision).toBe(next.get(one.stream) ?? 0);
      next.set(one.stream, one.revision + 1);
    }
  });

  test('of 64 writers who expect the same revision one wins, and the others are told where it stands', async () => {
    await appended(log(), 'a', 'none', entry());
    const outcomes = await Promise.all(Array.from({ length: 64 }, () => log().append('a', 0, [entry()])()));
    expect(outcomes.filter(isRight)).toHaveLength(1);
    const errors = outcomes.filter(isLeft).map(outcome => outcome.left);
    expect(errors).toEqual(
      errors.map(() => ({ kind: 'wrong-revision', stream: 'a', expected: 0, actual: 1 })),
    );
    expect(await readOne(log(), 'a')).toHaveLength(2);
  });

  test('writers who try again on a conflict all get in, once each', async () => {
    const wanted = entries(24);
    await Promise.all(wanted.map(one => insist(log(), 'a', one)));
    expect(new Set(idsOf(await readOne(log(), 'a')))).toEqual(new Set(idsOf(wanted)));
    expect(await countOf(log())).toBe(24);
  });

  test('appends sent without waiting, each upon the one before, are all stored', async () => {
    const wanted = entries(30);
    const outcomes = await Promise.all(
      wanted.map((one, index) => log().append('a', index === 0 ? 'none' : index - 1, [one])()),
    );
    expect(outcomes.every(isRight)).toBe(true);
    expect(idsOf(await readOne(log(), 'a'))).toEqual(idsOf(wanted));
  });

  test('appends sent together have each their own outcome', async () => {
    const old = entry();
    await appended(log(), 'a', 'none', old);
    const kinds = await Promise.all([
      log().append('b', 'none', entries(2))(),
      log().append('a', 5, [entry()])(),
      log().append('a', 0, [entry(), old])(),
      log().append('c', 'none', [entry(undefined, `"${'x'.repeat(2 * 1024 * 1024)}"`)])(),
      log().append('a', 0, [entry()])(),
      log().append('d', 'none', [old, old])(),
      log().append('a', 0, [entry()])(),
      log().append('e', 'none', [])(),
      log().append('f', 'none', [old])(),
    ]);
    expect(kinds.map(outcome => (isLeft(outcome) ? outcome.left.kind : 'stored'))).toEqual([
      'stored',
      'wrong-revision',
      'id-reused',
      'too-large',
      'stored',
      'id-reused',
      'wrong-revision',
      'stored',
      'stored',
    ]);
    expect((await readEverything(log())).map(one => one.stream).sort()).toEqual(['a', 'a', 'b', 'b', 'f']);
  });

  test('the events of one append lie together, whatever others write', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, n) => appended(log(), `s-${n}`, 'none', ...entries(5))));
    const streams = (await readEverything(log())).map(one => one.stream);
    const changes = streams.filter((stream, index) => stream !== streams[index - 1]);
    expect(new Set(changes).size).toBe(20);
    expect(changes).toHaveLength(20);
  });

  test('a reader sees only whole appends and never a gap while others write', async () => {
    const writing = Promise.all(
      Array.from({ length: 16 }, async (_, writer) => {
        for (let n = 0; n < 20; n += 2)
          await appended(log(), `w-${writer}`, n === 0 ? 'none' : n - 1, ...entries(2));
      }),
    );
    const finished = { yet: false };
    void writing.then(() => (finished.yet = true));
    let known: readonly string[] = [];
    while (!finished.yet) {
      const now = idsOf(await readEverything(log()));
      expect(now.slice(0, known.length)).toEqual(known);
      expect(now.length % 2).toBe(0);
      known = now;
    }
    await writing;
    expect(await countOf(log())).toBe(320);
  });

  test('a conflict is told as it is after the appends before it in the same moment', async () => {
    const [first, second] = await Promise.all([
      log().append('a', 'none', entries(3))(),
      refused(log(), 'a', 'none', entry()),
    ]);
    expect(isRight(first)).toBe(true);
    expect(second).toMatchObject({ actual: 2 });
  });
}
