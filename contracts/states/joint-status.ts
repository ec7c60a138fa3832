import type { StatusStep } from './log';

/** How a part of a common requirement stands; `missing` where an answer is due and none is given. */
export type Joint = StatusStep['judgement'] | 'missing';

const WORST_FIRST: readonly Joint[] = ['not-met', 'at-risk', 'missing', 'not-judged', 'on-track', 'met'];

/**
 * The joint status of several addressees' parts is that of the worst one; what is missing or not judged is worse than
 * what is on track, so that nothing unknown can look good. Undefined where there is no part.
 */
export const jointStatus = (parts: readonly Joint[]): Joint | undefined =>
  WORST_FIRST.find(status => parts.includes(status));
