export { lifeAsOf, type ToldAt } from './life';
export { openPast, type Past } from './past';
export { openPasts, type Pasts } from './pasts';
export { type PastPoint, readSoFar } from './stream';
export { type Question, type Reason, valueAt, whyOf } from './why';
