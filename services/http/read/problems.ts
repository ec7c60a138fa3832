import type { Problem } from '../../../contracts/problems';

/** There is no such thing, or it is not this reader's to know of. */
export const unknownThing = (what: string): Problem => ({
  problem: 'not-found',
  detail: `There is no ${what.slice(0, 260)} that you may see.`,
  advice: 'Check the address; the lists show what there is.',
});

export const notYet = (detail: string): Problem => ({
  problem: 'unavailable',
  detail,
  advice: 'Ask again in a moment. GET /readyz tells how far the views are.',
});

export const badParameter = (name: string, expected: string, detail: string): Problem => ({
  problem: 'bad-request',
  detail,
  expected,
  advice: 'GET /openapi.json lists the parameters of each address.',
  errors: [{ pointer: `?${name}`, expected, found: 'another value' }],
});
