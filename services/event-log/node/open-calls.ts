import type { EventEmitter } from 'node:events';
import { closing, type Failure } from './failure';

/** A call that lasts: how it can be ended, and the signal that tells that it is over. */
interface LastingCall extends EventEmitter {
  readonly cancelled: boolean;
}

export interface OpenCall {
  readonly signal: AbortSignal;
  /** Ends it with a status, if it is not over. */
  readonly end: (failure: Failure) => void;
  /** To be told when it is over. */
  readonly over: () => void;
}

/** The calls that are open, so that closing can end them with a status. */
export interface OpenCalls {
  /** The signal is given when the client cancels, the connection is gone, or the node closes. */
  opened(call: LastingCall): OpenCall;
  /** Ends all of them, and those that come from now on; were there any? */
  endAll(): boolean;
}

export function createOpenCalls(): OpenCalls {
  const open = new Map<LastingCall, AbortController>();
  let ending = false;

  const end = (call: LastingCall, controller: AbortController, failure: Failure): void => {
    if (!open.delete(call)) return;
    controller.abort();
    fail(call, failure);
  };

  return {
    opened: call => {
      const controller = new AbortController();
      open.set(call, controller);
      call.on('cancelled', () => {
        open.delete(call);
        controller.abort();
      });
      if (call.cancelled) controller.abort();
      if (ending) end(call, controller, closing());
      return {
        signal: controller.signal,
        end: failure => end(call, controller, failure),
        over: () => open.delete(call),
      };
    },
    endAll: () => {
      ending = true;
      const any = open.size > 0;
      for (const [call, controller] of open) end(call, controller, closing());
      return any;
    },
  };
}

/** Ends a call that has been answering with an error: gRPC takes it from the stream's own event. */
export function fail(call: EventEmitter, failure: Failure): void {
  call.emit('error', failure);
}
