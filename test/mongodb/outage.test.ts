import { type Content, openContent } from '../../services/content';
import { openReadLog, type ReadLog } from '../../services/read-log';
import { openPersonRegister, type PersonRegister } from '../../services/vault';
import { entry, numbers } from '../read-log/support';
import { describeWithMongo, newDatabase, type TestDatabase } from '../support/mongodb';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy';
import { person } from '../vault/persons-suite';

/** The same database over a proxy. */
const through = (uri: string, port: number): string =>
  uri.replace(/:\d+\//, `:${port}/`).replace(/replicaSet=[^&]*/, 'directConnection=true');

describeWithMongo('stores whose MongoDB server is out of reach', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let content: Content;
  let register: PersonRegister;
  let reads: ReadLog;
  beforeEach(async () => {
    database = newDatabase();
    proxy = await startTcpProxy(Number(/:(\d+)\//.exec(database.uri)?.[1]));
    const uri = through(database.uri, proxy.port);
    content = await opened(openContent(uri));
    register = await opened(openPersonRegister(uri));
    reads = await opened(openReadLog(uri));
  });
  afterEach(async () => {
    for (const store of [content, register, reads]) await store.close();
    await proxy.close();
    await database.drop();
  });

  const all = () =>
    Promise.all([
      content.put(Buffer.from('krav'))(),
      register.put(person('p-1', 'Kari Nordmann'))(),
      reads.append([ENTRY])(),
    ]);
  const ENTRY = entry();
  const UNAVAILABLE = { _tag: 'Left', left: { kind: 'unavailable' } };

  /** As whoever was told to try again does. */
  async function untilDone(): Promise<void> {
    while ((await all()).some(outcome => outcome._tag === 'Left'))
      await new Promise(resolve => setTimeout(resolve, 200));
  }

  it.each([
    ['is gone', () => proxy.refuse(), () => proxy.accept()],
    [
      'neither answers nor closes',
      () => Promise.resolve(proxy.freeze()),
      () => Promise.resolve(proxy.pass()),
    ],
  ])('say so in bounded time when it %s, and go on when it is back', async (_, lose, find) => {
    await lose();
    for (const outcome of await all()) expect(outcome).toMatchObject(UNAVAILABLE);
    await find();
    await untilDone();
    const own = await opened(openReadLog(database.uri));
    // Those that were told to have failed may have arrived, but none of them twice.
    const written = await numbers(own);
    await own.close();
    expect(written).toEqual(written.map((_number, i) => i + 1));
    expect(await register.get(['p-1'])()).toMatchObject({ _tag: 'Right' });
  });
});

async function opened<E extends { readonly detail: string }, A>(
  opening: () => Promise<
    { readonly _tag: 'Left'; readonly left: E } | { readonly _tag: 'Right'; readonly right: A }
  >,
): Promise<A> {
  const outcome = await opening();
  if (outcome._tag === 'Left') throw new Error(outcome.left.detail);
  return outcome.right;
}
