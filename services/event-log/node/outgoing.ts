import type { EventEmitter } from 'node:events';

/** What a gRPC call gives to whoever writes to it. */
interface Writable<Message> extends EventEmitter {
  write(message: Message): boolean;
}

/** The way out of a call: waits while the reader is slow, and ends with the signal. */
export interface Outgoing<Message> {
  readonly signal: AbortSignal;
  /** Resolves when more may be sent; false when the call is over. */
  send(message: Message): boolean | Promise<boolean>;
}

export function outgoing<Message>(call: Writable<Message>, signal: AbortSignal): Outgoing<Message> {
  const drained = (): Promise<boolean> =>
    new Promise(resolve => {
      const done = (): void => {
        call.off('drain', done);
        signal.removeEventListener('abort', done);
        resolve(!signal.aborted);
      };
      call.once('drain', done);
      signal.addEventListener('abort', done, { once: true });
    });
  return {
    signal,
    send: message => {
      if (signal.aborted) return false;
      return call.write(message) || drained();
    },
  };
}
