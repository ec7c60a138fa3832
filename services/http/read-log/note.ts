import type { Request } from 'express';
import { type Endpoint, loggedAs } from '../../../contracts/api';
import type { Principal } from '../../lifecycle';
import type { Service } from '../service';

const MAX_ADDRESS = 2_000;

/** A request that may have to be written down, with what it is to be answered in. */
interface Reading {
  readonly request: Request;
  readonly endpoint: Endpoint;
  readonly mediaType: string;
  readonly principal: Principal;
}

/** Has a read written down with the status it was answered with: once, and only where the table of endpoints says so. */
export function noteOf(
  { reads }: Pick<Service, 'reads'>,
  { request, endpoint, mediaType, principal }: Reading,
): (status: number) => void {
  const kind = loggedAs(endpoint, mediaType);
  let noted = kind === undefined;
  return status => {
    // What could not be understood has read nothing, and its address may hold anything.
    if (noted || kind === undefined || status === 400) return;
    noted = true;
    reads.note({
      at: new Date().toISOString(),
      actor: principal.actor,
      organisation: principal.organisation ?? null,
      credential: principal.credential,
      kind,
      method: request.method,
      path: endpoint.path,
      address: request.originalUrl.slice(0, MAX_ADDRESS),
      thing: Object.values(request.params).flat().join('/') || null,
      status,
      mediaType,
    });
  };
}
