import type { Filter, Scalar } from '../../../projections';

/** Any of these values; no condition where none is given. */
export const anyOf = (path: string, values: readonly Scalar[] | undefined): readonly Filter[] =>
  values === undefined || values.length === 0 ? [] : [{ op: 'in', path, values }];

export const equal = (path: string, value: Scalar | undefined): readonly Filter[] =>
  value === undefined ? [] : [{ op: 'equals', path, value }];

export const between = (path: string, from: string | undefined, to: string | undefined): readonly Filter[] =>
  from === undefined && to === undefined
    ? []
    : [{ op: 'range', path, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];

export const words = (path: string, query: string | undefined): readonly Filter[] =>
  query === undefined ? [] : [{ op: 'text', path, query }];
