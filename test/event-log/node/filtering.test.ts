import { eventTypeFilter, type Filter, jsonEvent, streamNameFilter } from '@eventstore/db-client';
import { costOf } from '../../../services/event-log/node/plain-expression';
import { allOf, startTrial, type Trial } from './trial';

/** Backtracks for longer than anybody lives on a name of forty letters. */
const CATASTROPHE = '^([a-z.0-9-]+)+!$';
const LONG = 'no.example.organisations.registered.v1.and.more';

describe('a filter that is a regular expression', () => {
  let trial: Trial;
  beforeAll(async () => {
    trial = await startTrial();
    for (const [stream, type] of [
      ['red-1', LONG],
      ['red-2', 'plum'],
      ['blue-1', 'apple'],
      ['blue-2', 'Plum pie'],
    ] as const)
      await trial.client.appendToStream(stream, [
        jsonEvent({ type, data: {} }),
        jsonEvent({ type, data: {} }),
      ]);
  });
  afterAll(() => trial.close());

  /** What a subscription with that filter gives of what there is; rejects where it is ended. */
  const givenBy = (filter: Filter): Promise<readonly unknown[]> =>
    new Promise((resolve, reject) => {
      const types: unknown[] = [];
      const subscription = trial.client.subscribeToAll({ filter });
      subscription.on('error', reject).on('data', ({ event }) => types.push(event?.type));
      subscription.on('caughtUp', () => void subscription.unsubscribe().then(() => resolve(types)));
    });
  const typesOf = (regex: string): Promise<readonly unknown[]> => givenBy(eventTypeFilter({ regex }));
  const endOf = (regex: string): Promise<unknown> => typesOf(regex).catch(String);

  it('ends the call that would never come to an end, and all others are answered meanwhile', async () => {
    const attacks = [endOf(CATASTROPHE), endOf('(?:(.*)(.*)){20}=$'), endOf(CATASTROPHE)];
    expect(await allOf(trial.client.readStream('red-1'))).toHaveLength(2);
    await trial.client.appendToStream('meanwhile', jsonEvent({ type: 'peach', data: {} }));
    for (const end of await Promise.all(attacks)) {
      expect(end).toContain('INVALID_ARGUMENT');
      expect(end).toContain('takes too long');
    }
    expect(trial.reported).toEqual([]);
  });

  it('ends a subscription by names of streams in the same way, and goes on with the next that comes', async () => {
    const name = 'a'.repeat(60);
    await trial.client.appendToStream(name, jsonEvent({ type: 'kiwi', data: {} }));
    const following = givenBy(streamNameFilter({ regex: '^(a|a)+$x|^(a*)*b' }));
    await expect(following).rejects.toThrow('takes too long');
    expect(await typesOf('^(?:ki+wi)+$')).toEqual(['kiwi']);
  });

  it.each([
    ['^plum$', ['plum', 'plum']],
    ['^(plum|apple)', ['plum', 'plum', 'apple', 'apple']],
    ['plum|pie$', ['plum', 'plum', 'Plum pie', 'Plum pie']],
    ['^no\\..*v1\\.', [LONG, LONG]],
    ['^[^a-z$]', ['Plum pie', 'Plum pie']],
    // What only the thread of its own is trusted with.
    ['^(?:pl|ap)+', ['plum', 'plum', 'apple', 'apple']],
    ['^(?=p).*m$', ['plum', 'plum']],
    ['(p)\\1', ['apple', 'apple']],
    ['^(?<first>[pP])(?!l)', ['peach']],
  ])('gives what %s matches', async (regex, expected) => {
    expect(await typesOf(regex)).toEqual(expected);
  });

  it('is refused where it is none, or longer than any that is meant', async () => {
    await expect(typesOf('(')).rejects.toThrow('INVALID_ARGUMENT');
    await expect(typesOf('a'.repeat(5_000))).rejects.toThrow('INVALID_ARGUMENT');
    await expect(typesOf(`${'('.repeat(1_000)}a${')*'.repeat(1_000)}`)).rejects.toThrow('INVALID_ARGUMENT');
    expect(await typesOf(`^(${'peach|'.repeat(500)}plum)$`)).toEqual(['plum', 'plum', 'peach']);
    const prefixes = Array.from({ length: 2_000 }, (_, n) => `p${n}`);
    await expect(givenBy(streamNameFilter({ prefixes }))).rejects.toThrow('INVALID_ARGUMENT');
  });

  it('is run at once only where it can do little harm', () => {
    const names = Array.from({ length: 400 }, () => 'requirement-granvik.helse-solheim-document-2031');
    for (const source of [
      '^[^$]',
      '^[^\\$].*',
      '^(requirement|document)-',
      '^requirement-.*',
      'a|b',
      '\\d+$',
    ])
      expect(costOf(source)?.(names)).toBeLessThan(5_000_000);
    for (const source of [
      ...[CATASTROPHE, '(a|a)(a|a)', 'a?a?', 'a*a*', '(a*)*', '(a)+', '(a|b)*', '(?=a)', '(a)\\1', '((a))'],
      ...['a{2}', 'a{1,9}b{1,9}', '\\p{L}', '[a', '(?<n>a)', 'a+?', '\\b+'],
    ])
      expect([source, costOf(source)]).toEqual([source, undefined]);
    expect(costOf('.*b')?.(['a'.repeat(100_000)])).toBeGreaterThan(5_000_000);
  });
});
