import { once } from 'node:events';
import { createServer, connect, type Socket } from 'node:net';

/** What the proxy does with bytes, by direction: those of open connections too, from now on. */
type Flow =
  | { readonly kind: 'pass' }
  /** Each piece so much later. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** They are taken and kept: the peer seems alive, but says nothing. */
  | { readonly kind: 'freeze' };

export interface TcpProxy {
  readonly port: number;
  /** Bytes go through, in both directions, and what was held back goes first. */
  pass(): void;
  delay(ms: number): void;
  /** Connections stay open, but nothing goes through: a peer that neither answers nor closes. */
  freeze(): void;
  /** The same for those that are open now: half-open for good. New ones are as the others before. */
  freezeOpen(): void;
  /** What the server says does not arrive; what the client says does. */
  mute(): void;
  /** Ends all open connections at once; new ones are taken. */
  cut(): void;
  /** Ends all open connections, and takes none until `accept`. */
  refuse(): Promise<void>;
  accept(): Promise<void>;
  /** Connections open now. */
  readonly connections: () => number;
  close(): Promise<void>;
}

interface Pair {
  readonly sockets: readonly [client: Socket, upstream: Socket];
  frozen: boolean;
}

const FROZEN: Flow = { kind: 'freeze' };

/** A TCP proxy on loopback to a port there, which fails as networks do. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  let up: Flow = { kind: 'pass' };
  let down: Flow = { kind: 'pass' };
  const pairs = new Set<Pair>();
  const held: (() => void)[] = [];

  function carry(from: Socket, to: Socket, flow: () => Flow): void {
    // One after the other, so that no piece overtakes the one before when the flow changes.
    let last = Promise.resolve();
    from.on('data', piece => {
      last = last.then(() => through(flow)).then(() => void to.write(piece));
    });
  }

  async function through(flow: () => Flow): Promise<void> {
    const now = flow();
    if (now.kind === 'delay') await new Promise(resolve => setTimeout(resolve, now.ms));
    while (flow().kind === 'freeze') await new Promise<void>(resolve => held.push(resolve));
  }

  function set(nextUp: Flow, nextDown: Flow): void {
    [up, down] = [nextUp, nextDown];
    for (const release of held.splice(0)) release();
  }

  const server = createServer(client => {
    const upstream = connect(target, '127.0.0.1');
    const pair: Pair = { sockets: [client, upstream], frozen: false };
    pairs.add(pair);
    const end = (): void => {
      client.destroy();
      upstream.destroy();
      pairs.delete(pair);
    };
    for (const socket of pair.sockets) socket.setNoDelay(true).on('error', end).on('close', end);
    carry(client, upstream, () => (pair.frozen ? FROZEN : up));
    carry(upstream, client, () => (pair.frozen ? FROZEN : down));
  });
  const listen = async (port: number): Promise<number> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return address !== null && typeof address === 'object' ? address.port : 0;
  };
  const port = await listen(0);
  const cut = (): void => {
    for (const {
      sockets: [client, upstream],
    } of pairs) {
      client.resetAndDestroy();
      upstream.destroy();
    }
    pairs.clear();
  };
  const refuse = async (): Promise<void> => {
    cut();
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    await closed;
  };

  return {
    port,
    pass: () => set({ kind: 'pass' }, { kind: 'pass' }),
    delay: ms => set({ kind: 'delay', ms }, { kind: 'delay', ms }),
    freeze: () => set(FROZEN, FROZEN),
    freezeOpen: () => pairs.forEach(pair => (pair.frozen = true)),
    mute: () => set({ kind: 'pass' }, FROZEN),
    cut,
    refuse,
    accept: async () => {
      if (!server.listening) await listen(port);
    },
    connections: () => pairs.size,
    close: async () => {
      set({ kind: 'pass' }, { kind: 'pass' });
      await refuse();
    },
  };
}
