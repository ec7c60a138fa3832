import { ActorId, OrganisationId } from '../../../contracts/primitives';
import type { Principal } from '../../../services/lifecycle/principal';

/** Whoever holds a key of an organisation, with these roles. */
export function keyOf(organisation: string, ...roles: Principal['roles']): Principal {
  const actor = 'svc-portal';
  if (!OrganisationId.is(organisation) || !ActorId.is(actor)) throw new Error(organisation);
  return { actor, credential: 'key-1', organisation, roles, scope: 'own', system: false };
}
