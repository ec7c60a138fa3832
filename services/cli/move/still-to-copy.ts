import { existsSync } from 'node:fs';
import { defaultConfig } from '../../http/config';
import { nextKeyFile } from '../../vault';
import { dataFolderOf } from './places';

/** What no move brings, since it is a secret, or is to lie elsewhere than the log. */
export interface ToCopy {
  readonly what: 'signing key' | 'next signing key' | 'anchor';
  /** null: not in the folder the log was taken from, but where this setting of the old installation says. */
  readonly from: string | null;
  /** null: where this setting of the new installation says. */
  readonly to: string | null;
  readonly setting: 'KRAVSPOR_LOG_KEY' | 'KRAVSPOR_ANCHOR';
}

/** What has to be copied by hand before the first start, or that start makes a new signing key. */
export function stillToCopy(from: string, to: string): readonly ToCopy[] {
  const [old, next] = [filesIn(dataFolderOf(from)), filesIn(dataFolderOf(to))];
  const copies: readonly ToCopy[] = [
    { what: 'signing key', from: found(old?.key), to: next?.key ?? null, setting: 'KRAVSPOR_LOG_KEY' },
    // Only while a change of the key is under way.
    {
      what: 'next signing key',
      from: found(old?.nextKey),
      to: next?.nextKey ?? null,
      setting: 'KRAVSPOR_LOG_KEY',
    },
    { what: 'anchor', from: found(old?.anchor), to: next?.anchor ?? null, setting: 'KRAVSPOR_ANCHOR' },
  ];
  return copies.filter(copy => copy.what !== 'next signing key' || copy.from !== null);
}

interface Files {
  readonly key: string;
  readonly nextKey: string;
  readonly anchor: string;
}

function filesIn(folder: string | undefined): Files | undefined {
  if (folder === undefined) return undefined;
  const { logKey, anchor } = defaultConfig(folder);
  return { key: logKey, nextKey: nextKeyFile(logKey), anchor };
}

const found = (path: string | undefined): string | null =>
  path !== undefined && existsSync(path) ? path : null;

/** The same for people. */
export const textOfCopies = (copies: readonly ToCopy[]): string =>
  [
    'Before the first start there, copy what a move does not bring; with neither, that start makes a new signing key:',
    ...copies.map(({ what, from, to, setting }) => {
      const source = from ?? `lies where ${setting} of the old installation says`;
      return `  ${what}: ${source} -> ${to ?? `where ${setting} of the new one says`}`;
    }),
  ].join('\n');
