export type * from './others';
export type * from './placed';
export type * from './requirement';
