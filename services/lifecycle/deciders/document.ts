import type { DocumentState } from '../../../contracts/states/document';
import type { Act, DecisionFacts } from '../facts';
import { firstOf, invalid, refuse, type Verdict } from '../refusals';
import { decideBoardCase } from './board-case';
import { classified } from './issue';
import { decideEffect, decideLink, openItem } from './items';
import { decidePublication } from './publication';
import { decideRegistration } from './registration';

type DocumentAct = Act<'document'>;

/** May this be said of the document as it stands? */
export function decideDocument(state: DocumentState, act: DocumentAct, facts: DecisionFacts): Verdict {
  if (act.what === 'registered') return decideRegistration(state, act, facts);
  if (state.registered === undefined) {
    return refuse(
      'lifecycle',
      `Document ${act.subject} is not registered.`,
      'a registered document',
      'Register it with no.kravspor.document.registered.v1, or import it.',
    );
  }
  switch (act.what) {
    case 'item-read':
      return firstOf(
        () => stillReading(state),
        () =>
          state.items.some(i => i.item === act.data.item)
            ? invalid(
                '/data/item',
                'an item that was not read before',
                act.data.item,
                'Give each item an id of its own.',
              )
            : undefined,
      );
    case 'reading-completed':
      return firstOf(
        () => stillReading(state),
        () =>
          state.items.length === act.data.items
            ? undefined
            : invalid(
                '/data/items',
                `${state.items.length}, the items read`,
                String(act.data.items),
                'Send the missing items first.',
              ),
      );
    case 'item-corrected':
      return firstOf(
        () => openItem(state, act.data.item),
        () => (act.data.classification === undefined ? undefined : classified(act.data.classification)),
      );
    case 'item-promoted':
    case 'item-demoted':
    case 'item-dropped':
    case 'indicator-specified':
      return openItem(state, act.data.item);
    case 'item-linked':
      return firstOf(
        () => openItem(state, act.data.item),
        () => decideLink(act.data, act.owner, facts),
      );
    case 'item-directed':
      return firstOf(
        () => openItem(state, act.data.item),
        () => decideEffect(act.data.effect.key, act.owner, facts),
      );
    case 'published':
      return decidePublication(state, act, facts);
    case 'superseded':
      return isPublished(state, act.subject);
    case 'accepted':
      return firstOf(
        () => isPublished(state, act.subject),
        () => decideBoardCase(state, act, facts),
      );
    case 'supplemented':
    case 'graded-assignment-noted':
    case 'corrected':
      return undefined;
  }
}

const stillReading = (state: DocumentState): Verdict =>
  state.read === undefined
    ? undefined
    : refuse(
        'lifecycle',
        'The reading of the document is completed.',
        'a document that is still being read',
        'Correct or drop items instead.',
      );

const isPublished = (state: DocumentState, subject: string): Verdict =>
  state.published === undefined
    ? refuse('I103', `Document ${subject} is not published.`, 'a published document', 'Publish it first.')
    : undefined;
