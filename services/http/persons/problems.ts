import type { Erased } from '../../../contracts/states/log';
import type { Problem } from '../../../contracts/problems';
import type { RegisterError } from '../../vault';

/** It was there, and was erased; the record says by whom and why. */
export const erasedProblem = (what: string, erased: Pick<Erased, 'mark'> | undefined): Problem => ({
  problem: 'erased',
  detail: `${what} was erased.`,
  advice:
    erased === undefined
      ? 'The log tells when and on what legal basis.'
      : `GET /v1/events/${erased.mark.record} tells when, on what legal basis, and why.`,
  ...(erased === undefined
    ? {}
    : { extra: { record: erased.mark.record, href: `/v1/events/${erased.mark.record}` } }),
});

export const UNREADABLE: Problem = {
  problem: 'unavailable',
  detail: 'The register of persons cannot be read now.',
  advice: 'Try again in a moment.',
};

export const NO_ORIGINALS: Problem = {
  problem: 'unavailable',
  detail: 'The originals cannot be read now.',
  advice: 'Try again in a moment.',
};

/** Why a person was not filled in. */
export function notFilled(error: RegisterError, erased: Erased | undefined): Problem {
  switch (error.kind) {
    case 'erased':
      return erasedProblem('The person', erased);
    case 'no-space':
      return {
        problem: 'no-space',
        detail: 'The disk is full; the person was not filled in.',
        advice: 'Make room on the disk of the vault, and send it again.',
      };
    case 'unavailable':
      return {
        problem: 'unavailable',
        detail: 'The person was not filled in: the register cannot be written now.',
        advice: 'Send it again in a moment.',
      };
  }
}
