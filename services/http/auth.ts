import type { IncomingMessage } from 'node:http';
import { type Either, left, right } from 'fp-ts/Either';
import type { Endpoint } from '../../contracts/api/endpoint';
import type { Problem } from '../../contracts/problems';
import { localOperator, type Principal, SYSTEM_ORGANISATION } from '../lifecycle';
import { foreign } from './gate';
import { holderOf } from './keys';
import type { Service } from './service';

/** Whoever asks for what is public: may read and write nothing. */
const nobody: Principal = {
  ...localOperator,
  credential: 'none',
  organisation: SYSTEM_ORGANISATION,
  roles: [],
  sources: [],
  scope: 'own',
};

/** Who is asking? The one place where a credential becomes a principal. */
export async function authenticate(
  { config, door, clock }: Pick<Service, 'config' | 'door' | 'clock'>,
  { headers, method }: IncomingMessage,
): Promise<Either<Problem, Principal>> {
  if (config.auth === 'local') {
    const problem = foreign(headers, method);
    return problem === undefined ? right(localOperator) : left(problem);
  }
  const key = /^Bearer +([!-~]{1,500})$/i.exec(headers.authorization ?? '')?.[1];
  if (key === undefined)
    return left(unknown('There is no API key in the request.', 'Send Authorization: Bearer <key>.'));
  const holder = await holderOf(door, key, clock.now());
  return holder === undefined
    ? left(
        unknown(
          'The API key is unknown, has expired or was withdrawn.',
          'Ask the administrator for a new key.',
        ),
      )
    : right(holder);
}

/** May this principal use this endpoint at all? */
export async function admit(
  service: Service,
  request: IncomingMessage,
  { access, roles }: Pick<Endpoint, 'access' | 'roles'>,
): Promise<Either<Problem, Principal>> {
  if (access === 'public') {
    const problem = service.config.auth === 'local' ? foreign(request.headers, request.method) : undefined;
    return problem === undefined ? right(nobody) : left(problem);
  }
  const principal = await authenticate(service, request);
  if (principal._tag === 'Left') return principal;
  if (access === 'whole-log' && principal.right.scope !== 'whole-log') return left(NOT_WHOLE);
  return roles === undefined || roles.some(role => principal.right.roles.includes(role))
    ? principal
    : left(otherRole(roles));
}

const NOT_WHOLE: Problem = {
  problem: 'not-allowed',
  detail: 'This shows the whole log.',
  expected: 'a credential with the scope whole-log',
  advice: 'Ask the administrator for a key with that scope.',
};

const otherRole = (roles: readonly string[]): Problem => ({
  problem: 'not-allowed',
  detail: 'This asks for another role.',
  expected: `one of the roles ${roles.join(', ')}`,
  advice: 'Ask the administrator for a key with that role.',
});

const unknown = (detail: string, advice: string): Problem => ({
  problem: 'unknown-credential',
  detail,
  expected: 'a valid API key',
  advice,
});
