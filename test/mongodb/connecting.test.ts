import { createServer, type Server, type Socket } from 'node:net';
import fc from 'fast-check';
import { BSON } from 'mongodb';
import { connectMongo, type MongoProblem } from '../../services/mongodb';

import { describeWithMongo, newDatabase } from '../support/mongodb';

const IMPATIENT = { connect: 700, answer: 2_000 };

async function problem(uri: string, patience = IMPATIENT): Promise<MongoProblem> {
  const outcome = await connectMongo(uri, patience)();
  if (outcome._tag === 'Left') return outcome.left;
  await outcome.right.close();
  throw new Error('a connection was not expected');
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

describeWithMongo('A MongoDB server', () => {
  it('does not let in a user it does not know, and says what to check', async () => {
    const { kind, detail } = await problem(newDatabase().uri.replace('://', '://nobody:hemmelig@'));
    expect(kind).toBe('refused');
    expect(detail).toContain('check the user, the password');
    expect(detail).not.toContain('hemmelig');
  });
});

describe('connecting to MongoDB', () => {
  it.each([
    ['mongodb://', 'names no database'],
    ['mongodb://127.0.0.1:27017', 'names no database'],
    ['mongodb://127.0.0.1:27017/', 'names no database'],
    ['mongodb://127.0.0.1:27017/?replicaSet=rs0', 'names no database'],
    ['mongodb://127.0.0.1:27017/views?unknown=1', 'no address of a MongoDB database'],
    ['mongodb://us:er:pass@127.0.0.1/views', 'no address of a MongoDB database'],
    ['mongodb://127.0.0.1:notaport/views', 'no address of a MongoDB database'],
    ['mongodb://127.0.0.1/a%20b', 'no address of a MongoDB database'],
    ['file:./views.db', 'names no database'],
  ])('refuses %s and says what an address looks like', async (uri, expected) => {
    const { kind, detail } = await problem(uri);
    expect(kind).toBe('refused');
    expect(detail).toContain(expected);
    expect(detail).toContain('mongodb://USER:PASSWORD@HOST:27017/kravspor');
  });

  it('says that nobody answers, in bounded time, where no server is', async () => {
    const server = createServer();
    const port = await listening(server);
    await new Promise(resolve => server.close(resolve));
    const { kind, detail } = await problem(`mongodb://127.0.0.1:${port}/views`);
    expect(kind).toBe('unavailable');
    expect(detail).toContain('ECONNREFUSED');
    expect(detail).toContain('check the address');
  });

  it('does not wait for ever for a server that neither answers nor closes', async () => {
    const server = createServer(socket => void socket.on('error', () => undefined));
    const port = await listening(server);
    const { kind } = await problem(`mongodb://127.0.0.1:${port}/views`);
    expect(kind).toBe('unavailable');
    server.close();
  });

  it.each([
    ['mongodb://user:hemmelig@127.0.0.1:1/views'],
    ['mongodb://user:hemmelig@127.0.0.1:1/views?unknown=1'],
    ['mongodb://user:hemmelig@127.0.0.1:1'],
    ['mongodb://user:x:hemmelig@127.0.0.1:1/views'],
    ['mongodb://user:hem@melig@127.0.0.1:1/views'],
    ['mongodb+srv://user:hemmelig@nowhere.invalid/views'],
    ['MONGODB://user:hemmelig@127.0.0.1:1/views'],
  ])('never tells the password in %s', async uri => {
    const { detail } = await problem(uri);
    expect(detail).not.toContain('hemmelig');
    expect(detail).not.toContain('melig');
    expect(detail).toContain('user');
  });

  it.each([
    ['4.4.29', { isWritablePrimary: true }, 'is version 4.4.29; expected 5.0 or newer'],
    ['7.0.1', { isWritablePrimary: false }, 'cannot be written to'],
  ])('refuses a server of version %s that says %j', async (version, hello, expected) => {
    const server = createServer(socket => answering(socket, { version, versionArray: [0] }, hello));
    const port = await listening(server);
    const { kind, detail } = await problem(`mongodb://127.0.0.1:${port}/views?directConnection=true`);
    expect(kind).toBe('refused');
    expect(detail).toContain(expected);
    server.close();
  });

  it('never tells a part of any password that is not encoded', async () => {
    const unit = fc.constantFrom(...Array.from('/@:?#$%&'));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(unit, fc.constantFrom('hem', 'melig')), { minLength: 1, maxLength: 4 }),
        fc.constantFrom('/views', '', '/?x=1'),
        async (parts, path) => {
          const uri = `mongodb://user:x${parts.flat().join('')}@127.0.0.1:1${path}`;
          const { detail } = await problem(uri, { connect: 50, answer: 50 });
          expect(detail).not.toMatch(/hem|melig/);
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** As little of a server as is asked before it is refused: the answers to OP_MSG and, once at first, OP_QUERY. */
function answering(socket: Socket, build: object, hello: object): void {
  const OP_QUERY = 2004;
  let pending = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('data', piece => {
    pending = Buffer.concat([pending, piece]);
    while (pending.length >= 16 && pending.length >= pending.readInt32LE(0)) {
      const message = pending.subarray(0, pending.readInt32LE(0));
      pending = pending.subarray(message.length);
      const isBuild = /buildinfo/i.test(message.toString('latin1'));
      const wire = { minWireVersion: 0, maxWireVersion: 21, maxBsonObjectSize: 16_777_216 };
      const body = BSON.serialize({ ok: 1, ...wire, ...(isBuild ? build : hello) });
      const isQuery = message.readInt32LE(12) === OP_QUERY;
      const prefix = isQuery ? Buffer.alloc(20) : Buffer.alloc(5);
      if (isQuery) prefix.writeInt32LE(1, 16);
      const header = Buffer.alloc(16);
      header.writeInt32LE(16 + prefix.length + body.length, 0);
      header.writeInt32LE(message.readInt32LE(4), 8);
      header.writeInt32LE(isQuery ? 1 : 2013, 12);
      socket.write(Buffer.concat([header, prefix, body]));
    }
  });
}
