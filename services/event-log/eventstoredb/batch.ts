import { randomUUID } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import { UUID, WrongExpectedVersion } from '@eventstore/db-client/generated/shared_pb';
import type { Status } from '@eventstore/db-client/generated/status_pb';
import { BatchAppendReq, type BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import type { ExpectedRevision, Position } from '../port';
import type { Door, Writing } from './door';
import { APPEND_FAILED } from './failures';
import { identifier } from './requests';

export interface Batch {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly messages: readonly BatchAppendReq.ProposedMessage[];
}

/** What the server says of an append it has decided on. */
export type Answer =
  /** `revision` and `position` are those of its last event. */
  | { readonly kind: 'stored'; readonly revision: number; readonly position: Position | undefined }
  | { readonly kind: 'wrong-revision'; readonly actual: ExpectedRevision };

/** An answer that is a failure, shaped as those of gRPC are. */
export class AppendFailed extends Error {
  override readonly name = APPEND_FAILED;
  constructor(
    readonly code: number,
    message: string,
    readonly metadata: { readonly get: (key: string) => readonly string[] },
  ) {
    super(message);
  }
}

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** One call that carries all appends of a door, each with a number of its own. */
interface Open {
  readonly call: Writing;
  readonly waiting: Map<string, Waiting>;
}

const PER_MESSAGE = 2_000;

/** Sends appends through the door's one open call, which is opened again after it has ended. */
export function createBatches(): (door: Door, batch: Batch) => Promise<Answer> {
  const opened = new WeakMap<Door, Promise<Open>>();

  function openOf(door: Door): Promise<Open> {
    const known = opened.get(door);
    if (known !== undefined) return known;
    const opening = open(door, () => opened.delete(door));
    opened.set(door, opening);
    opening.catch(() => opened.delete(door));
    return opening;
  }

  return async (door, batch) => {
    const { call, waiting } = await openOf(door);
    const id = randomUUID();
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      for (const request of requestsOf(batch, id)) call.write(request);
    });
  };
}

async function open(door: Door, ended: () => void): Promise<Open> {
  const call = await door.writing();
  const waiting = new Map<string, Waiting>();
  const end = (error: unknown): void => {
    ended();
    for (const one of waiting.values()) one.reject(error);
    waiting.clear();
  };
  call.on('data', (response: BatchAppendResp) => {
    door.heard = performance.now();
    const id = response.getCorrelationId()?.getString() ?? '';
    const one = waiting.get(id);
    waiting.delete(id);
    if (one !== undefined) settle(one, response);
  });
  call.on('error', end);
  // A call that ends well has answered nobody who still waits.
  call.on('end', () => {
    call.end();
    end(new Error('the server has ended the call of the appends'));
  });
  call.on('close', () => end(new Error('the call of the appends is closed')));
  return { call, waiting };
}

function* requestsOf({ stream, expected, messages }: Batch, id: string): Generator<BatchAppendReq> {
  const options = new BatchAppendReq.Options().setStreamIdentifier(identifier(stream));
  if (expected === 'none') options.setNoStream(new Empty());
  else options.setStreamPosition(String(expected));
  for (let at = 0; at < messages.length; at += PER_MESSAGE) {
    const request = new BatchAppendReq().setCorrelationId(new UUID().setString(id));
    if (at === 0) request.setOptions(options);
    request.setProposedMessagesList(messages.slice(at, at + PER_MESSAGE));
    yield request.setIsFinal(at + PER_MESSAGE >= messages.length);
  }
}

function settle({ resolve, reject }: Waiting, response: BatchAppendResp): void {
  const success = response.getSuccess();
  if (success !== undefined) {
    const position = success.getPosition()?.getCommitPosition() as Position | undefined;
    return resolve({ kind: 'stored', revision: Number(success.getCurrentRevision()), position });
  }
  const error = response.getError();
  const wrong = error === undefined ? undefined : wrongRevision(error);
  if (wrong !== undefined) return resolve(wrong);
  reject(failed(error));
}

const PACKAGE = 'event_store.client';

function wrongRevision(error: Status): Answer | undefined {
  const found = error
    .getDetails()
    ?.unpack(bytes => WrongExpectedVersion.deserializeBinary(bytes), `${PACKAGE}.WrongExpectedVersion`);
  if (found === null || found === undefined) return undefined;
  const actual = found.hasCurrentStreamRevision() ? Number(found.getCurrentStreamRevision()) : 'none';
  return { kind: 'wrong-revision', actual };
}

const EXCEPTIONS: ReadonlyMap<string, string> = new Map([
  [`${PACKAGE}.StreamDeleted`, 'stream-deleted'],
  [`${PACKAGE}.AccessDenied`, 'access-denied'],
]);

function failed(error: Status | undefined): AppendFailed {
  const exception = EXCEPTIONS.get(error?.getDetails()?.getTypeName() ?? '');
  const metadata = { get: (key: string) => (key === 'exception' && exception ? [exception] : []) };
  return new AppendFailed(error?.getCode() ?? status.UNKNOWN, error?.getMessage() ?? 'no answer', metadata);
}
