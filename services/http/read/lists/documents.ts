import type { QueryOf, readEndpoints } from '../../../../contracts/api';
import type { DocumentRow } from '../../../../contracts/api/rows';
import type { DocumentView } from '../../../../contracts/views';
import { documentFor } from '../document-access';
import { anyOf, equal, words } from '../filters';
import { computedList } from '../computed-list';
import type { Column, ListSpec } from '../list';
import { nameOf } from '../names';
import { present } from '../present';
import { allOf, type Seen } from '../seen';
import { storedList } from '../stored-list';

type Query = QueryOf<typeof readEndpoints.documents.query>;

const filters = (query: Query) => [
  ...anyOf('issuer', query.issuer),
  ...equal('year', query.year),
  ...anyOf('kind', query.kind),
  ...anyOf('stage', query.stage),
  ...anyOf('registered.supplements', query.supplements),
  ...words('title', query.q),
];

type OrderWord = 'title' | 'issuer' | 'kind' | 'year' | 'stage' | 'seq';

const columns: readonly Column<DocumentRow>[] = [
  { name: 'document', cell: d => d.document },
  { name: 'title', cell: d => d.title },
  { name: 'issuer', cell: d => d.issuer },
  { name: 'issuer_name', cell: d => d.issuerName },
  { name: 'kind', cell: d => d.kind },
  { name: 'year', cell: d => d.year },
  { name: 'stage', cell: d => d.stage },
  { name: 'published', cell: d => d.published },
  { name: 'items', cell: d => d.counts.standing },
  { name: 'reportable_items', cell: d => d.counts.reportable },
  { name: 'undecided_items', cell: d => d.counts.undecided },
  { name: 'supplements', cell: d => d.supplements },
  { name: 'superseded_by', cell: d => d.supersededBy },
  { name: 'original_sha256', cell: d => d.original?.sha256 },
];

const stored = storedList<DocumentView, DocumentRow, Query, OrderWord>({
  name: 'documents',
  collection: 'documents',
  filters,
  orders: { title: 'title', issuer: 'issuer', kind: 'kind', year: 'year', stage: 'stage', seq: 'seq' },
  rows: (found, seen) => Promise.resolve(found.map(({ view }) => rowOf(view, seen))),
  columns,
});

/** Who sees a document depends on more than a filter can say, so what a reader of a part sees is worked out. */
const worked = computedList<DocumentRow, Query, OrderWord | 'document'>({
  name: 'documents',
  all: (query, seen) =>
    allOf<DocumentView, DocumentRow>(seen, 'documents', filters(query), ({ view }) => {
      const visible = documentFor(view, seen);
      return visible === undefined ? [] : [rowOf(visible, seen)];
    }),
  key: d => d.document,
  orders: {
    document: d => d.document,
    title: d => d.title,
    issuer: d => d.issuer,
    kind: d => d.kind,
    year: d => d.year,
    stage: d => d.stage,
    seq: d => d.seq,
  },
  columns,
});

export const documents: ListSpec<Query, DocumentRow> = {
  name: 'documents',
  columns,
  open: (query, seen) => (seen.reader.whole ? stored : worked).open(query, seen),
};

function rowOf(view: DocumentView, seen: Seen): DocumentRow {
  const { document, issuer, stage, title, kind, year, counts, revision, seq, registered } = view;
  const original = registered?.original;
  return present({
    href: `/v1/documents/${document}`,
    ...{ document, title, issuer, issuerName: nameOf(seen, issuer), kind, year, stage, counts },
    published: view.published?.mark.time,
    supplements: registered?.supplements,
    supersededBy: view.superseded?.by,
    original: original && { sha256: original.sha256, title: original.title, mediaType: original.mediaType },
    ...{ revision, seq },
  });
}
