import type { Observable } from 'rxjs';

/** Remembers that something has happened since it was last cleared, so that no nudge is lost between two looks. */
export interface Bell {
  clear(): void;
  /** Resolves when rung since the last `clear`, when the time is up, or when the signal is given. */
  rung(timeoutMs: number, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** A bell that the observable rings. Should the observable end or fail, the time-outs remain. */
export function bellOf(nudges: Observable<unknown>): Bell {
  let isRung = false;
  let wake = (): void => undefined;
  const ring = (): void => {
    isRung = true;
    wake();
  };
  const subscription = nudges.subscribe({ next: ring, error: () => undefined });
  return {
    clear: () => {
      isRung = false;
    },
    rung: (timeoutMs, signal) =>
      new Promise(resolve => {
        if (isRung || signal.aborted) return resolve();
        const done = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          wake = () => undefined;
          resolve();
        };
        const timer = setTimeout(done, timeoutMs);
        signal.addEventListener('abort', done, { once: true });
        wake = done;
      }),
    close: () => subscription.unsubscribe(),
  };
}
