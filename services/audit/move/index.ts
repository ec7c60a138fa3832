import { type Either, left, right } from 'fp-ts/Either';
import { compareLogs, type Side } from './compare';
import { CopyStopped, copyAfter } from './copy';

export type { Side } from './compare';

/** What a move has come to: the same log on both sides, by the root of its tree. */
export interface Moved {
  readonly records: number;
  /** How many of them were appended this time. */
  readonly appended: number;
  /** Base64 of the RFC 6962 root over all leaves, made of either side by itself. */
  readonly root: string;
}

/** Why a log cannot be moved, and what to do. */
export interface MoveProblem {
  readonly kind: 'different' | 'longer' | 'stopped';
  readonly message: string;
  readonly advice: string;
  /** Index of the first record that differs. */
  readonly seq?: number;
  readonly expected?: string;
  readonly found?: string;
}

export interface Move {
  readonly from: Side;
  readonly to: Side;
  /** What the log is called, as its first record says. */
  readonly origin: string;
  readonly progress?: (what: 'compared' | 'copied', done: number, total: number) => void;
}

/**
 * Brings all that one log holds into another, byte for byte and in the same order, and compares both afterwards, leaf by
 * leaf. It may be broken off at any moment and begun again: what the other log begins with is compared, never written
 * twice. Whoever runs it sees to it that nobody writes to either meanwhile.
 */
export async function moveLog({ from, to, origin, progress }: Move): Promise<Either<MoveProblem, Moved>> {
  let appended = 0;
  for (;;) {
    const total = (await from.log.head())?.count ?? 0;
    const compared = await compareLogs(from.log, to.log, origin, done => progress?.('compared', done, total));
    switch (compared.kind) {
      case 'same':
        return right({ records: compared.records, appended, root: compared.root });
      case 'different':
        return left(different(from, to, compared));
      case 'shorter': {
        const { side, last } = compared;
        if (side === 'from') return left(longer(from, to, (last?.seq ?? -1) + 1));
        const done = (last?.seq ?? -1) + 1;
        try {
          appended += await copyAfter(from.log, to.log, last?.position, count =>
            progress?.('copied', done + count, total),
          );
        } catch (error) {
          if (error instanceof CopyStopped) return left(stopped(to, error.message));
          throw error;
        }
      }
    }
  }
}

const EMPTY_PLACE = 'Give a place for the log that holds nothing, or the beginning of this very log.';

function different(
  from: Side,
  to: Side,
  { seq, stream, expected, found }: { seq: number; stream: string; expected: string; found: string },
): MoveProblem {
  return {
    kind: 'different',
    message: `Record ${seq} (${stream}) in ${to.name} is not the one in ${from.name}.`,
    advice: EMPTY_PLACE,
    ...{ seq, expected, found },
  };
}

const longer = (from: Side, to: Side, seq: number): MoveProblem => ({
  kind: 'longer',
  message: `${to.name} goes on behind record ${seq - 1}, where ${from.name} ends.`,
  advice: 'Perhaps the two are the wrong way round, or a service has written there already.',
  seq,
});

const stopped = (to: Side, why: string): MoveProblem => ({
  kind: 'stopped',
  message: `${to.name} takes no more: ${why}.`,
  advice: 'Set it right and run the same command again; it goes on where it stopped.',
});
