import type { DataFor } from '../catalogue/catalogue';
import type {
  Cascade,
  Indicator,
  Kind,
  Modality,
  Place,
  Reporting,
  SuggestedIndicator,
} from '../events/parts';
import type { Classification, Reference } from '../primitives';
import { change, type Fold, put } from './fold';
import { type Mark, markOf, type Told } from './told';

/** One item of a document: what the reader read, and what persons have decided since. */
export interface Item {
  readonly item: string;
  readonly order: number;
  readonly place: Place;
  readonly kind: Kind;
  readonly reportable: boolean;
  readonly modality: Modality;
  readonly text: string;
  /** What stood in the document, where a person has corrected it. */
  readonly readText?: string;
  readonly addressees: readonly string[];
  readonly doubts: readonly { readonly code: string; readonly text: string }[];
  readonly suggestedIndicator?: SuggestedIndicator;
  readonly indicator?: Indicator;
  readonly classification?: Classification;
  readonly reporting?: Reporting;
  readonly references?: readonly Reference[];
  readonly link?: {
    readonly cascade: Cascade;
    readonly parent?: string;
    readonly reason: string;
    readonly mark: Mark;
  };
  readonly effect?: DataFor<'document', 'item-directed'>['effect'];
  readonly dropped?: { readonly reason: string; readonly mark: Mark };
  readonly read: Mark;
  /** Revision of the record that last touched the item: its ETag. */
  readonly revision: number;
  readonly decisions: readonly { readonly what: string; readonly reason: string; readonly mark: Mark }[];
}

export interface DocumentState {
  readonly registered?: DataFor<'document', 'registered'> & { readonly mark: Mark };
  readonly items: readonly Item[];
  readonly read?: { readonly items: number; readonly reader: string; readonly mark: Mark };
  readonly published?: DataFor<'document', 'published'> & { readonly mark: Mark; readonly revision: number };
  readonly supplements: readonly { readonly by: string; readonly mark: Mark }[];
  readonly superseded?: { readonly by: string; readonly reason: string; readonly mark: Mark };
  readonly acceptances: readonly (DataFor<'document', 'accepted'> & {
    readonly organisation: string;
    readonly mark: Mark;
  })[];
  readonly graded: readonly (DataFor<'document', 'graded-assignment-noted'> & { readonly mark: Mark })[];
}

export const documentFold: Fold<DocumentState> = {
  initial: { items: [], supplements: [], acceptances: [], graded: [] },
  evolve: (state, told) => (told.family === 'document' ? evolve(state, told) : state),
};

/** The items that are issued on publication. */
export const standingItems = ({ items }: DocumentState): readonly Item[] =>
  items.filter(i => i.dropped === undefined).sort((a, b) => a.order - b.order);

function evolve(state: DocumentState, told: Told<'document'>): DocumentState {
  const mark = markOf(told);
  switch (told.what) {
    case 'registered':
      return { ...state, registered: { ...told.data, mark } };
    case 'item-read': {
      const item: Item = { ...told.data, read: mark, revision: told.revision, decisions: [] };
      return { ...state, items: put(state.items, item, i => i.item === item.item) };
    }
    case 'reading-completed':
      return { ...state, read: { ...told.data, mark } };
    case 'item-corrected': {
      const { item: _, reason: __, ...changes } = told.data;
      return decided(state, told, i => ({
        ...i,
        ...changes,
        ...(changes.text === undefined ? {} : { readText: i.readText ?? i.text }),
      }));
    }
    case 'item-promoted': {
      const { kind } = told.data;
      return decided(state, told, i => ({ ...i, kind, reportable: true }));
    }
    case 'item-demoted':
      return decided(state, told, i => ({ ...i, kind: 'framing', reportable: false }));
    case 'item-dropped': {
      const dropped = { reason: told.data.reason, mark };
      return decided(state, told, i => ({ ...i, dropped }));
    }
    case 'item-linked': {
      const { item: _, ...link } = told.data;
      return decided(state, told, i => ({ ...i, link: { ...link, mark } }));
    }
    case 'item-directed': {
      const { effect } = told.data;
      return decided(state, told, i => ({ ...i, effect }));
    }
    case 'indicator-specified': {
      const { indicator } = told.data;
      return decided(state, told, i => ({ ...i, indicator, kind: 'indicator', reportable: true }));
    }
    case 'published':
      return { ...state, published: { ...told.data, mark, revision: told.revision } };
    case 'supplemented':
      return {
        ...state,
        supplements: put(state.supplements, { by: told.data.by, mark }, s => s.by === told.data.by),
      };
    case 'superseded':
      return { ...state, superseded: { ...told.data, mark } };
    case 'accepted':
      return {
        ...state,
        acceptances: [...state.acceptances, { ...told.data, organisation: told.organisation, mark }],
      };
    case 'graded-assignment-noted':
      return { ...state, graded: [...state.graded, { ...told.data, mark }] };
    case 'corrected':
      return state;
  }
}

type Decision = Told<'document'> & { readonly data: { readonly item: string; readonly reason: string } };

function decided(state: DocumentState, told: Decision, by: (item: Item) => Item): DocumentState {
  const decision = { what: told.what, reason: told.data.reason, mark: markOf(told) };
  const same = (i: Item): boolean => i.item === told.data.item;
  return {
    ...state,
    items: change(state.items, same, i => ({
      ...by(i),
      revision: Math.max(i.revision, told.revision),
      decisions: [...i.decisions, decision],
    })),
  };
}
