import { type Either, isLeft, left, right } from 'fp-ts/Either';
import { ErasureOrder } from '../../../contracts/api/persons';
import { typeName } from '../../../contracts/catalogue/catalogue';
import type { ActorId, OrganisationId, Sha256 } from '../../../contracts/primitives';
import type { Problem } from '../../../contracts/problems';
import type { Told } from '../../../contracts/states/told';
import { type Answer, type Context, jsonAnswer } from '../handler';
import type { Service } from '../service';
import { readJson } from './body';

/** What is to be erased, as its event tells it. */
export type Target =
  | { readonly what: 'person-erased'; readonly id: ActorId }
  | { readonly what: 'original-erased'; readonly id: Sha256 };

type Asked = Pick<Context, 'service' | 'principal' | 'request' | 'response'>;
type Recorded = Extract<Told<'log'>, { readonly what: Target['what'] }>;

/** So long an answer waits for an erasure to be carried out, once it is recorded. */
const WAIT_MS = 10_000;

/**
 * Records an erasure, and tells whether it is carried out. The event is the record, and the log is what the erasing
 * follows from; to ask again gives the first record again.
 */
export async function eraseAnswer(
  asked: Asked,
  target: Target,
  organisation: OrganisationId | undefined,
): Promise<Either<Problem, Answer>> {
  const { service } = asked;
  const order = await readJson(ErasureOrder, asked.request, asked.response);
  if (isLeft(order)) return order;
  if ((await recordOf(service, target)) === undefined) {
    const event = eventOf(asked, target, order.right, organisation);
    if (isLeft(event)) return event;
    const receipt = await service.door.submit(event.right, asked.principal)();
    // Somebody else may just have recorded it.
    if (isLeft(receipt) && (await recordOf(service, target)) === undefined) return receipt;
  }
  const told = await recordOf(service, target);
  if (told === undefined) throw new Error(`the erasure of ${target.id} is recorded, but not in the log`);
  const done = await service.erasures.done(told.revision, WAIT_MS);
  const { record, time, data } = told;
  const { legalBasis, reason } = data;
  const value = { id: target.id, record, href: `/v1/events/${record}`, legalBasis, reason, time, done };
  return right(jsonAnswer(value, { status: done ? 200 : 202, headers: { 'Cache-Control': 'no-store' } }));
}

async function recordOf({ door }: Service, { what, id }: Target): Promise<Recorded | undefined> {
  const { told } = await door.read('log', 'log');
  for (const one of told) {
    if (one.family !== 'log' || one.what !== what) continue;
    if (one.what === 'person-erased' && one.data.person === id) return one;
    if (one.what === 'original-erased' && one.data.sha256 === id) return one;
  }
  return undefined;
}

function eventOf(
  { service, principal }: Asked,
  { what, id }: Target,
  { legalBasis, reason, organisation: told }: ErasureOrder,
  known: OrganisationId | undefined,
): Either<Problem, unknown> {
  const organisation = told ?? principal.organisation ?? known;
  if (organisation === undefined) return left(ON_WHOSE_BEHALF);
  const { body, sources } = principal;
  return right({
    specversion: '1.0',
    id: `${what}-${id}`,
    source: sources?.[0] ?? 'urn:erasures',
    type: typeName('log', what),
    subject: 'log',
    time: service.clock.now(),
    organisation,
    ...(body === undefined ? {} : { body }),
    data: { ...(what === 'person-erased' ? { person: id } : { sha256: id }), legalBasis, reason },
  });
}

const ON_WHOSE_BEHALF: Problem = {
  problem: 'bad-request',
  detail: 'It is not known on whose behalf this is erased.',
  expected: 'the organisation in the body',
  advice: 'Give organisation in the body, or use a key of an organisation.',
  errors: [{ pointer: '/organisation', expected: 'an organisation', found: 'nothing' }],
};
