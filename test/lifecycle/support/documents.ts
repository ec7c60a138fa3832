import { type Circumstances, type Happened, tell } from './tell';

/** The steering document most stories are about, and the parts of its life. */
export const DOCUMENT = 'helse-solheim.sr-2031';

const REGISTERED = {
  title: 'Styringskrav og rammer 2031',
  kind: 'steering-document',
  year: 2031,
  classification: { access: 'open' },
  original: { sha256: '12'.repeat(32), bytes: 100, mediaType: 'text/plain', title: 'krav.txt' },
};

/** Says things in the stream of one document. */
export const documentCalled =
  (subject: string) =>
  (what: string, data: object = {}, circumstances: Circumstances = {}): Happened =>
    tell('document', subject, what, data, { on: '2031-01-20', ...circumstances });

const document = documentCalled(DOCUMENT);

export const registered = (data: object = {}, subject = DOCUMENT): Happened =>
  documentCalled(subject)('registered', { ...REGISTERED, ...data });

export const item = (id: string, data: object = {}, subject = DOCUMENT): Happened =>
  documentCalled(subject)('item-read', {
    item: id,
    order: Number(id.slice(1)),
    place: { section: '3.2', sectionTitle: 'Beredskap', firstLine: 10, lastLine: 11 },
    kind: 'task',
    reportable: true,
    modality: 'skal',
    text: `Punkt ${id}.`,
    addressees: ['Alle HF'],
    doubts: [],
    ...data,
  });

export const readThrough = (items: number, subject = DOCUMENT): Happened =>
  documentCalled(subject)('reading-completed', { items, reader: 'steering-import/1' });

export const REPORTING = {
  bullets: { mode: 'through-year+annual', source: 'kap. 1.1' },
  framing: { mode: 'none', source: 'kap. 1.1' },
};

export const published = (subject = DOCUMENT, on = '2031-01-31'): Happened =>
  documentCalled(subject)('published', { reporting: REPORTING }, { on });

export const decided = (what: string, data: object, id = 'i1'): Happened =>
  document(what, { item: id, reason: 'Etter gjennomgang', ...data });

/** A document with these items, read to its end. */
export const draft = (...items: readonly Happened[]): readonly Happened[] => [
  registered(),
  ...items,
  readThrough(items.length),
];
