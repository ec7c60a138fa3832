import { END, jsonEvent } from '@eventstore/db-client';
import { startTrial, until } from './trial';

describe('a node that is closed', () => {
  it('ends what is open at once with an error, also where the reader is slow', async () => {
    const trial = await startTrial();
    const text = 'x'.repeat(500_000);
    const large = Array.from({ length: 60 }, () => jsonEvent({ type: 'large', data: { text } }));
    await Promise.all(large.map(event => trial.client.appendToStream('large', event)));
    const errors = new Map<string, unknown>();
    const watch = (what: string) => (error: Error) =>
      void errors.set(what, 'type' in error ? error.type : error.message);

    const idle = trial.client.subscribeToStream('large', { fromRevision: END });
    idle.on('error', watch('idle')).resume();
    await new Promise<void>(resolve => idle.on('caughtUp', resolve));
    const stalled = trial.client.subscribeToAll();
    let held = 0;
    stalled.on('error', watch('stalled')).on('data', () => {
      held += 1;
      if (held === 2) stalled.pause();
    });
    await until(() => held === 2);

    await trial.stop();
    await until(() => errors.size === 2);
    expect([...errors]).toEqual(
      expect.arrayContaining([
        ['idle', 'unavailable'],
        ['stalled', 'unavailable'],
      ]),
    );
    const append = trial.client.appendToStream('large', jsonEvent({ type: 'late', data: {} }), {
      deadline: 2_000,
    });
    await expect(append).rejects.toThrow();
    await trial.close();
    expect(trial.reported).toEqual([]);
  });

  it('has stored what it acknowledged, and goes on where it was', async () => {
    const before = await startTrial();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        before.client.appendToStream(`stream-${n % 5}`, jsonEvent({ type: 'counted', data: { n } })),
      ),
    );
    await before.stop();
    const after = await startTrial({ file: before.file });
    const last = await after.client.appendToStream('more', jsonEvent({ type: 'counted', data: {} }));
    const positions = answers.map(({ position }) => Number(position?.commit)).sort((a, b) => a - b);
    expect(positions).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
    expect(last.position?.commit).toBe(51n);
    await after.close();
    await before.close();
  });
});

describe('a subscription', () => {
  it('ends when the key it was begun with is withdrawn', async () => {
    let isWithdrawn = false;
    const trial = await startTrial({
      admits: () => Promise.resolve(isWithdrawn ? 'unknown' : 'admitted'),
      readmitMs: 10,
    });
    const errors: string[] = [];
    const subscription = trial.client.subscribeToAll();
    subscription.on('error', error => errors.push(error.message)).resume();
    await new Promise<void>(resolve => subscription.on('caughtUp', resolve));
    isWithdrawn = true;
    await until(() => errors.length > 0);
    expect(errors[0]).toContain('UNAUTHENTICATED');
    await trial.close();
  });
});
