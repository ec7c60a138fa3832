import type { Problem } from '../../contracts/problems';
import type { AppendError } from '../event-log/port';

/** Somebody else appended to the stream first: look again. */
export const isConflict = (error: AppendError): boolean =>
  error.kind === 'wrong-revision' || error.kind === 'id-reused';

/** What the sender is told when the log would not take it. Nothing of it is stored. */
export function appendProblem(error: AppendError): Problem {
  switch (error.kind) {
    case 'no-space':
      return {
        problem: 'no-space',
        detail: 'The disk is full; nothing was stored.',
        advice:
          'Make room on the disk of the data directory. Writing goes on by itself; send the event again with the same id.',
      };
    case 'too-large':
      return {
        problem: 'too-large',
        detail: `The append is ${error.bytes} bytes.`,
        expected: `at most ${error.limit} bytes`,
        advice: 'Send fewer or smaller events.',
      };
    case 'wrong-revision':
    case 'id-reused':
      return {
        problem: 'unavailable',
        detail: `${error.stream} is being written to by many at once.`,
        advice: 'Send the event again with the same id.',
      };
    case 'unavailable':
      return {
        problem: 'unavailable',
        detail: 'The event log does not answer; nothing is known to be stored.',
        advice: 'Send the event again with the same id: it is never stored twice.',
      };
  }
}
