import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';

/** What stands in front of a service and speaks TLS for it, as a reverse proxy does; its certificate is its own. */
export interface TlsFront {
  readonly port: number;
  /** The certificate, to be trusted as an authority, for the name localhost. */
  readonly certificate: string;
  close(): Promise<void>;
}

/** Passes on to a port of this machine what comes over TLS, with HTTP/2 agreed upon. */
export async function startTlsFront(behind: number): Promise<TlsFront> {
  const sockets = new Set<TLSSocket>();
  const identity = selfSigned();
  const server = createServer({ ...identity, ALPNProtocols: ['h2'] }, socket => {
    sockets.add(socket);
    const through = connect(behind, '127.0.0.1');
    socket.pipe(through).pipe(socket);
    for (const [one, other] of [
      [socket, through],
      [through, socket],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const address = server.address();
  return {
    certificate: identity.cert,
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** A certificate (X.509, version 1) for localhost, signed with its own key. */
function selfSigned(): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der(0x30, Buffer.from('06082a8648ce3d040302', 'hex')); // ecdsa-with-SHA256
  const commonName = [Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from('localhost'))];
  const name = der(0x30, der(0x31, der(0x30, ...commonName)));
  const validity = ['200101000000Z', '491231235959Z'].map(time => der(0x17, Buffer.from(time)));
  const toSign = der(
    0x30,
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    der(0x30, ...validity),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', toSign, privateKey));
  const body = der(0x30, toSign, algorithm, signature).toString('base64');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`,
  };
}

/** One element of DER (ITU-T X.690): tag, length, contents. */
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const { length } = Buffer.concat(contents);
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), ...contents]);
}
