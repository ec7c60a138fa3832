import { randomBytes } from 'node:crypto';
import { sha256Hex } from '../../contracts/json/canonical';
import { usableKey } from '../../contracts/states/access';
import type { Door, Principal } from '../lifecycle';

/** A new API key: 256 random bits. It is shown once; the log holds its hash alone. */
export const newKey = (): string => `kravspor_${randomBytes(32).toString('base64url')}`;

/** What the log holds of a key. */
export const hashOfKey = (key: string): string => sha256Hex(key);

/** Who holds the key, if it may be used at that time. */
export async function holderOf(door: Door, key: string, now: string): Promise<Principal | undefined> {
  const { state } = await door.read('access', 'access');
  const found = usableKey(state, hashOfKey(key), now);
  if (found === undefined) return undefined;
  const { id, holder, organisation, roles, sources, scope, body } = found;
  return {
    actor: holder,
    credential: id,
    organisation,
    roles,
    sources,
    scope: scope ?? 'own',
    system: false,
    ...(body === undefined ? {} : { body }),
  };
}
