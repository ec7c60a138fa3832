import { organisationOf, type OrganisationsState } from '../../../contracts/states/organisations';
import { refuse, type Verdict } from '../refusals';

/** An organisation must be in the register before it issues or answers anything. */
export const isRegistered = (register: OrganisationsState, id: string): Verdict =>
  organisationOf(register, id) === undefined
    ? refuse(
        'I104',
        `${id} is not in the register.`,
        'a registered organisation',
        'Register it with no.kravspor.organisations.registered.v1 first.',
      )
    : undefined;
