import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientOf } from './client';
import { openLedger, single } from './ledger';
import { command, type End, endWithin, startServer } from './server';
import { deadline, MINISTRY, registered } from './world';

/** What a person sees who starts the service, or asks the doctor, over a damaged data directory. */
const EVENTS = 40;
const TITLE = 'Frist e-7';

let folder: string;
let sound: string;
let data: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kravspor-damage-'));
  sound = join(folder, 'sound');
  const server = startServer(sound);
  const client = clientOf(await server.url, openLedger(join(folder, 'answers')));
  await client.send(single(registered(MINISTRY, 'Departementet for helsetjenester', 'ministry')));
  for (let n = 0; n < EVENTS; n++)
    await client.send(single(deadline(`e-${n}`, `${MINISTRY}.${n === 7 ? 2031 : 2032}`)));
  client.close();
  server.signal('SIGTERM');
  expect((await server.ended).code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(() => {
  data = mkdtempSync(join(folder, 'data-'));
  cpSync(sound, data, { recursive: true });
});

const log = (): string => join(data, 'events.db');
const files = (): readonly string[] =>
  readdirSync(data)
    .filter(name => !name.startsWith('writer.'))
    .sort();
const alter = (change: (bytes: Buffer) => void): void => {
  const bytes = readFileSync(log());
  change(bytes);
  writeFileSync(log(), bytes);
};
const flip = (at: number) => (): void => alter(bytes => bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at));

const PLAIN = /^(?!.*This should not have happened)(?![^]*\n\s+at )[^]*\n$/;

async function served(): Promise<End> {
  const server = startServer(data);
  const up = await Promise.race([server.url.catch(() => undefined), server.ended]);
  if (typeof up === 'string') server.signal('SIGKILL');
  return endWithin(server, 60_000);
}

const damages: readonly [string, () => void, RegExp][] = [
  ['cut in its second page', () => truncateSync(log(), 5_000), /is damaged: .*malformed/],
  ['cut in the middle', () => truncateSync(log(), 20_480), /is damaged: /],
  ['cut to a few bytes', () => truncateSync(log(), 99), /is damaged: the file ends after 99 bytes/],
  ['empty', () => truncateSync(log(), 0), /is damaged: the file is empty/],
  ['random bytes', () => writeFileSync(log(), randomBytes()), /is damaged: .*not a database/],
  ['flipped in its first byte', flip(0), /is damaged: .*not a database/],
  ['flipped in its page size', flip(16), /is damaged: /],
  ['flipped in the mark of whose file it is', flip(70), /is a database, but not an event log of Kravspor/],
  ['gone, views left', () => rmSync(log()), /is damaged: the file is gone, but there has been a log here/],
];

test.each(damages)(
  'over a log that is %s neither the service nor the doctor goes on, both say so plainly, and nothing is made new',
  async (_, damage, message) => {
    damage();
    const before = files();
    const bytes = existing(log());

    const doctor = await command(data, 'doctor', '--full');
    expect(doctor.code).toBe(1);
    expect(doctor.stdout).toMatch(message);
    expect(doctor.stdout + doctor.stderr).toMatch(PLAIN);

    const server = await served();
    expect(server.stderr).toMatch(message);
    expect(server.stderr).toMatch(PLAIN);
    expect([1, 69]).toContain(server.code);

    expect(files()).toEqual(before);
    expect(existing(log())).toEqual(bytes);
  },
);

test('where the log and its mark are gone, what else is left tells that there has been one', async () => {
  for (const name of files().filter(name => name.startsWith('events') || name === 'log.mark'))
    rmSync(join(data, name));
  const server = await served();
  expect(server.code).toBe(1);
  expect(server.stderr).toMatch(/there has been one here: .*views\.db remains/);
  expect(server.stderr).toMatch(PLAIN);
  const doctor = await command(data, 'doctor');
  expect(doctor.code).toBe(1);
  expect(doctor.stdout + doctor.stderr).toMatch(PLAIN);
  expect(files()).not.toContain('events.db');
});

describe('a byte flipped inside an event', () => {
  beforeEach(() => alter(bytes => bytes.write('Krist', bytes.indexOf(TITLE))));

  test('is named by the doctor who reads all', async () => {
    const doctor = await command(data, 'doctor', '--full');
    expect(doctor.code).toBe(1);
    expect(doctor.stdout).toMatch(
      /NOT {2}every record: 1 bad of \d+; first: calendar-departementet\.2031 at 0: .*digest differs/,
    );
    expect(doctor.stdout + doctor.stderr).toMatch(PLAIN);
  });

  test('ends the reading of its stream and the writing of any, in words', async () => {
    const server = startServer(data);
    const url = await server.url;
    const history = await fetch(`${url}/v1/calendars/${MINISTRY}.2031/history`);
    const told = await history.text();
    const stream = await fetch(`${url}/v1/events/stream?from=0`);
    await expect(stream.text()).rejects.toThrow('terminated');
    const statuses = [];
    for (const year of [2031, 2033])
      statuses.push((await sent(url, deadline(`e-new-${year}`, `${MINISTRY}.${year}`))).status);
    server.signal('SIGTERM');
    const end = await endWithin(server, 60_000);

    expect(history.status).toBeGreaterThanOrEqual(500);
    expect(told).not.toContain('Krist');
    // What was signed for is not what is there: nothing more is written on top of it.
    expect(statuses).toEqual([503, 503]);
    expect(end.code).toBe(0);
    expect(end.stderr).toMatch(PLAIN);
  });
});

const sent = (url: string, event: object): Promise<Response> =>
  fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/cloudevents+json' },
    body: JSON.stringify(event),
  });

const randomBytes = (): Buffer => Buffer.from(Array.from({ length: 30_000 }, (_, i) => (i * 7_919) % 251));
const existing = (path: string): Buffer | undefined => {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
};
