import { isAbove, organisationOf, type OrganisationsState } from '../../../contracts/states/organisations';
import type { Filter } from '../../../projections';
import { mayRead, type Principal } from '../../lifecycle';

/** What a principal may see, worked out once for a request. */
export interface Reader {
  /** Sees the whole log. */
  readonly whole: boolean;
  readonly organisation: string | undefined;
  /** Streams of this organisation. */
  readonly sees: (owner: string) => boolean;
  /** Rows whose `path` is an organisation of which streams may be seen; nothing where all may be. */
  readonly only: (path: string) => readonly Filter[];
  /** Itself and all below it, at any distance: what it may see summed up. */
  readonly aggregates: (owner: string) => boolean;
  readonly onlyAggregated: (path: string) => readonly Filter[];
  /** Is this one above it? Their calendars tell what it owes. */
  readonly isBelow: (superior: string) => boolean;
  /** Does a document of this issuer speak to it by default? */
  readonly isDirectlyBelow: (issuer: string) => boolean;
}

export function readerOf(principal: Principal, register: OrganisationsState): Reader {
  const { organisation } = principal;
  const whole = principal.scope === 'whole-log' || organisation === undefined;
  const sees = (owner: string): boolean => mayRead(principal, owner, register);
  const aggregates = (owner: string): boolean =>
    sees(owner) || (organisation !== undefined && isAbove(register, organisation, owner));
  const among = (holds: (id: string) => boolean, path: string): readonly Filter[] => {
    if (whole) return [];
    const ids = [organisation, ...register.organisations.map(o => o.id)];
    return [{ op: 'in', path, values: [...new Set(ids)].filter(holds) }];
  };
  return {
    whole,
    organisation,
    sees,
    only: path => among(sees, path),
    aggregates,
    onlyAggregated: path => among(aggregates, path),
    isBelow: superior => organisation !== undefined && isAbove(register, superior, organisation),
    isDirectlyBelow: issuer =>
      organisation !== undefined && organisationOf(register, organisation)?.parent === issuer,
  };
}
