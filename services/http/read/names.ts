import { organisationOf } from '../../../contracts/states/organisations';
import { stepOf } from '../../../contracts/states/log';
import type { Names } from '../../web';
import type { Seen } from './seen';

/** What an organisation is called; its id where the register does not know it. */
export const nameOf = ({ register }: Pick<Seen, 'register'>, id: string): string =>
  organisationOf(register, id)?.name ?? id;

/** Organisations by the register, statuses by the scales the log publishes. */
export const namesOf = ({ register, log }: Pick<Seen, 'register' | 'log'>): Names => ({
  organisation: id => nameOf({ register }, id),
  status: status => stepOf(log, status)?.labels,
});
