import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Either, left, right } from 'fp-ts/Either';
import type { Logger } from 'pino';
import type { LogState } from '../../contracts/states/log';
import { readTree, startSharedTree, startTreeThread, type Tree } from '../audit';
import type { EventLog, OpenOptions } from '../event-log';
import type { Door } from '../lifecycle';
import { openSigningKey } from '../vault';
import { CAN_THREAD } from './can-thread';
import type { Config } from './config';
import type { StartProblem } from './start-problem';

export interface TreeParts {
  readonly log: EventLog;
  readonly origin: string;
  readonly state: LogState;
  readonly logger: Logger;
  /** How long the log is, so that the thread need not count it again. */
  readonly known: OpenOptions['known'];
}

/** The folder of tiles, checkpoint and heads. */
export const treeFolder = ({ data }: Pick<Config, 'data'>): string => join(data, 'log');

/** Starts the tree over the log, or only shows what another instance writes. */
export async function openTree(config: Config, parts: TreeParts): Promise<Either<StartProblem, Tree>> {
  const opened =
    config.role === 'api' ? right(await shownTree(config, parts)) : await writtenTree(config, parts);
  if (opened._tag === 'Left') return opened;
  opened.right.changes.subscribe(({ alarm }) => {
    if (alarm !== undefined)
      parts.logger.fatal({ alarm }, 'the log is not what was signed; nothing is written or signed');
  });
  return opened;
}

const shownTree = (config: Config, { origin, state, logger }: TreeParts): Promise<Tree> =>
  readTree({
    folder: treeFolder(config),
    origin,
    earlierKeys: state.signingKeys,
    onError: error => logger.error({ err: error }, 'the tree cannot be read and will be tried again'),
  });

/** So many a log may hold by the time its first signing key is made. */
const RECORDS_OF_A_BEGINNING = 20;
const NEW_KEY =
  'a new signing key was made for a log that holds records; if it was signed before (on another machine, before a move or ' +
  'a restore), stop, put its key and anchor where KRAVSPOR_LOG_KEY and KRAVSPOR_ANCHOR say, remove log/ of the data ' +
  'folder, and start again';

/** The signing key is made where nothing has been signed yet. */
async function writtenTree(
  config: Config,
  { log, origin, state, logger, known }: TreeParts,
): Promise<Either<StartProblem, Tree>> {
  const folder = treeFolder(config);
  const isUnsigned = ![config.anchor, join(folder, 'checkpoint')].some(existsSync);
  const isNewKey = isUnsigned && !existsSync(config.logKey);
  const signer = openSigningKey(config.logKey, { name: origin, create: isUnsigned });
  if (signer._tag === 'Left') {
    const { message, advice } = signer.left;
    return left({ kind: 'bad-config', message, advice });
  }
  const records = known?.count ?? 0;
  if (isNewKey && records > RECORDS_OF_A_BEGINNING) logger.warn({ records, key: config.logKey }, NEW_KEY);
  const onError = (error: unknown): void =>
    logger.error({ err: error }, 'the tree could not go on and will try again');
  const { anchor, eventLog, logKey: keyFile } = config;
  const common = { folder, anchor, origin, earlierKeys: state.signingKeys, onError };
  return right(
    CAN_THREAD
      ? await startTreeThread({ ...common, eventLog, keyFile, known })
      : await startSharedTree({ ...common, log, signer: signer.right }),
  );
}

/** A log that is not what was signed takes no more writes: what came after could not be told from what was slipped in. */
export const guardedDoor = (door: Door, tree: Pick<Tree, 'status'>): Door => {
  const refusal = () => {
    const { alarm } = tree.status();
    return alarm && left({ problem: 'unavailable' as const, detail: alarm.message, advice: alarm.advice });
  };
  return {
    ...door,
    submit: (value, principal, options) => async () => refusal() ?? door.submit(value, principal, options)(),
    submitBatch: (values, principal) => async () => refusal() ?? door.submitBatch(values, principal)(),
  };
};
