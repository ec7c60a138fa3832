import { type DocumentState, type Item, standingItems } from '../../contracts/states/document';
import type { DocumentStage, DocumentView } from '../../contracts/views';
import { toDocument } from '../plain';
import { indexed, type View } from '../view';

/** Steering documents with their items, from the reader's draft to publication. */
export const documents: View<'document'> = {
  family: 'document',
  version: 1,
  collection: {
    name: 'documents',
    indexes: [
      ...indexed('value', 'issuer', 'kind', 'year', 'stage', 'registered.original.sha256', 'seq'),
      ...indexed('sorted-text', 'title'),
      ...indexed('values', 'acceptances.organisation', 'registered.supplements'),
      ...indexed('words', 'title', 'items.text'),
    ],
    sorts: [
      ['issuer', 'year'],
      ['issuer', 'seq'],
    ],
  },
  documents: ({ subject, state, because }, placed) => {
    const view: DocumentView = {
      ...placed,
      document: subject,
      issuer: subject.slice(0, subject.indexOf('.')),
      stage: stageOf(state),
      ...(state.registered && {
        title: state.registered.title,
        kind: state.registered.kind,
        year: state.registered.year,
      }),
      counts: countsOf(state),
      ...state,
      because,
    };
    return [{ key: subject, document: toDocument(view) }];
  },
};

function stageOf({ registered, read, published, superseded }: DocumentState): DocumentStage {
  if (superseded !== undefined) return 'superseded';
  if (published !== undefined) return 'published';
  if (read !== undefined) return 'read';
  return registered === undefined ? 'unknown' : 'registered';
}

function countsOf(state: DocumentState): DocumentView['counts'] {
  const standing = standingItems(state);
  const doubtful = standing.filter(i => i.doubts.length > 0);
  return {
    items: state.items.length,
    standing: standing.length,
    reportable: standing.filter(i => i.reportable).length,
    doubtful: doubtful.length,
    undecided: doubtful.filter((i: Item) => i.decisions.length === 0).length,
  };
}
