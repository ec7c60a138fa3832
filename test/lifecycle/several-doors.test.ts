import { isLeft } from 'fp-ts/Either';
import { type EventLog, openEventLog } from '../../services/event-log';
import { hashOfKey, holderOf, newKey } from '../../services/http/keys';
import { type Directory, type Door, localOperator, openDoor, systemClock } from '../../services/lifecycle';
import { ownNode, type Server } from '../event-log/eventstoredb-place';

const NOTHING: Directory = {
  requirementsOf: () => Promise.resolve([]),
  requirementsWithKey: () => Promise.resolve([]),
  recordsOfStream: () => Promise.resolve([]),
  recordAt: () => Promise.resolve(undefined),
};

let node: Server;
const logs: EventLog[] = [];
let told = 0;

beforeEach(async () => {
  node = await ownNode();
});
afterEach(async () => {
  for (const log of logs.splice(0)) await log.close();
  await node.close();
});

/** The door of another instance over the same log. */
async function door(): Promise<Door> {
  const log = await openEventLog(node.uri, { create: true })();
  if (isLeft(log)) throw new Error(log.left.message);
  logs.push(log.right);
  return openDoor({ log: log.right, clock: systemClock(), directory: NOTHING });
}

/** Sends an event through one door; gives its revision, or what refused it. */
async function send(at: Door, what: string, subject: string, data: object): Promise<number | string> {
  const event = {
    specversion: '1.0',
    id: `d-${told++}`,
    source: 'https://portal.example',
    type: `no.kravspor.${what}.v1`,
    subject,
    time: '2026-01-05T09:00:00Z',
    organisation: 'departementet',
    data,
  };
  const sent = await at.submit(event, localOperator)();
  return isLeft(sent) ? sent.left.problem : sent.right.revision;
}

const issued = (key: string) => ({
  hash: hashOfKey(key),
  holder: 'svc-portal',
  organisation: 'departementet',
  roles: ['reporter'],
  sources: ['https://portal.example'],
  expires: '2099-01-01T00:00:00Z',
});

async function organisations(at: Door): Promise<void> {
  await send(at, 'organisations.registered', 'departementet', { name: 'Departementet', kind: 'ministry' });
  const region = { name: 'Helse Solheim RHF', kind: 'region', parent: 'departementet' };
  await send(at, 'organisations.registered', 'helse-solheim', region);
  const trust = { name: 'Granvik sykehus HF', kind: 'trust', parent: 'helse-solheim' };
  await send(at, 'organisations.registered', 'granvik', trust);
}

describe('doors of several instances over one log', () => {
  it('know a key as soon as another has issued it, and no longer when another has withdrawn it', async () => {
    const [one, other] = [await door(), await door()];
    await organisations(one);
    const key = newKey();
    const isKnown = async (at: Door): Promise<boolean> =>
      (await holderOf(at, key, systemClock().now())) !== undefined;
    expect(await isKnown(one)).toBe(false);
    expect(await send(other, 'access.key-issued', 'k1', issued(key))).toBe(0);
    expect(await isKnown(one)).toBe(true);
    await send(other, 'access.key-withdrawn', 'k1', { reason: 'Lost' });
    expect([await isKnown(one), await isKnown(other)]).toEqual([false, false]);
  });

  it('decide on what another has recorded since they looked last', async () => {
    const [one, other] = [await door(), await door()];
    await organisations(one);
    const requirement = {
      issuer: 'departementet',
      addresseePhrase: 'Alle helseforetak',
      registerRevision: 2,
      text: 'Øve planen sammen med kommunene.',
      kind: 'task',
      modality: 'skal',
      reporting: { mode: 'annual', source: 'kap. 1.1' },
      classification: { access: 'open' },
      steeringYear: 2026,
    };
    expect(await send(one, 'requirement.issued', 'granvik.k-1', requirement)).toBe(0);
    await send(other, 'organisations.retired', 'granvik', { from: '2026-01-01', reason: 'Slått sammen' });
    expect(await send(other, 'requirement.issued', 'granvik.k-2', requirement)).toBe('rule-refused');
    expect(await send(one, 'requirement.issued', 'granvik.k-3', requirement)).toBe('rule-refused');
  });
});
