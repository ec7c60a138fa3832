import { typeName } from '../../../contracts/catalogue/catalogue';
import type { Classification, Timestamp } from '../../../contracts/primitives';
import type { DraftItem, SteeringDocument } from '../../steering-import';

/** What is said of a document that is imported, besides what it says itself. */
export interface Importing {
  readonly issuer: string;
  readonly document: string;
  readonly year: number;
  readonly kind: string;
  readonly source: string;
  readonly classification: Classification;
  readonly fileName: string;
  readonly time: Timestamp;
  readonly title?: string;
  readonly date?: string;
  readonly supplements?: string;
  readonly addressees?: readonly string[];
  readonly reason?: string;
}

/** Raised when the same document would be read into other items than before. */
const READER = 'steering-import/1';

/**
 * The events of an import. Their ids follow from the document's bytes, so that the same document sent again is the same
 * events again.
 */
export function eventsOf(importing: Importing, read: SteeringDocument, bytes: number): readonly unknown[] {
  const { title: own, sha256, items } = read;
  const { issuer, document, year, kind, classification, fileName, title = cut(own, 300) } = importing;
  const event = (what: string, id: string, data: unknown): unknown => ({
    specversion: '1.0',
    id: `${sha256.slice(0, 32)}-${id}`,
    source: importing.source,
    type: typeName('document', what),
    subject: `${issuer}.${document}`,
    time: importing.time,
    organisation: issuer,
    ...(importing.reason === undefined ? {} : { reason: importing.reason }),
    data,
  });
  const { date, supplements, addressees } = importing;
  return [
    event('registered', 'registered', {
      title,
      kind,
      year,
      classification,
      original: { sha256, bytes, mediaType: 'text/plain', title: fileName },
      ...(date === undefined ? {} : { date }),
      ...(supplements === undefined ? {} : { supplements }),
      ...(addressees === undefined ? {} : { addressees }),
    }),
    ...items.map((item, i) => event('item-read', itemId(i), itemOf(item, i))),
    event('reading-completed', 'completed', { items: items.length, reader: READER }),
  ];
}

/** The id of the nth item of a document, from 0. */
export const itemId = (index: number): string => `i${String(index + 1).padStart(3, '0')}`;

function itemOf(item: DraftItem, index: number): unknown {
  const { kind, reportable, section, sectionTitle, text, modality, addressees, lines, doubts, indicator } =
    item;
  const suggested = indicator === undefined ? undefined : suggestedIndicator(indicator);
  return {
    item: itemId(index),
    order: index + 1,
    place: {
      section: cut(section, 40),
      sectionTitle: cut(sectionTitle, 300),
      firstLine: lines[0],
      lastLine: lines[1],
    },
    kind,
    reportable,
    modality: modality ?? 'none',
    text,
    addressees: addressees.slice(0, 50).map(phrase => cut(phrase, 300)),
    doubts: doubts.slice(0, 20).map(({ code, sentence }) => ({ code, text: sentence })),
    ...(suggested === undefined ? {} : { suggestedIndicator: suggested }),
  };
}

/** What the reader found in an indicator's words, as the document's events tell it. */
function suggestedIndicator(facts: NonNullable<DraftItem['indicator']>): unknown {
  const { direction, baselineYear, threshold, wantedChange } = facts;
  const unit = threshold?.unit ?? wantedChange?.unit;
  return {
    ...(direction === undefined ? {} : { direction }),
    ...(unit === undefined ? {} : { unit }),
    ...(baselineYear === undefined ? {} : { baselineYear }),
    ...(threshold === undefined ? {} : { threshold: threshold.value }),
    ...(wantedChange === undefined ? {} : { wantedChange: wantedOf(wantedChange) }),
  };
}

const wantedOf = ({
  value,
  unit,
}: NonNullable<NonNullable<DraftItem['indicator']>['wantedChange']>): unknown => ({
  amount: value,
  unit: unit === '%' ? 'percent' : 'absolute',
});

/** The first `max` code points. */
const cut = (text: string, max: number): string =>
  text.length <= max ? text : Array.from(text).slice(0, max).join('');
