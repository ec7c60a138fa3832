import { readFileSync } from 'node:fs';
import type {
  ChannelCredentialOptions,
  DNSClusterOptions,
  GossipClusterOptions,
  SingleNodeOptions,
} from '@eventstore/db-client';
import { parseConnectionString } from '@eventstore/db-client/dist/Client/parseConnectionString';
import { decoded, splitUser } from '../../../contracts/addresses';

export type Servers =
  | Pick<SingleNodeOptions, 'endpoint'>
  | Pick<GossipClusterOptions, 'endpoints' | Discovery>
  | Pick<DNSClusterOptions, 'discover' | Discovery>;

type Discovery = 'nodePreference' | 'discoveryInterval' | 'gossipTimeout' | 'maxDiscoverAttempts';

/** What a connection string says, as far as it matters here. */
export interface Address {
  readonly servers: Servers;
  readonly security: ChannelCredentialOptions;
  readonly user: { readonly username: string; readonly password: string } | undefined;
  readonly tls: boolean;
  /** Hosts and ports, for people: never the password. */
  readonly shown: string;
}

/**
 * Reads a connection string as the official client does. Which node is preferred is not left to it: the log is read from
 * the leader. Throws an error for people if it cannot be read, or a file named in it cannot.
 */
export function addressOf(uri: string): Address {
  // What the parser does not know it prints, with the whole address: so it is never given a password.
  const { bare, user } = splitUser(uri);
  requireKnownOptions(bare);
  const parsed = parseConnectionString(bare);
  const [first] = parsed.hosts;
  if (first === undefined) throw new Error('No host is named.');
  const tls = parsed.tls !== false;
  return {
    servers: serversOf(parsed, first),
    security: tls
      ? {
          insecure: false,
          ...fileAs('rootCertificate', parsed.tlsCAFile),
          ...fileAs('userCertFile', parsed.userCertFile),
          ...fileAs('userKeyFile', parsed.userKeyFile),
        }
      : { insecure: true },
    user: user === undefined ? undefined : credentialsIn(user),
    tls,
    shown: parsed.hosts.map(host => `${host.address}:${host.port}`).join(', '),
  };
}

/** As the parser takes them; it prints and goes on where it does not know one. */
const OPTIONS: readonly string[] = [
  'connectionname',
  'defaultdeadline',
  'discoveryinterval',
  'gossiptimeout',
  'keepaliveinterval',
  'keepalivetimeout',
  'maxdiscoverattempts',
  'nodepreference',
  'throwonappendfailure',
  'tls',
  'tlscafile',
  'usercertfile',
  'userkeyfile',
];

function requireKnownOptions(bare: string): void {
  const query = bare.includes('?') ? bare.slice(bare.indexOf('?') + 1) : '';
  for (const pair of query === '' ? [] : query.split('&')) {
    const [name = ''] = pair.split('=');
    const flat = name.trim().toLowerCase().replace(/[_-]/g, '');
    if (flat === 'tlsverifycert')
      throw new Error('certificates are always verified: name the authority of the server with tlsCAFile=….');
    if (!OPTIONS.includes(flat)) throw new Error(`there is no option ${name}.`);
  }
}

function credentialsIn(user: string): NonNullable<Address['user']> {
  const colon = user.indexOf(':');
  const [username, password] = [decoded(user.slice(0, colon)), decoded(user.slice(colon + 1))];
  if (colon < 1 || username === undefined || password === undefined || password === '')
    throw new Error('a user is written user:password@, with special characters percent-encoded.');
  return { username, password };
}

function serversOf(parsed: ReturnType<typeof parseConnectionString>, first: Host): Servers {
  const { dnsDiscover, hosts, discoveryInterval, gossipTimeout, maxDiscoverAttempts } = parsed;
  const discovery = {
    nodePreference: 'leader',
    ...(discoveryInterval === undefined ? {} : { discoveryInterval }),
    ...(gossipTimeout === undefined ? {} : { gossipTimeout }),
    ...(maxDiscoverAttempts === undefined ? {} : { maxDiscoverAttempts }),
  } as const;
  if (dnsDiscover) return { discover: first, ...discovery };
  return hosts.length > 1 ? { endpoints: [...hosts], ...discovery } : { endpoint: first };
}

type Host = SingleNodeOptions['endpoint'] & object;

function fileAs<Name extends string>(name: Name, path: string | undefined): { [name in Name]?: Buffer } {
  if (path === undefined) return {};
  const file: { [name in Name]?: Buffer } = {};
  return { ...file, [name]: readFileSync(path) };
}
