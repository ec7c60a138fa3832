import { ActorId, type Body, OrganisationId, Role, type Role as RoleName } from '../../contracts/primitives';

/** Who is at the door, as far as its credential tells. */
export interface Principal {
  readonly actor: ActorId;
  readonly credential: string;
  /** The organisation it may speak for; absent: any (the local operator). */
  readonly organisation?: OrganisationId;
  readonly body?: Body;
  readonly roles: readonly RoleName[];
  /** The CloudEvents sources it may use, each with what lies below it; absent: any that is not reserved. */
  readonly sources?: readonly string[];
  /** May it read the whole log, or what its organisation may see? */
  readonly scope: 'own' | 'whole-log';
  /** The program itself: follow-ups and the log's own records. */
  readonly system: boolean;
}

/** Sources that only the program itself may use begin so. */
export const RESERVED_SOURCE = 'urn:kravspor:';
export const FOLLOW_UP_SOURCE = 'urn:kravspor:follow-ups';
export const LOG_SOURCE = 'urn:kravspor:log';

const branded = <A>(codec: { is: (u: unknown) => u is A }, value: string): A => {
  if (!codec.is(value)) throw new Error(`${value} is not what it is used for`);
  return value;
};

/** The organisation the program itself speaks for. */
export const SYSTEM_ORGANISATION = branded(OrganisationId, 'kravspor');

/** Whoever reaches loopback in local mode. */
export const localOperator: Principal = {
  actor: branded(ActorId, 'local-operator'),
  credential: 'local',
  roles: Role.words,
  scope: 'whole-log',
  system: false,
};

export const systemPrincipal: Principal = {
  actor: branded(ActorId, 'kravspor'),
  credential: 'system',
  roles: Role.words,
  scope: 'whole-log',
  system: true,
};
