import { isLeft } from 'fp-ts/Either';
import { fieldOf } from '../../contracts/json/field';
import { type Entry, openEventLog } from '../../services/event-log';
import { readRecord } from '../../services/event-log/records';
import { type Acknowledged, type Ledger, type Sent, SOURCE } from './ledger';
import { cause } from './world';

const FOLLOW_UPS = 'urn:kravspor:follow-ups';
const COMPLETED = 'no.kravspor.follow-ups.completed.v1';
const DECLINED = 'no.kravspor.requirement.follow-up-declined.v1';

/** What the log holds, as far as the checks need it. */
interface Held {
  readonly record: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly recordedAt: string;
  readonly bytes: string;
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly causedBy: string | undefined;
  readonly data: unknown;
}

export interface Checked {
  readonly records: number;
  readonly followUps: number;
  readonly declined: number;
  readonly wrongs: readonly string[];
}

/** Reads the whole log beside nobody, and holds it against what was sent and acknowledged. */
export async function checkLog(uri: string, ledger: Ledger): Promise<Checked> {
  const wrongs: string[] = [];
  const held = await readAll(uri, wrongs);
  const acts = checkFollowUps(held, ledger, wrongs);
  checkAcknowledged(held, ledger, wrongs);
  checkOrigin(held, ledger, wrongs);
  return { records: held.length, ...acts, wrongs };
}

/** Positions, revisions and digests on the way. */
async function readAll(uri: string, wrongs: string[]): Promise<readonly Held[]> {
  const opened = await openEventLog(uri, { readOnly: true })();
  if (isLeft(opened)) throw new Error(`${opened.left.message} ${opened.left.advice}`);
  const log = opened.right;
  const next = new Map<string, number>();
  const held: Held[] = [];
  try {
    for await (const entries of log.readAll()) {
      for (const entry of entries) {
        const revision = next.get(entry.stream) ?? 0;
        if (entry.revision !== revision)
          wrongs.push(`${entry.stream} goes on with ${entry.revision} where ${revision} was due`);
        // Where they are counted, they are without gaps; elsewhere they are the engine's own.
        if (uri.startsWith('file:') && entry.position !== String(held.length + 1))
          wrongs.push(`position ${entry.position} where ${held.length + 1} was due`);
        next.set(entry.stream, entry.revision + 1);
        held.push(heldIn(entry, wrongs));
      }
    }
    const count = (await log.head())?.count;
    if (count !== held.length)
      wrongs.push(`the log tells of ${String(count)} records and gives ${held.length}`);
  } finally {
    await log.close();
  }
  return held;
}

function heldIn(entry: Entry, wrongs: string[]): Held {
  const record = readRecord(entry);
  if (isLeft(record)) wrongs.push(`${entry.stream} at ${entry.revision}: ${record.left.explanation}`);
  const event: unknown = JSON.parse(entry.data);
  const causedBy = fieldOf(event, 'causationid');
  return {
    record: entry.id,
    stream: entry.stream,
    revision: entry.revision,
    position: entry.position,
    recordedAt: String(fieldOf(JSON.parse(entry.metadata), 'recordedAt')),
    bytes: entry.data,
    id: String(fieldOf(event, 'id')),
    source: String(fieldOf(event, 'source')),
    type: entry.type,
    subject: String(fieldOf(event, 'subject')),
    causedBy: typeof causedBy === 'string' ? causedBy : undefined,
    data: fieldOf(event, 'data'),
  };
}

/** Everything acknowledged is where the acknowledgement said, and says what was sent. */
function checkAcknowledged(held: readonly Held[], { acknowledged, sent }: Ledger, wrongs: string[]): void {
  const byRecord = new Map(held.map(one => [one.record, one]));
  for (const [id, answer] of acknowledged) {
    const one = byRecord.get(answer.record);
    if (one === undefined) wrongs.push(`${id} was acknowledged and is not in the log`);
    else if (!isSame(one, answer))
      wrongs.push(`${id} lies elsewhere than it was acknowledged: ${answer.stream}`);
    else if (one.bytes !== sent.get(id)?.bytes) wrongs.push(`${id} is not what was sent`);
  }
}

const isSame = (held: Held, answer: Acknowledged): boolean =>
  held.stream === answer.stream &&
  held.revision === answer.revision &&
  held.position === answer.position &&
  held.recordedAt === answer.recordedAt;

/** Nothing is there twice, and nothing that nobody sent. */
function checkOrigin(held: readonly Held[], { sent }: Ledger, wrongs: string[]): void {
  const seen = new Set<string>();
  for (const { id, source, stream, bytes } of held) {
    const name = source === SOURCE ? id : `${source} ${id}`;
    if (seen.has(name)) wrongs.push(`${name} is stored twice (${stream})`);
    seen.add(name);
    if (source === SOURCE && sent.get(id)?.bytes !== bytes) wrongs.push(`nobody sent ${id} as it is stored`);
  }
}

/** Each act in the log has caused what it was to cause, each thing once, and is closed once. */
function checkFollowUps(
  held: readonly Held[],
  { sent }: Ledger,
  wrongs: string[],
): Pick<Checked, 'followUps' | 'declined'> {
  const caused = new Map<string, Held[]>();
  for (const one of held) {
    if (one.source !== FOLLOW_UPS || one.causedBy === undefined) continue;
    caused.set(one.causedBy, [...(caused.get(one.causedBy) ?? []), one]);
  }
  let followUps = 0;
  let declined = 0;
  for (const { id, record, source } of held) {
    const causes = source === SOURCE ? sent.get(id)?.causes : undefined;
    if (causes === undefined) continue;
    const all = caused.get(record) ?? [];
    const told = all.filter(one => one.type !== COMPLETED);
    const isDeclined = all.filter(one => one.type === DECLINED).length;
    followUps += told.length;
    declined += isDeclined;
    wrongs.push(...wrongCauses(id, causes, told));
    const closings = all.filter(one => one.type === COMPLETED).map(one => one.data);
    if (closings.length !== 1) wrongs.push(`${id} is closed ${closings.length} times`);
    const [total, without] = ['total', 'declined'].map(field => fieldOf(closings[0], field));
    if (total !== causes.length || without !== isDeclined)
      wrongs.push(`${id} is closed with ${String(total)} of ${causes.length}, ${String(without)} declined`);
    caused.delete(record);
  }
  for (const act of caused.keys()) wrongs.push(`there are follow-ups of ${act}, which is no act`);
  return { followUps, declined };
}

function wrongCauses(
  id: string,
  causes: NonNullable<Sent['causes']>,
  told: readonly Held[],
): readonly string[] {
  const found = told.map(one =>
    cause(one.type === DECLINED ? String(fieldOf(one.data, 'type')) : one.type, one.subject),
  );
  const there = new Set(found);
  const wanted = new Set(causes);
  return [
    ...causes.filter(one => !there.has(one)).map(one => `${id} has not caused ${one}`),
    ...found.filter(one => !wanted.has(one)).map(one => `${id} was not to cause ${one}`),
    ...found.filter((one, i) => found.indexOf(one) !== i).map(one => `${id} has caused ${one} twice`),
  ];
}
