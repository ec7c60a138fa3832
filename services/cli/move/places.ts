import { realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { filePathOf, schemeOf, withoutPassword } from '../../../contracts/addresses';
import { messageOf } from '../../../contracts/thrown';
import { defaultConfig } from '../../http/config';
import { isMongoUri } from '../../mongodb/open-on';
import { Ended, EXIT } from '../exit';

/** From one address to another. */
export interface Way {
  readonly from: string;
  readonly to: string;
}

/** What is asked to be moved; undefined: stays where it is. */
export interface Ways {
  readonly log: Way;
  readonly content: Way | undefined;
  readonly vault: Way | undefined;
  readonly reads: Way | undefined;
}

/** The options of the command that name places. */
export interface Given {
  readonly from: string;
  readonly to: string;
  readonly content?: string;
  readonly contentFrom?: string;
  readonly vault?: string;
  readonly vaultFrom?: string;
  readonly reads?: string;
  readonly readsFrom?: string;
}

interface Asked {
  readonly option: 'content' | 'vault' | 'reads';
  readonly setting: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Where it is in the data folder that the log is taken from, if it is taken from one. */
  readonly usual: string | undefined;
}

/**
 * The ways that are asked for. Nothing is opened or made for it, so a source that is not there is an end, as is anything
 * else that cannot be meant: all before the first record is moved.
 */
export function waysOf(given: Given): Ways {
  const log = { from: logIn(given.from), to: logIn(given.to) };
  refuseSame('the log', log);
  const folder = dataFolderOf(given.from);
  const usual = folder === undefined ? undefined : defaultConfig(folder);
  const way = (asked: Asked): Way | undefined => wayOf(asked, given.from);
  return {
    log,
    content: way({
      ...{ option: 'content', setting: 'KRAVSPOR_CONTENT', usual: usual?.content },
      ...{ from: given.contentFrom, to: given.content },
    }),
    vault: way({
      ...{ option: 'vault', setting: 'KRAVSPOR_VAULT', usual: usual?.vault },
      ...{ from: given.vaultFrom, to: given.vault },
    }),
    reads: way({
      ...{ option: 'reads', setting: 'KRAVSPOR_READ_LOG', usual: usual?.readLog },
      ...{ from: given.readsFrom, to: given.reads },
    }),
  };
}

function wayOf({ option, setting, from, to, usual }: Asked, log: string): Way | undefined {
  if (to === undefined && from === undefined) return undefined;
  if (to === undefined)
    throw usage(
      `--${option}-from is given, but --${option} is not.`,
      `Add --${option} and the place to bring it to.`,
    );
  const source = from ?? usual;
  if (source === undefined)
    throw usage(
      `${withoutPassword(log)} is no data folder, so it does not tell what --${option} is to be brought from.`,
      `Add --${option}-from and what ${setting} of the old installation says.`,
    );
  const way = { from: source, to };
  refuseUnknown(option, to);
  refuseUnknown(`${option}-from`, source);
  refuseSame(`--${option}`, way);
  refuseMissing(option, source);
  return way;
}

function refuseUnknown(option: string, uri: string): void {
  if (filePathOf(uri) === undefined && !isMongoUri(uri))
    throw usage(
      `--${option} names a place of the kind ${schemeOf(uri)}, which is not known.`,
      'Give a file, such as file:./data/…, or a database, such as mongodb://host/kravspor.',
    );
}

function refuseSame(what: string, { from, to }: Way): void {
  if (placeOf(from) === placeOf(to))
    throw usage(
      `${what}: ${withoutPassword(from)} and ${withoutPassword(to)} are the same place.`,
      'Give another place to bring it to.',
    );
}

/** The stores make what they do not find, and an empty source would look like one that is moved. */
function refuseMissing(option: Asked['option'], uri: string): void {
  const path = filePathOf(uri);
  if (path === undefined) return;
  const found = statsOf(path);
  if (option === 'content' ? found?.isDirectory() : found?.isFile()) return;
  throw usage(
    `--${option} cannot be brought: there is nothing at ${uri}. Nothing was moved.`,
    `Name the place it is in with --${option}-from, or leave out --${option} if there never was any.`,
  );
}

/** The log in a data folder, where one is named and not its file. */
export function logIn(uri: string): string {
  const path = filePathOf(uri);
  if (path === undefined || path.endsWith('.db')) return uri;
  return `file:${join(resolve(path), 'events.db')}`;
}

/** The data folder that an address names, or whose log it names; undefined for any other file, and for engines. */
export function dataFolderOf(uri: string): string | undefined {
  const path = filePathOf(uri);
  if (path === undefined) return undefined;
  if (basename(path) === 'events.db') return dirname(resolve(path));
  return path.endsWith('.db') ? undefined : resolve(path);
}

/** The same for all addresses of one place, as far as they tell: without user, options, and other names of a file. */
function placeOf(uri: string): string {
  const path = filePathOf(uri);
  if (path !== undefined) return realPathOf(resolve(path));
  const [, hosts = uri, database = ''] = /^[^:]+:\/\/(?:[^?]*@)?([^/?]*)([^?]*)/s.exec(uri) ?? [];
  return `${hosts.toLowerCase().split(',').sort().join()}${database}`;
}

const realPathOf = (path: string): string => (statsOf(path) === undefined ? path : realpathSync(path));

/** What lies there; undefined where nothing does. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw new Ended(
      `${path} cannot be looked at: ${messageOf(error)}.`,
      'Check the path, and that this user may read and write there.',
      EXIT.unavailable,
    );
  }
}

const usage = (message: string, advice: string): Ended => new Ended(message, advice, EXIT.usage);
