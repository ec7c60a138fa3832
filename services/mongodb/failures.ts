import { messageOf, propertyOf } from '../../contracts/thrown';

/** What went wrong, as far as a caller can act on it. */
export type MongoFailure =
  /** A document with this key, or of this unique index, is there already. */
  | 'duplicate'
  /** No room on the server's side. */
  | 'no-space'
  /** Not reachable, changing its leader, or not answering in time. What was to be written may be there or not. */
  | 'unavailable'
  /** The user may not do this. */
  | 'denied'
  | 'other';

// https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml
const DUPLICATE: readonly unknown[] = [11000, 11001, 12582];
const NO_SPACE: readonly unknown[] = [14031, 12501];
const DENIED: readonly unknown[] = [13, 18];
const UNAVAILABLE: ReadonlySet<unknown> = new Set([
  6, // HostUnreachable
  7, // HostNotFound
  43, // CursorNotFound: the server was restarted, or another one leads now
  46, // LockBusy
  50, // MaxTimeMSExpired
  64, // WriteConcernFailed: written, but not by a majority in time
  89, // NetworkTimeout
  91, // ShutdownInProgress
  100, // UnsatisfiableWriteConcern
  112, // WriteConflict
  133, // FailedToSatisfyReadPreference
  175, // QueryPlanKilled
  189, // PrimarySteppedDown
  202, // NetworkInterfaceExceededTimeLimit
  237, // CursorKilled
  262, // ExceededTimeLimit
  9001, // SocketException
  10107, // NotWritablePrimary
  11600, // InterruptedAtShutdown
  11601, // Interrupted
  11602, // InterruptedDueToReplStateChange
  13435, // NotPrimaryNoSecondaryOk
  13436, // NotPrimaryOrSecondary
]);
/** The driver's own errors about the way to the server. */
const ON_THE_WAY =
  /^Mongo(Network|ServerSelection|ServerClosed|Topology|PoolCleared|PoolClosed|WaitQueue|NotConnected|OperationTimeout|ClientClosed|ExpiredSession|CursorExhausted|TailableCursor)/;
const FULL =
  /no space left|out of disk space|disk is full|disk full|disk quota|storage quota|over your space quota/i;

/** What an error of the driver means. Knows errors by name and code, since they may come from another realm. */
export function failureOf(error: unknown): MongoFailure {
  const code = propertyOf(error, 'code');
  const text = messageOf(error);
  if (DUPLICATE.includes(code)) return 'duplicate';
  if (NO_SPACE.includes(code) || FULL.test(text)) return 'no-space';
  if (DENIED.includes(code)) return 'denied';
  if (UNAVAILABLE.has(code) || UNAVAILABLE.has(propertyOf(propertyOf(error, 'writeConcernError'), 'code')))
    return 'unavailable';
  // The driver lets some of the operating system's errors through as they are.
  if (typeof propertyOf(error, 'syscall') === 'string') return 'unavailable';
  const name = propertyOf(error, 'name');
  if (name === 'MongoWriteConcernError') return 'unavailable';
  return typeof name === 'string' && ON_THE_WAY.test(name) ? 'unavailable' : 'other';
}
