import { setTimeout as wait } from 'node:timers/promises';
import { config, firstValueFrom, lastValueFrom, toArray } from 'rxjs';
import type { Entry, Position } from '../../../services/event-log';
import { appended, type Current, defined, entries, entry, idsOf, readEverything, refused } from './support';

/** The tail is a nudge: after each commit, with the newest position. */
export function tailing({ log }: Current): void {
  test('the tail emits the newest position after a commit, and it can be read', async () => {
    const nudge = firstValueFrom(log().tail);
    const done = await appended(log(), 'a', 'none', ...entries(3));
    expect(await nudge).toBe(done.positions[2]);
    expect((await readEverything(log())).at(-1)?.position).toBe(await nudge);
  });

  test('refused and empty appends do not nudge', async () => {
    const heard: Position[] = [];
    const listening = log().tail.subscribe(position => heard.push(position));
    await refused(log(), 'a', 4, entry());
    await appended(log(), 'a', 'none');
    const done = await appended(log(), 'b', 'none', entry());
    await wait(50);
    expect(heard).toEqual(done.positions);
    listening.unsubscribe();
  });

  test('who comes late hears only what comes later', async () => {
    await appended(log(), 'a', 'none', entry());
    const nudge = firstValueFrom(log().tail);
    const done = await appended(log(), 'a', 0, entry());
    expect([await nudge]).toEqual(done.positions);
  });

  test('who has left hears nothing', async () => {
    const heard: Position[] = [];
    log()
      .tail.subscribe(position => heard.push(position))
      .unsubscribe();
    await appended(log(), 'a', 'none', entry());
    await wait(50);
    expect(heard).toEqual([]);
  });

  test('a listener that throws stops neither the writers nor the other listeners', async () => {
    const thrown: unknown[] = [];
    config.onUnhandledError = error => thrown.push(error);
    const heard: Position[] = [];
    const bad = log().tail.subscribe(() => {
      throw new Error('a listener broke');
    });
    const good = log().tail.subscribe(position => heard.push(position));
    await appended(log(), 'a', 'none', entry());
    const done = await appended(log(), 'a', 0, entry());
    await wait(50);
    config.onUnhandledError = null;
    bad.unsubscribe();
    good.unsubscribe();
    expect(heard.at(-1)).toBe(done.positions[0]);
    expect(thrown.length).toBeGreaterThan(0);
  });

  test('a reader who pulls upon each nudge gets every event once and in order', async () => {
    const seen: Entry[] = [];
    let pulling = Promise.resolve();
    const pull = async (): Promise<void> => {
      for (const one of await readEverything(log(), seen.at(-1)?.position)) {
        await wait(0);
        seen.push(one);
      }
    };
    const listening = log().tail.subscribe(() => {
      pulling = pulling.then(pull);
    });
    await Promise.all(
      Array.from({ length: 40 }, (_, n) => appended(log(), `s-${n % 40}`, 'none', ...entries(2))),
    );
    while (seen.length < 80) {
      await wait(5);
      await pulling;
    }
    listening.unsubscribe();
    expect(idsOf(seen)).toEqual(idsOf(await readEverything(log())));
  });

  test('the tail never goes backwards, and completes when the log is closed', async () => {
    const heard = lastValueFrom(log().tail.pipe(toArray()));
    for (let n = 0; n < 5; n += 1) await appended(log(), `s-${n}`, 'none', ...entries(2));
    const newest = defined(await log().head()).position;
    await wait(50);
    await log().close();
    const positions = await heard;
    expect(positions.at(-1)).toBe(newest);
    expect([...positions].sort((a, b) => log().comparePositions(a, b))).toEqual(positions);
  });
}
