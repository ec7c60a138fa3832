import {
  type AllStreamSubscription,
  END,
  eventTypeFilter,
  excludeSystemEvents,
  jsonEvent,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import { allOf, startTrial, type Trial, until } from './trial';

describe('subscribing to a node', () => {
  let trial: Trial;
  beforeEach(async () => {
    trial = await startTrial();
  });
  afterEach(() => trial.close());

  const append = (stream: string, from: number, to: number, type = 'counted') =>
    trial.client.appendToStream(
      stream,
      Array.from({ length: to - from + 1 }, (_, n) => jsonEvent({ type, data: { n: from + n } })),
    );
  const range = (from: number, to: number): readonly number[] =>
    Array.from({ length: to - from + 1 }, (_, n) => from + n);

  /** The positions that come, and when it had caught up. */
  function heard(subscription: AllStreamSubscription) {
    const positions: number[] = [];
    const told: { caughtUp: number | undefined } = { caughtUp: undefined };
    subscription.on('data', ({ event }) => positions.push(Number(event?.position.commit)));
    subscription.on('caughtUp', () => (told.caughtUp = positions.length));
    return { positions, told };
  }

  it('gives $all from the start: history, caught up, then what comes, each once and in order', async () => {
    await append('one', 1, 900);
    const subscription = trial.client.subscribeToAll({ fromPosition: START });
    const { positions, told } = heard(subscription);
    await Promise.all(range(1, 30).map(n => append(`stream-${n}`, 1, 3)));
    await until(() => positions.length >= 990);
    await append('one', 901, 910);
    await until(() => positions.length >= 1_000);
    expect(positions).toEqual(range(1, 1_000));
    expect(told.caughtUp).toBeGreaterThanOrEqual(900);
    await subscription.unsubscribe();
  });

  it('goes on behind a position, and behind a revision', async () => {
    await append('one', 1, 5);
    const all = trial.client.subscribeToAll({ fromPosition: { commit: 3n, prepare: 3n } });
    const { positions } = heard(all);
    const revisions: number[] = [];
    const one = trial.client.subscribeToStream('one', { fromRevision: 1n });
    one.on('data', ({ event }) => revisions.push(Number(event?.revision)));
    await append('two', 1, 1);
    await append('one', 6, 6);
    await until(() => positions.length >= 4 && revisions.length >= 4);
    expect(positions).toEqual([4, 5, 6, 7]);
    expect(revisions).toEqual([2, 3, 4, 5]);
    await Promise.all([all.unsubscribe(), one.unsubscribe()]);
  });

  it('waits for a stream that is not there yet', async () => {
    const data: unknown[] = [];
    const subscription = trial.client.subscribeToStream('coming', { fromRevision: END });
    subscription.on('data', ({ event }) => data.push(event?.data));
    await new Promise<void>(resolve => subscription.on('caughtUp', resolve));
    await append('coming', 1, 2);
    await until(() => data.length >= 2);
    expect(data).toEqual([{ n: 1 }, { n: 2 }]);
    await subscription.unsubscribe();
  });

  it.each([
    ['names of streams', streamNameFilter({ prefixes: ['red'] }), [1, 2, 5, 6]],
    ['types', eventTypeFilter({ regex: '^plum$' }), [3, 4, 7, 8]],
    ['no system events', excludeSystemEvents(), range(1, 8)],
  ])('filters $all by %s', async (_what, filter, expected) => {
    await append('red', 1, 2);
    await append('blue', 1, 2, 'plum');
    const subscription = trial.client.subscribeToAll({ filter });
    const { positions } = heard(subscription);
    await new Promise<void>(resolve => subscription.on('caughtUp', resolve));
    await append('red', 3, 4);
    await append('blue', 3, 4, 'plum');
    await until(() => positions.length >= expected.length);
    expect(positions).toEqual(expected);
    await subscription.unsubscribe();
  });

  it('tells how far it has looked where nothing matches, so that a client can go on from there', async () => {
    await append('other', 1, 25);
    const told: number[] = [];
    const filter = streamNameFilter({
      prefixes: ['mine'],
      maxSearchWindow: 10,
      checkpointInterval: 1,
      checkpointReached: (_subscription, { commit }) => Promise.resolve(void told.push(Number(commit))),
    });
    const subscription = trial.client.subscribeToAll({ filter });
    await new Promise<void>(resolve => subscription.on('caughtUp', resolve));
    await append('other', 26, 45);
    await until(() => told.length >= 5);
    expect(told).toEqual([10, 20, 25, 35, 45]);
    await subscription.unsubscribe();
  });

  it('waits for a slow reader, and lets the others go on meanwhile', async () => {
    const text = 'x'.repeat(500_000);
    const large = Array.from({ length: 60 }, () => jsonEvent({ type: 'large', data: { text } }));
    await Promise.all(large.map(event => trial.client.appendToStream('large', event)));
    const slow = trial.client.subscribeToStream('large');
    const held: unknown[] = [];
    slow.on('data', ({ event }) => {
      held.push(event?.revision);
      if (held.length === 2) slow.pause();
    });
    await until(() => held.length === 2);
    expect(await allOf(trial.client.readStream('large'))).toHaveLength(60);
    await append('small', 1, 1);
    expect(held).toHaveLength(2);
    slow.resume();
    await until(() => held.length === 60);
    expect(held).toEqual(range(0, 59).map(BigInt));
    await slow.unsubscribe();
  });

  it('forgets a subscription that was cancelled', async () => {
    const ended: string[] = [];
    const subscription = trial.client.subscribeToAll();
    subscription.on('close', () => ended.push('close')).on('error', () => ended.push('error'));
    const { positions } = heard(subscription);
    await new Promise<void>(resolve => subscription.on('caughtUp', resolve));
    await subscription.unsubscribe();
    await append('after', 1, 3);
    expect(await allOf(trial.client.readStream('after'))).toHaveLength(3);
    expect(positions).toEqual([]);
    expect(ended).not.toContain('error');
    expect(trial.reported).toEqual([]);
  });
});
