import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { type Either, left, right } from 'fp-ts/Either';

/** What the service is told at its start. */
export interface Config {
  /** Folder of everything this service keeps. */
  readonly data: string;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Where the log is served over the EventStoreDB protocol too, for reading; 0: any free one, undefined: nowhere. */
  readonly nodePort: number | undefined;
  /**
   * `api`: serves, and leaves views, follow-ups and tree to others; `projector`: keeps them up, and serves too; `all`: one
   * process does it all. Any number of each, on engines that are made for many.
   */
  readonly role: Role;
  /** `local`: whoever reaches loopback is the local operator; `keys`: API keys from the log's `access` stream. */
  readonly auth: 'local' | 'keys';
  readonly eventLog: string;
  readonly views: string;
  readonly content: string;
  /** The register of persons. */
  readonly vault: string;
  /** Who has read what, and for how many days that is kept. */
  readonly readLog: string;
  readonly readLogDays: number;
  /** The file of the key that checkpoints are signed with. */
  readonly logKey: string;
  /** The file that remembers the last checkpoint, outside the data folder. */
  readonly anchor: string;
  /** How often log and tree are gone through by themselves; 0: only when asked. */
  readonly scrubHours: number;
  /** What a new log is called; an old one keeps the name it has. */
  readonly origin: string;
  /** The clock a new log is to have. Only the example asks for a simulated one. */
  readonly clock: 'system' | 'simulated';
  readonly logLevel: LogLevel;
  readonly limits: Limits;
}

/** Times in milliseconds. */
export interface Limits {
  readonly headersMs: number;
  readonly requestMs: number;
  /** How long a connection may lie still, also in the middle of an answer. */
  readonly idleMs: number;
  readonly keepAliveMs: number;
  readonly connections: number;
  /** Requests a minute from one address, not counting events that are sent. */
  readonly perMinute: number;
  /** Failed credentials a minute from one address. */
  readonly failuresPerMinute: number;
  readonly drainMs: number;
  /** The tree is not ready where it has stood still for so long though records wait for a checkpoint. */
  readonly treeStandsMs: number;
  /** Where it has for so long, one that stands by carries out what acts cause. */
  readonly followUpsMs: number;
}

const ROLES = ['all', 'api', 'projector'] as const;
export type Role = (typeof ROLES)[number];

const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One setting that cannot be used. */
export interface ConfigFlaw {
  readonly setting: string;
  readonly expected: string;
  readonly found: string;
}

export const DEFAULT_LIMITS: Limits = {
  headersMs: 5_000,
  requestMs: 15_000,
  idleMs: 60_000,
  keepAliveMs: 10_000,
  connections: 1_000,
  perMinute: 6_000,
  failuresPerMinute: 30,
  drainMs: 10_000,
  treeStandsMs: 30_000,
  followUpsMs: 5_000,
};

export const DEFAULT_PORT = 8420;

/** Settings with everything in one folder, to be altered by the caller. */
export const defaultConfig = (data: string): Config => ({
  data,
  host: '127.0.0.1',
  port: DEFAULT_PORT,
  nodePort: undefined,
  role: 'all',
  auth: 'local',
  eventLog: `file:${join(data, 'events.db')}`,
  views: `file:${join(data, 'views.db')}`,
  content: `file:${join(data, 'content')}`,
  vault: `file:${join(data, 'vault.db')}`,
  readLog: `file:${join(data, 'reads.db')}`,
  readLogDays: 730,
  logKey: join(data, 'log.key'),
  anchor: `${resolve(data)}.anchor`,
  scrubHours: 24,
  origin: 'kravspor.local/log',
  clock: 'system',
  logLevel: 'info',
  limits: DEFAULT_LIMITS,
});

/** Reads the settings from environment variables, with every flaw. */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
): Either<readonly ConfigFlaw[], Config> {
  const flaws: ConfigFlaw[] = [];
  const given = (setting: string): string | undefined => (env[setting] === '' ? undefined : env[setting]);
  function setting<A>(
    name: string,
    otherwise: A,
    expected: string,
    read: (text: string) => A | undefined,
  ): A {
    const text = given(name);
    if (text === undefined) return otherwise;
    const value = read(text);
    if (value === undefined) flaws.push({ setting: name, expected, found: text });
    return value ?? otherwise;
  }
  const text = (name: string, otherwise: string): string => given(name) ?? otherwise;

  const defaults = defaultConfig(text('KRAVSPOR_DATA', './data'));
  const config: Config = {
    ...defaults,
    host: text('KRAVSPOR_HOST', defaults.host),
    port: setting('KRAVSPOR_PORT', defaults.port, 'a port from 0 to 65535', portOf),
    nodePort: setting('KRAVSPOR_NODE_PORT', defaults.nodePort, 'a port from 0 to 65535', portOf),
    role: setting('KRAVSPOR_ROLE', defaults.role, `one of ${ROLES.join(', ')}`, wordOf(ROLES)),
    auth: setting('KRAVSPOR_AUTH', defaults.auth, 'local or keys', wordOf(['local', 'keys'] as const)),
    eventLog: text('KRAVSPOR_EVENT_LOG', defaults.eventLog),
    views: text('KRAVSPOR_VIEWS', defaults.views),
    content: text('KRAVSPOR_CONTENT', defaults.content),
    vault: text('KRAVSPOR_VAULT', defaults.vault),
    readLog: text('KRAVSPOR_READ_LOG', defaults.readLog),
    readLogDays: setting('KRAVSPOR_READ_LOG_DAYS', defaults.readLogDays, 'days from 1 to 36500', daysOf),
    logKey: text('KRAVSPOR_LOG_KEY', defaults.logKey),
    anchor: text('KRAVSPOR_ANCHOR', defaults.anchor),
    scrubHours: setting('KRAVSPOR_SCRUB_HOURS', defaults.scrubHours, 'hours from 0 to 8760', hoursOf),
    origin: setting('KRAVSPOR_LOG_ORIGIN', defaults.origin, ORIGIN, originOf),
    logLevel: setting(
      'KRAVSPOR_LOG_LEVEL',
      defaults.logLevel,
      `one of ${LOG_LEVELS.join(', ')}`,
      wordOf(LOG_LEVELS),
    ),
  };
  const flaw = unsafe(config) ?? alone(config) ?? nodeless(config);
  if (flaw !== undefined) flaws.push(flaw);
  return flaws.length > 0 ? left(flaws) : right(config);
}

/** In local mode whoever reaches the door is let in, so it must not be reached from elsewhere. */
export function unsafe({ auth, host }: Config): ConfigFlaw | undefined {
  if (auth !== 'local' || isLoopback(host)) return undefined;
  const expected = 'with KRAVSPOR_AUTH=local an address of this machine alone: 127.0.0.1, ::1 or localhost';
  return {
    setting: 'KRAVSPOR_HOST',
    expected: `${expected}; for others set KRAVSPOR_AUTH=keys`,
    found: host,
  };
}

/** A file has one process that writes to it, and that process does it all. */
export function alone({ role, eventLog, views }: Config): ConfigFlaw | undefined {
  const inFile = eventLog.startsWith('file:') ? 'KRAVSPOR_EVENT_LOG' : 'KRAVSPOR_VIEWS';
  if (role === 'all' || ![eventLog, views].some(uri => uri.startsWith('file:'))) return undefined;
  return {
    setting: 'KRAVSPOR_ROLE',
    expected: `all, since ${inFile} names a file; for several processes give esdb://… and mongodb://…`,
    found: role,
  };
}

/** The node shows the log of a file; an EventStoreDB is read at its own address. */
export function nodeless({ nodePort, eventLog }: Config): ConfigFlaw | undefined {
  if (nodePort === undefined || eventLog.startsWith('file:')) return undefined;
  return {
    setting: 'KRAVSPOR_NODE_PORT',
    expected: 'nothing, since KRAVSPOR_EVENT_LOG names no file: read it at its own address',
    found: String(nodePort),
  };
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'));

const ORIGIN = 'a name such as kravspor.example/log (letters, digits, dots, hyphens, slashes; at most 200)';
const originOf = (text: string): string | undefined =>
  /^[a-z0-9](?:[a-z0-9./-]{0,198}[a-z0-9])?$/i.test(text) ? text : undefined;

const portOf = (text: string): number | undefined =>
  /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined;

const daysOf = (text: string): number | undefined =>
  /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 36_500 ? Number(text) : undefined;

const hoursOf = (text: string): number | undefined =>
  /^\d{1,4}$/.test(text) && Number(text) <= 8_760 ? Number(text) : undefined;

const wordOf =
  <W extends string>(words: readonly W[]) =>
  (text: string): W | undefined =>
    words.find(word => word === text);
