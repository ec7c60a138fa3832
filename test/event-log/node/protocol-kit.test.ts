import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { startTrial, type Trial } from './trial';

/** A folder with recorded answers of a real EventStoreDB, and a program that replays the questions. */
const kit = process.env['KRAVSPOR_TEST_ESDB_PROTOCOL'];

if (kit === undefined) {
  process.stdout.write('Protocol kit: skipped, since KRAVSPOR_TEST_ESDB_PROTOCOL names no folder.\n');
}
const withKit = kit === undefined ? describe.skip : describe;

const ID_ONCE = 'our log stores an id once in a stream; the original writes these a second time';
const OWN_POSITIONS = 'our positions are those of events; an append of nothing has none of its own';

/** Where this node is meant to differ, and why. */
const DIFFERENT: Readonly<Record<string, string>> = {
  'again-exact': ID_ONCE,
  'again-stream-exists': ID_ONCE,
  'again-overlap-any': ID_ONCE,
  'again-overlap-exact': ID_ONCE,
  'twice-in-one': ID_ONCE,
  'append-empty': OWN_POSITIONS,
  'batch-empty': OWN_POSITIONS,
  'subscribe-checkpoints-history':
    'checkpoints of ours are places that have been looked at, none where it began, and the last is the end',
  'server-features-all': 'only what there is: no persistent subscriptions, projections, users, operations',
};

/** What a log that is never changed, and holds no links and no system streams, refuses. */
const REFUSED: readonly string[] = [
  'delete-again',
  'delete-any',
  'delete-subscribed',
  'delete-then-exact',
  'delete-wrong',
  'max-count',
  'read-links',
  'stream-name-meta',
  'stream-name-system',
  'subscribe-links',
  'tombstone',
  'tombstone-name',
  'tombstone-subscribed',
  'tombstone-wrong',
  'truncate-before',
];

interface Result {
  readonly name: string;
  readonly outcome: 'same' | 'different' | 'refused';
  readonly found: readonly (readonly [where: string, recorded: unknown, heard: unknown])[];
}

/**
 * The kit writes down what it sends too, and of a fixed time how many days away that is: more with each day since it was
 * recorded. This is no answer of anybody's.
 */
const isOfTheDay = ([where, recorded, heard]: Result['found'][number]): boolean =>
  /^\[\d+\]\.send\[\d+\]\./.test(where) &&
  [recorded, heard].every(told => typeof told === 'string' && /^\{ticks \d+ days from now\}$/.test(told));

function judged({ name, outcome, found }: Result): Result {
  const answers = found.filter(difference => !isOfTheDay(difference));
  return { name, outcome: answers.length === 0 ? 'same' : outcome, found: answers };
}

withKit('the protocol kit (KRAVSPOR_TEST_ESDB_PROTOCOL)', () => {
  let trial: Trial;
  let results: readonly Result[];
  beforeAll(async () => {
    trial = await startTrial();
    results = (await replay(kit ?? '', trial.port)).map(judged);
  });
  afterAll(() => trial.close());

  const named = (outcome: Result['outcome']): string[] =>
    results
      .filter(result => result.outcome === outcome)
      .map(({ name }) => name)
      .sort();

  it('hears what a real EventStoreDB answered, but where a reason is stated', () => {
    expect(results.filter(({ name, outcome }) => outcome === 'different' && !(name in DIFFERENT))).toEqual(
      [],
    );
    expect(named('different')).toEqual(Object.keys(DIFFERENT).sort());
    expect(named('refused')).toEqual(REFUSED);
    expect(named('same').length).toBeGreaterThanOrEqual(89);
    expect(trial.reported).toEqual([]);
  });

  it('is told that an id is known where it would be written again', () => {
    const statuses = results
      .filter(({ name }) => DIFFERENT[name] === ID_ONCE)
      .map(({ found }) => found.find(([where]) => where.endsWith('.status'))?.[2]);
    expect(new Set(statuses)).toEqual(new Set(['ALREADY_EXISTS']));
  });
});

/** Runs the kit against a port of this machine. It is a program of its own, and takes its client from our folder. */
function replay(folder: string, port: number): Promise<readonly Result[]> {
  const program = join(folder, 'replay.js');
  const options = ['--scope', 'core,edge,outside', '--loose', '--json'];
  const cwd = resolve(__dirname, '../../..');
  return new Promise((done, failed) => {
    execFile(
      process.execPath,
      [program, `127.0.0.1:${port}`, ...options],
      { cwd, maxBuffer: 256 * 1024 * 1024, timeout: 220_000 },
      (error, stdout, stderr) => {
        // It ends with 1 where something differs.
        if (error !== null && error.code !== 1) return failed(new Error(`${error.message}\n${stderr}`));
        const results: unknown = JSON.parse(stdout);
        if (isResults(results)) done(results);
        else failed(new Error('the kit answered in another form'));
      },
    );
  });
}

function isResults(value: unknown): value is readonly Result[] {
  return (
    Array.isArray(value) &&
    value.every(
      (one: unknown) => typeof one === 'object' && one !== null && 'name' in one && 'outcome' in one,
    )
  );
}
