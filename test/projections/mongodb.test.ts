import { type Runner, startRunner } from '../../projections';
import { describeWithMongo, newDatabase, SERVER } from '../support/mongodb';
import { oneUpdateAtATime } from '../support/one-update-at-a-time';
import { realisticLog } from './realistic-log';
import { append, elsewhere, fingerprint, headOf, openPlace, rightOf } from './support';

describeWithMongo('Views in MongoDB', () => {
  let free: () => void;
  beforeAll(() => {
    elsewhere.database = newDatabase;
    free = oneUpdateAtATime();
  });
  afterAll(() => free());
  afterEach(() => {
    elsewhere.database = newDatabase;
  });

  it('are those that SQLite has, document by document', async () => {
    const place = await openPlace();
    elsewhere.database = undefined;
    const beside = await openPlace();
    const runners: Runner[] = [];
    await append(place.log, [...realisticLog({ requirements: 40, open: 5, seed: 3 })]);
    const prints: string[] = [];
    for (const { store } of [place, beside]) {
      const runner = startRunner({ log: place.log, store });
      runners.push(runner);
      rightOf(await runner.caughtUp(await headOf(place.log), 60_000)());
      prints.push(await fingerprint(runner.generation()));
    }
    for (const runner of runners) await runner.close();
    await place.remove();
    await beside.remove();
    expect(prints[0]).toBe(prints[1]);
  });

  // The suites of all stores once more; the log is shorter, since the test server is slow with large collections.
  if (SERVER !== undefined) {
    elsewhere.database = newDatabase;
    jest.requireActual('./rivals.test');
    jest.requireActual('./trouble.test');
    jest.requireActual('./runner.test');
    jest.requireActual('./views.test');
  }
});
