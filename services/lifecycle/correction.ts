import { type Either, left, right } from 'fp-ts/Either';
import { decodeHappening, lookUp, typeName, type Undecodable } from '../../contracts/catalogue/catalogue';
import type { EventType } from '../../contracts/catalogue/define';
import { Corrected } from '../../contracts/events/parts';
import type { Problem } from '../../contracts/problems';
import type { OrganisationsState } from '../../contracts/states/organisations';
import type { AnyTold } from '../../contracts/states/told';
import { fitsRelation } from './authorise';
import type { Intent } from './facts';
import type { Principal } from './principal';
import type { Received } from './receive';
import { firstOf, invalid, refuse, type Verdict } from './refusals';
import { type Loaded, stateFor } from './streams';

/**
 * What a correction would have in place of the record it corrects; undefined where it only takes away. Whoever may emit
 * the corrected event now may correct it. The correction of a correction is a correction of what that one corrects.
 */
export function resolveCorrection(
  own: Loaded,
  received: Received,
  data: Corrected,
  principal: Principal,
  register: OrganisationsState,
  at = '/data',
): Either<Problem, Intent | undefined> {
  const target = own.told.find(t => t.record === data.corrects);
  const root = target === undefined ? undefined : rootOf(own, target);
  const definition = root === undefined ? undefined : lookUp(typeOf(root))?.definition;
  if (target === undefined || root === undefined || definition === undefined)
    return left(unknownTarget(`${at}/corrects`, data.corrects, received.event.subject));
  const refusal = mayCorrect(root, definition, received, principal, register);
  if (refusal !== undefined) return left(refusal);
  if (data.outcome === 'annulled') return right(undefined);

  const happening = decodeHappening({ type: typeOf(target), data: data.replacement });
  if (happening._tag === 'Left') return left(unfit(typeOf(target), happening.left, at));
  const inner = happening.right.data;
  if (happening.right.what === 'corrected' && Corrected.is(inner)) {
    const same = Corrected.is(target.data) && target.data.corrects === inner.corrects;
    return same
      ? resolveCorrection(own, received, inner, principal, register, `${at}/replacement`)
      : left(otherRecord(target, inner.corrects, at));
  }
  const { organisation, body } = received.event;
  const time = data.time ?? target.time;
  return right({
    act: {
      ...happening.right,
      subject: target.subject,
      owner: received.thing.owner ?? organisation,
      organisation,
      body: body ?? 'administration',
      time,
    },
    own: { ...own, state: stateFor(own, target, time) },
    at: `${at}/replacement`,
  });
}

const typeOf = (told: AnyTold): string => typeName(told.family, told.what);

/** The record that a row of corrections of corrections speaks of in the end. */
function rootOf(own: Loaded, told: AnyTold): AnyTold | undefined {
  if (told.what !== 'corrected' || !Corrected.is(told.data)) return told;
  const { corrects } = told.data;
  const earlier = own.told.find(t => t.record === corrects && t.revision < told.revision);
  return earlier === undefined ? undefined : rootOf(own, earlier);
}

function mayCorrect(
  root: AnyTold,
  definition: EventType,
  received: Received,
  principal: Principal,
  register: OrganisationsState,
): Verdict {
  const { roles } = definition.who;
  return firstOf(
    () => (definition.correctable || principal.system ? undefined : notCorrectable(typeOf(root))),
    () =>
      principal.system || roles.some(role => principal.roles.includes(role))
        ? undefined
        : {
            problem: 'not-allowed',
            detail: `Whoever corrects ${typeOf(root)} must be allowed to send it.`,
            expected: `one of the roles ${roles.join(', ')}`,
            advice: 'Ask whoever may send it.',
          },
    () => fitsRelation({ ...received, definition }, register),
    () => sameSpeaker(root, received),
  );
}

/** In a document's stream several addressees speak; one may not correct the other's word. */
const sameSpeaker = (root: AnyTold, { event }: Received): Verdict =>
  root.family !== 'document' || root.organisation === event.organisation
    ? undefined
    : refuse(
        'I104',
        `The record was sent on behalf of ${root.organisation}.`,
        `organisation ${root.organisation}`,
        'Only the organisation whose word it is may correct it.',
      );

const unknownTarget = (pointer: string, record: string, subject: string): Problem =>
  invalid(pointer, `a record of ${subject}`, record, 'Take the record id from the history.');

const otherRecord = (target: AnyTold, corrects: string, at: string): Problem =>
  invalid(
    `${at}/replacement/corrects`,
    Corrected.is(target.data) ? target.data.corrects : 'the same record',
    corrects,
    'A correction is replaced by one of the same record. Annul it, and correct the other record by itself.',
  );

const notCorrectable = (type: string): Problem =>
  refuse(
    'I111',
    `${type} cannot be corrected.`,
    'an event of a correctable type',
    'Other words exist for it: amend, withdraw, supersede or return.',
  );

function unfit(type: string, undecodable: Undecodable, at: string): Problem {
  const flaws = undecodable.kind === 'bad-data' ? undecodable.flaws : [];
  return {
    problem: 'invalid-event',
    detail: `The replacement does not fit ${type}.`,
    expected: `the whole data of ${type}`,
    advice: 'A replacement has the whole data of the type it corrects.',
    errors: flaws.map(f => ({ ...f, pointer: f.pointer.replace(/^\/data/, `${at}/replacement`) })),
  };
}
