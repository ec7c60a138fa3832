import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Either, isLeft } from 'fp-ts/Either';
import { openContent } from '../../services/content';
import { openReadLog, type ReadEntry } from '../../services/read-log';
import { openPersonRegister } from '../../services/vault';
import { event, type Harness, startHarness } from '../http/harness';
import { DOCUMENT, imported, REGION, settle, TRUST } from '../http/world';
import { COMMAND, type Ended, run } from './run';

/** An installation that is stopped and to be moved, with one of everything that can have become of an original. */
export interface Stopped {
  readonly folder: string;
  /** SHA-256 of originals: kept, erased by a recorded act, and named by an event that no bytes came with. */
  readonly kept: string;
  readonly erased: string;
  readonly neverGiven: string;
  readonly close: () => Promise<void>;
}

/** More than are brought in one go. */
export const READS = 1_203;
const ORDER = { organisation: REGION, legalBasis: 'GDPR art. 17', reason: 'Krav fra den registrerte' };
const neverGiven = '34'.repeat(32);

/** Persons `person-kept` and `person-erased` are in the register, the latter by a backup that was put back. */
export async function stopped(): Promise<Stopped> {
  const harness = await startHarness({ origin: 'tests.example/log' });
  await settle(harness);
  await imported(harness);
  await imported(harness, 'tillegg-2031', `${DOCUMENT}\nTillegg.\n`);
  await harness.stored(event('document.registered', `${REGION}.brev-2031`, REGION, LETTER));
  for (const id of ['person-kept', 'person-erased'])
    await harness.agent
      .put(`/v1/persons/${id}`)
      .send({ organisation: TRUST, name: 'Kari Nordmann' })
      .expect(201);
  await harness.settled();
  const [kept, erased] = [DOCUMENT, `${DOCUMENT}\nTillegg.\n`].map(sha256Of);
  if (kept === undefined || erased === undefined) throw new Error('there are two');
  await eraseAndPutBack(harness, erased);
  rmSync(join(harness.folder, 'reads.db'));
  await appendReads(`file:${join(harness.folder, 'reads.db')}`, SOURCE_READS);
  return { folder: harness.folder, kept, erased, neverGiven, close: () => harness.close() };
}

/** What was erased lies in the folder again, without a mark, as a backup from before has it. */
async function eraseAndPutBack({ folder, agent, serving }: Harness, original: string): Promise<void> {
  const backup = mkdtempSync(join(tmpdir(), 'kravspor-backup-'));
  const stores = ['content', 'vault.db'];
  for (const name of stores) cpSync(join(folder, name), join(backup, name), { recursive: true });
  await agent.post(`/v1/originals/${original}/erasure`).send(ORDER).expect(200);
  await agent.post('/v1/persons/person-erased/erasure').send(ORDER).expect(200);
  await serving.close();
  for (const name of stores) {
    rmSync(join(folder, name), { recursive: true });
    cpSync(join(backup, name), join(folder, name), { recursive: true });
  }
  rmSync(backup, { recursive: true });
}

const LETTER = {
  title: 'Brev om styringskrav 2031',
  kind: 'other',
  year: 2031,
  classification: { access: 'open' },
  original: { sha256: neverGiven, bytes: 10, mediaType: 'text/plain', title: 'brev.txt' },
};

export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

export const readOf = (i: number): ReadEntry => ({
  at: `2031-01-01T00:00:00.${String(i % 1_000).padStart(3, '0')}Z`,
  actor: 'ola',
  organisation: i % 2 === 0 ? TRUST : null,
  credential: 'key-1',
  kind: 'history',
  method: 'GET',
  path: '/v1/reports/{id}',
  address: `/v1/reports/${i}`,
  thing: String(i),
  status: 200,
  mediaType: 'application/json',
});

export const kravspor = (cwd: string, ...args: readonly string[]): Promise<Ended> =>
  run(COMMAND, args, {}, cwd);

export const resultOf = ({ stdout }: Ended): Readonly<Record<string, unknown>> =>
  JSON.parse(stdout) as Record<string, unknown>;

export async function opened<A>(result: Promise<Either<unknown, A>>): Promise<A> {
  const either = await result;
  if (isLeft(either)) throw new Error(JSON.stringify(either.left));
  return either.right;
}

export const SOURCE_READS = Array.from({ length: READS }, (_, i) => readOf(i));

/** All that was read, as a log of reads tells it. */
export async function readsIn(uri: string): Promise<readonly ReadEntry[]> {
  const log = await opened(openReadLog(uri)());
  const { items } = await opened(log.list({ order: 'oldest-first', limit: 10_000 })());
  await log.close();
  return items.map(({ number: _, ...entry }) => entry);
}

export async function appendReads(uri: string, entries: readonly ReadEntry[]): Promise<void> {
  const log = await opened(openReadLog(uri)());
  await opened(log.append(entries)());
  await log.close();
}

/** The bytes under a hash in a store of originals, or in a word what is there in their place. */
export async function originalIn(uri: string, sha256: string): Promise<string | undefined> {
  const content = await opened(openContent(uri)());
  const found = await content.get(sha256 as never)();
  await content.close();
  return isLeft(found) ? found.left.kind : found.right && Buffer.from(found.right).toString();
}

/** What a register does with a person who is put there: `added`, `changed`, or `erased`. */
export async function putIn(uri: string, id: string): Promise<string> {
  const register = await opened(openPersonRegister(uri)());
  const put = await register.put({ id: id as never, organisation: TRUST as never, name: 'Kari Nordmann' })();
  await register.close();
  return isLeft(put) ? put.left.kind : put.right;
}
