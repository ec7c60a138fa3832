import type { Either } from 'fp-ts/Either';
import { left, right } from 'fp-ts/Either';
import { isUserPartClear } from '../../../contracts/addresses';
import { propertyOf } from '../../../contracts/thrown';
import type { OpenError } from '../opening';
import { type Address, addressOf } from './address';
import { detailOf, type Failure } from './failures';
import { readPage } from './pages';
import { readNewestRequest } from './requests';
import type { Settings } from './settings';
import type { Tries } from './tries';

/** The first version this adapter has been tried with. */
const OLDEST = [24, 6] as const;

/** Reads the address; the error does not name the password. */
export function readAddress(uri: string): Either<OpenError, Address> {
  if (!isUserPartClear(uri)) return left(unreadable('an @ in a user or password is written %40.'));
  try {
    return right(addressOf(uri));
  } catch (error) {
    return left(unreadable(withoutCitation(error)));
  }
}

/** Nothing of it is shown: where it cannot be read, it cannot be told what in it is a password. */
const unreadable = (detail: string): OpenError => ({
  kind: 'unsupported',
  message: `The address esdb:// that is given cannot be read as that of an EventStoreDB: ${detail}`,
  advice: 'Write it as esdb://user:password@host:2113, with ?tls=false where the server runs insecurely.',
});

/** Is there a server of a version that is known to do, and may the log be read? `empty` tells whether it holds anything. */
export async function greet(
  address: Address,
  tries: Tries,
  { timings, prefix }: Settings,
): Promise<Either<OpenError, { readonly empty: boolean }>> {
  const begun = performance.now();
  const version = await tries({ each: timings.pageTry, all: timings.open }, door => door.version());
  if (!version.done) return left(problem(address, version.failure));
  if (!isRecent(version.value)) return left(tooOld(address, version.value));
  const rest = Math.max(timings.open - (performance.now() - begun), timings.open / 4);
  const newest = await tries({ each: timings.pageTry, all: rest }, (door, limit) =>
    readPage(door, readNewestRequest({ prefix }), limit),
  );
  return newest.done
    ? right({ empty: newest.value.events.length === 0 })
    : left(problem(address, newest.failure));
}

export function missing(address: Address): OpenError {
  return {
    kind: 'missing',
    message: `The EventStoreDB at ${address.shown} holds no event log: it is empty.`,
    advice: 'Check the address. Starting the service begins a new log in an empty server.',
  };
}

function isRecent(version: string): boolean {
  const [major, minor] = version.split('.').map(Number);
  if (major === undefined || minor === undefined || Number.isNaN(major) || Number.isNaN(minor)) return false;
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

function tooOld(address: Address, version: string): OpenError {
  return {
    kind: 'unsupported',
    message: `The server at ${address.shown} is of version ${version}; the log needs EventStoreDB ${OLDEST.join('.')} or newer.`,
    advice: 'Upgrade the server, or name another. Nothing has been written to it.',
  };
}

function problem(address: Address, { kind, detail }: Failure): OpenError {
  const where = `The EventStoreDB at ${address.shown}`;
  switch (kind) {
    case 'denied':
      return {
        kind: 'denied',
        message: `${where} does not let this user read: ${detail}.`,
        advice:
          'Check user and password in the address (esdb://user:password@…, special characters percent-encoded) and the ' +
          "user's rights to read and append to all streams.",
      };
    case 'deleted':
    case 'refused':
      return {
        kind: 'unsupported',
        message: `${where} does not answer as one does: ${detail}.`,
        advice: 'Check that the address is that of the gRPC port (2113 unless configured otherwise).',
      };
    case 'passing':
      return {
        kind: 'unavailable',
        message: `${where} cannot be reached: ${detail}.`,
        advice: adviceOn(address),
      };
  }
}

const adviceOn = ({ tls }: Address): string =>
  tls
    ? 'Check that it runs and can be reached from here. TLS is expected: a server that runs insecurely needs ?tls=false, ' +
      'one with a certificate of its own authority tlsCAFile=….'
    : 'Check that it runs and can be reached from here. It is called without TLS: leave tls=false out if it expects that.';

/** The parser's messages cite parts of the address, and what stands in the wrong place may be a password. */
function withoutCitation(error: unknown): string {
  const expected = propertyOf(error, 'expected');
  return typeof expected === 'string' ? `${expected} is expected.` : detailOf(error);
}
