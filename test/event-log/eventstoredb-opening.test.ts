import { status } from '@grpc/grpc-js';
import { isLeft } from 'fp-ts/Either';
import { openEventLog } from '../../services/event-log';
import { startTcpProxy } from '../support/tcp-proxy';
import { type Fake, failure, fakeServer } from './eventstoredb-fake';
import { eventStorePlace, ownNode, type Server } from './eventstoredb-place';
import { appended, entry, like, readEverything, refused } from './suite/support';

const QUICK = { open: 600, pageTry: 300, page: 600, backOff: 10 };

let node: Server;
beforeAll(async () => {
  node = await ownNode();
});
afterAll(() => node.close());

/** Less than a server: it tells its version, and refuses reads as one does who does not know the user. */
const serverOf = (version: string): Promise<Fake> =>
  fakeServer({
    version,
    read: call => call.emit('error', failure(status.UNAUTHENTICATED, 'Authentication Failed', {})),
  });

test.each([
  ['esdb://', 'esdb:// or esdb+discover:// is expected'],
  ['esdb://127.0.0.1:port', 'port number'],
  ['esdb://u:secret@127.0.0.1:2113?tls=perhaps', 'true or false'],
  ['esdb://u:my@secret@127.0.0.1:2113', '%40'],
  ['esdb://u:my/secret@127.0.0.1:port', 'port number'],
  ['esdb://u:my"secret@127.0.0.1:port', 'port number'],
  ['ESDB://u:my/secret@127.0.0.1:2113', 'No event log engine'],
  ['esdb://u:secret', 'port number'],
  ['esdb://secret@127.0.0.1:2113', 'user:password@'],
  ['esdb://u:secret%@127.0.0.1:2113', 'percent-encoded'],
  ['esdb://u:secret@127.0.0.1:2113?maxAttempts=5', 'no option maxAttempts'],
  ['esdb://u:secret@127.0.0.1:2113?tlsVerifyCert=false', 'tlsCAFile'],
  ['esdb://127.0.0.1:2113?defaultDeadline=secret', 'Integer'],
  ['esdb://127.0.0.1:2113?tlsCAFile=/nowhere/ca.pem', 'ca.pem'],
])('%s is refused with what is wrong, and names no password', async (uri, said) => {
  const printed = jest.spyOn(console, 'warn').mockImplementation();
  const opened = await openEventLog(uri)();
  expect(printed).not.toHaveBeenCalled();
  printed.mockRestore();
  if (!isLeft(opened)) throw new Error('it opened');
  expect(opened.left).toMatchObject({ kind: 'unsupported', message: like(said), advice: like('esdb://') });
  expect(JSON.stringify(opened.left)).not.toContain('secret');
});

test.each(['23.10.1', '24.5.9', '5.0.8', 'unknown'])(
  'a server of version %s is refused as too old',
  async version => {
    const old = await serverOf(version);
    try {
      expect(await eventStorePlace(old.uri, QUICK).openError()).toMatchObject({
        kind: 'unsupported',
        message: like(`version ${version}; the log needs EventStoreDB 24.6 or newer`),
      });
    } finally {
      old.close();
    }
  },
);

test.each(['24.6.0', '24.10.2', '25.0.0-rc.1'])(
  'a server of version %s that does not know the user says so at once',
  async version => {
    const strict = await serverOf(version);
    try {
      const error = await eventStorePlace(strict.uri, { ...QUICK, open: 20_000 }).openError();
      expect(error).toMatchObject({ kind: 'denied', message: like('Authentication Failed') });
      expect(error.advice).toContain('password');
    } finally {
      strict.close();
    }
  },
);

test('a server that is not there is told of within the time for opening', async () => {
  const proxy = await startTcpProxy(node.port);
  await proxy.refuse();
  const uri = `esdb://127.0.0.1:${proxy.port}?tls=false`;
  expect(await eventStorePlace(uri, QUICK).openError()).toMatchObject({
    kind: 'unavailable',
    message: like(`127.0.0.1:${proxy.port} cannot be reached`),
    advice: like('Check that it runs'),
  });
});

test('a server that takes the connection and says nothing is told of within the time for opening', async () => {
  const proxy = await startTcpProxy(node.port);
  proxy.freeze();
  const uri = `esdb://127.0.0.1:${proxy.port}?tls=false`;
  expect(await eventStorePlace(uri, QUICK).openError()).toMatchObject({
    kind: 'unavailable',
    message: like('no answer within'),
  });
  await proxy.close();
});

test('a server that comes up while it is waited for is opened', async () => {
  const proxy = await startTcpProxy(node.port);
  await proxy.refuse();
  const place = eventStorePlace(`esdb://127.0.0.1:${proxy.port}?tls=false`, { ...QUICK, open: 10_000 });
  const opening = place.open();
  setTimeout(() => void proxy.accept(), 200);
  expect(await readEverything(await opening)).toEqual([]);
  await place.dispose();
  await proxy.close();
});

test('TLS where the server has none is told of, with the way out', async () => {
  const place = eventStorePlace(`esdb://127.0.0.1:${node.port}`, QUICK);
  expect(await place.openError()).toMatchObject({ kind: 'unavailable', advice: like('?tls=false') });
});

test('an empty server is no log until one is begun there, and a reader never begins one', async () => {
  const place = eventStorePlace(node.uri, QUICK);
  expect(await place.openError()).toMatchObject({ kind: 'missing', advice: like('Check the address') });
  expect(await place.openError({ create: true, readOnly: true })).toMatchObject({ kind: 'missing' });
  await appended(await place.open(), 'a', 'none', entry());
  expect(await readEverything(await place.openWith({}))).toHaveLength(1);
  await place.dispose();
});

test('a log that is open for reading reads and hears, and refuses to append', async () => {
  const place = eventStorePlace(node.uri, QUICK);
  const log = await place.open();
  await appended(log, 'a', 'none', entry());
  const reading = await place.openWith({ readOnly: true });
  const heard: string[] = [];
  const listening = reading.tail.subscribe(position => heard.push(position));
  expect(await refused(reading, 'a', 0, entry())).toMatchObject({
    kind: 'unavailable',
    detail: like('reading'),
  });
  const done = await appended(log, 'a', 0, entry());
  while (heard.at(-1) !== done.positions[0]) await new Promise(resolve => setTimeout(resolve, 5));
  listening.unsubscribe();
  expect(await readEverything(reading)).toHaveLength(2);
  await place.dispose();
});
