import { organisationOf } from '../../../contracts/states/organisations';
import { stepOf } from '../../../contracts/states/log';
import type { Names } from '../../web';
import type { ShownPersons } from '../persons/shown';
import type { Seen } from './seen';

/** What an organisation is called; its id where the register does not know it. */
export const nameOf = ({ register }: Pick<Seen, 'register'>, id: string): string =>
  organisationOf(register, id)?.name ?? id;

/** Organisations by the register, statuses by the scales the log publishes; persons as they were looked up. */
export const namesOf = (
  { register, log }: Pick<Seen, 'register' | 'log'>,
  persons: ShownPersons = new Map(),
): Names => ({
  organisation: id => nameOf({ register }, id),
  status: status => stepOf(log, status)?.labels,
  person: id => persons.get(id),
});
