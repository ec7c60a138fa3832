import { createServer, type Server } from 'node:net';
import { connectMongo, withoutPassword, type MongoProblem } from '../../services/mongodb';

const IMPATIENT = { connect: 700, answer: 2_000 };

async function problem(uri: string): Promise<MongoProblem> {
  const outcome = await connectMongo(uri, IMPATIENT)();
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

  it('shows an address without its password', () => {
    expect(withoutPassword('mongodb://u:p@h1,h2/db?x=1')).toBe('mongodb://u:***@h1,h2/db?x=1');
    expect(withoutPassword('mongodb://u@h/db')).toBe('mongodb://u@h/db');
    expect(withoutPassword('mongodb://h/db')).toBe('mongodb://h/db');
  });
});
