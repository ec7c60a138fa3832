import { isLeft } from 'fp-ts/Either';
import fc from 'fast-check';
import type { AppendError, ExpectedRevision } from '../../../services/event-log';
import { entry, idsOf, type MakePlace, readBatches, readEverything, readOne } from './support';

interface Wanted {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly ids: readonly string[];
}

/** The port in a few lines: what a log must answer and hold. */
function model() {
  const all: string[] = [];
  const streams = new Map<string, string[]>();
  const append = ({ stream, expected, ids }: Wanted): AppendError['kind'] | number => {
    const held = streams.get(stream) ?? [];
    const actual = held.length === 0 ? 'none' : held.length - 1;
    if (expected !== actual) return 'wrong-revision';
    if (ids.some((id, index) => held.includes(id) || ids.indexOf(id) < index)) return 'id-reused';
    if (ids.length > 0) streams.set(stream, [...held, ...ids]);
    all.push(...ids);
    return held.length;
  };
  return { append, all, streams };
}

const wanted: fc.Arbitrary<Wanted> = fc.record({
  stream: fc.constantFrom('a', 'b', 'a-b'),
  expected: fc.oneof(
    { weight: 1, arbitrary: fc.constant('none' as const) },
    { weight: 3, arbitrary: fc.nat(6) },
  ),
  ids: fc.array(
    fc.nat(30).map(n => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`),
    { maxLength: 3 },
  ),
});

/** A step: appends sent together, and whether the log is closed and opened again after it. */
const steps = fc.array(
  fc.record({
    together: fc.array(wanted, { minLength: 1, maxLength: 8 }),
    reopen: fc.nat(3).map(n => n === 0),
  }),
  {
    maxLength: 12,
  },
);

/** What was sent in one moment may lie in any order, but for that of each stream; ids up to each end, and the rest. */
function inMoments(ids: readonly string[], ends: readonly number[]): readonly (readonly string[])[] {
  return [...ends, ids.length].map((end, index) => ids.slice(ends[index - 1] ?? 0, end).sort());
}

/** Any interleaving of appends gives what the model gives. */
export function agreesWithModel(makePlace: MakePlace): void {
  test('any interleaving of appends answers and holds what the model does', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 5 }), async (taken, batchSize) => {
        const place = await makePlace();
        try {
          let log = await place.open();
          const expected = model();
          const ends: number[] = [];
          for (const { together, reopen } of taken) {
            const outcomes = await Promise.all(
              together.map(one =>
                log.append(
                  one.stream,
                  one.expected,
                  one.ids.map(id => entry(id)),
                )(),
              ),
            );
            const answers = outcomes.map(outcome =>
              isLeft(outcome) ? outcome.left.kind : outcome.right.firstRevision,
            );
            expect(answers).toEqual(together.map(one => expected.append(one)));
            ends.push(expected.all.length);
            if (!reopen) continue;
            await log.close();
            log = await place.open();
          }
          const all = idsOf(await readEverything(log));
          expect(inMoments(all, ends)).toEqual(inMoments(expected.all, ends));
          expect(idsOf((await readBatches(log, undefined, batchSize)).flat())).toEqual(all);
          expect((await log.head())?.count ?? 0).toBe(expected.all.length);
          for (const stream of ['a', 'b', 'a-b']) {
            expect(idsOf(await readOne(log, stream))).toEqual(expected.streams.get(stream) ?? []);
          }
        } finally {
          await place.dispose();
        }
      }),
      { numRuns: 25 },
    );
  });
}
