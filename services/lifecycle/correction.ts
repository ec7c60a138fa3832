import { type Either, left, right } from 'fp-ts/Either';
import { decodeHappening, lookUp, typeName } from '../../contracts/catalogue/catalogue';
import type { Corrected } from '../../contracts/events/parts';
import type { OrganisationsState } from '../../contracts/states/organisations';
import type { AnyTold } from '../../contracts/states/told';
import { fitsRelation } from './authorise';
import type { AnyAct } from './facts';
import type { Principal } from './principal';
import type { Problem } from '../../contracts/problems';
import type { Received } from './receive';
import { invalid, refuse } from './refusals';
import type { Loaded } from './streams';

/** A correction, resolved: the record it speaks of, and what is to stand in its place (nothing where it is annulled). */
export interface Correction {
  readonly target: AnyTold;
  readonly replacement: AnyAct | undefined;
}

/** Whoever may emit the corrected event now may correct it; what replaces it must fit the same type. */
export function resolveCorrection(
  loaded: Loaded,
  received: Received,
  data: Corrected,
  principal: Principal,
  register: OrganisationsState,
): Either<Problem, Correction> {
  const target = loaded.told.find(t => t.record === data.corrects);
  if (target === undefined) return left(unknownTarget(data.corrects, received.event.subject));
  const type = typeName(target.family, target.what);
  const definition = lookUp(type)?.definition;
  if (definition === undefined) return left(unknownTarget(data.corrects, received.event.subject));
  if (!definition.correctable && !principal.system) return left(notCorrectable(type));
  const roles = definition.who.roles;
  if (!principal.system && !roles.some(role => principal.roles.includes(role))) {
    return left({
      problem: 'not-allowed',
      detail: `Whoever corrects ${type} must be allowed to send it.`,
      expected: `one of the roles ${roles.join(', ')}`,
      advice: 'Ask whoever may send it.',
    });
  }
  const relation = fitsRelation({ ...received, definition }, register) ?? sameSpeaker(target, received);
  if (relation !== undefined) return left(relation);
  if (data.outcome === 'annulled') return right({ target, replacement: undefined });
  const happening = decodeHappening({ type, data: data.replacement });
  if (happening._tag === 'Left') {
    const flaws = happening.left.kind === 'bad-data' ? happening.left.flaws : [];
    return left({
      problem: 'invalid-event',
      detail: `The replacement does not fit ${type}.`,
      advice: 'A replacement has the whole data of the type it corrects.',
      errors: flaws.map(f => ({ ...f, pointer: f.pointer.replace('/data', '/data/replacement') })),
    });
  }
  const { organisation, body } = received.event;
  const owner = received.thing.owner ?? organisation;
  const time = data.time ?? target.time;
  return right({
    target,
    replacement: {
      ...happening.right,
      subject: target.subject,
      owner,
      organisation,
      body: body ?? 'administration',
      time,
    },
  });
}

/** In a document's stream several addressees speak; one may not correct the other's word. */
const sameSpeaker = (target: AnyTold, { event }: Received): Problem | undefined =>
  target.family !== 'document' || target.organisation === event.organisation
    ? undefined
    : refuse(
        'I104',
        `The record was sent on behalf of ${target.organisation}.`,
        `organisation ${target.organisation}`,
        'Only the organisation whose word it is may correct it.',
      );

const unknownTarget = (record: string, subject: string): Problem =>
  invalid('/data/corrects', `a record of ${subject}`, record, 'Take the record id from the history.');

const notCorrectable = (type: string): Problem =>
  refuse(
    'I111',
    `${type} cannot be corrected.`,
    'an event of a correctable type',
    'Other words exist for it: amend, withdraw, supersede or return.',
  );
