import { define } from '../catalogue/define';
import { flag, integer, list, literal, object, oneOf, text, variant } from '../codec/kit';
import { label } from '../labels';
import {
  Attachment,
  Classification,
  IsoDate,
  Key,
  Line,
  OrganisationId,
  Prose,
  Reason,
  Reference,
  Subject,
  Year,
} from '../primitives';
import {
  BoardCase,
  Cascade,
  Corrected,
  Indicator,
  Kind,
  Modality,
  Place,
  Reporting,
  SuggestedIndicator,
} from './parts';

const issuer = { roles: ['issuer'], relation: 'self' } as const;
const system = { roles: [], relation: 'system' } as const;
const Phrases = list(Line, { max: 50 });

export const Doubt = object({ code: Key, text: Line });

export const DocumentKind = oneOf(
  'commission',
  'steering-document',
  'minutes',
  'supplement',
  'template',
  'other',
);

/** What a draft item is to do with an earlier requirement, where it is not simply a new one. */
export const Effect = variant(
  'kind',
  object({ kind: literal('amends'), key: Key, renewAcceptance: flag }),
  object({ kind: literal('withdraws'), key: Key }),
  object({ kind: literal('carries-forward'), key: Key }),
  object({ kind: literal('restates'), key: Key }),
);

export const documentEvents = {
  registered: define({
    data: object(
      {
        title: Line,
        kind: DocumentKind,
        year: Year,
        classification: Classification,
        original: Attachment,
      },
      {
        date: IsoDate,
        supplements: Subject,
        references: list(Reference, { max: 100 }),
        /** To whom the document is directed where an item names nobody; by default all directly below the issuer. */
        addressees: list(OrganisationId, { min: 1, max: 100, unique: true }),
      },
    ),
    who: issuer,
    correctable: false,
    labels: label('Dokument registrert', 'Dokument registrert', 'Document registered'),
    example: {
      title: 'Styringskrav og rammer 2031',
      kind: 'steering-document',
      year: 2031,
      classification: { access: 'open' },
      original: {
        sha256: '12'.repeat(32),
        bytes: 18_400,
        mediaType: 'text/plain',
        title: 'styringskrav-2031.txt',
      },
    },
  }),
  'item-read': define({
    data: object(
      {
        item: Key,
        order: integer(1, 100_000),
        place: Place,
        kind: Kind,
        reportable: flag,
        modality: Modality,
        text: Prose,
        addressees: Phrases,
        doubts: list(Doubt, { max: 20 }),
      },
      { suggestedIndicator: SuggestedIndicator },
    ),
    who: issuer,
    correctable: false,
    labels: label('Punkt lest fra dokumentet', 'Punkt lese frå dokumentet', 'Item read from the document'),
    example: {
      item: 'i012',
      order: 12,
      place: { section: '3.2', sectionTitle: 'Beredskap', firstLine: 210, lastLine: 212 },
      kind: 'task',
      reportable: true,
      modality: 'skal',
      text: 'Øve beredskapsplanen med kommunene i opptaksområdet. (Alle HF)',
      addressees: ['Alle HF'],
      doubts: [],
    },
  }),
  'reading-completed': define({
    data: object({ items: integer(0, 100_000), reader: Line }),
    who: issuer,
    correctable: false,
    labels: label('Lesing fullført', 'Lesing fullført', 'Reading completed'),
    example: { items: 64, reader: 'steering-import/1' },
  }),
  'item-corrected': define({
    data: object(
      { item: Key, reason: Reason },
      {
        text: Prose,
        kind: Kind,
        modality: Modality,
        addressees: Phrases,
        classification: Classification,
        reporting: Reporting,
        references: list(Reference, { max: 50 }),
      },
    ),
    who: issuer,
    guarded: true,
    labels: label('Punkt rettet', 'Punkt retta', 'Item corrected'),
    example: { item: 'i012', addressees: ['Granvik sykehus HF'], reason: 'Gjelder bare ett foretak' },
  }),
  'item-promoted': define({
    data: object({ item: Key, kind: oneOf('task', 'indicator'), reason: Reason }),
    who: issuer,
    guarded: true,
    labels: label(
      'Punkt gjort rapporteringspliktig',
      'Punkt gjort rapporteringspliktig',
      'Item promoted to reportable',
    ),
    example: { item: 'i007', kind: 'task', reason: 'Setningen stiller et konkret krav' },
  }),
  'item-demoted': define({
    data: object({ item: Key, reason: Reason }),
    who: issuer,
    guarded: true,
    labels: label('Punkt gjort til ingress', 'Punkt gjort til ingress', 'Item demoted to framing'),
    example: { item: 'i031', reason: 'Opplisting av planer, ikke et krav' },
  }),
  'item-dropped': define({
    data: object({ item: Key, reason: Reason }),
    who: issuer,
    guarded: true,
    labels: label('Punkt tatt ut', 'Punkt teke ut', 'Item dropped'),
    example: { item: 'i040', reason: 'Sidetekst som ble lest som et punkt' },
  }),
  'item-linked': define({
    data: object({ item: Key, cascade: Cascade, reason: Reason }, { parent: Subject }),
    who: issuer,
    guarded: true,
    labels: label(
      'Punkt koblet til overordnet krav',
      'Punkt kopla til overordna krav',
      'Item linked to its parent',
    ),
    example: {
      item: 'i012',
      cascade: 'adapted',
      parent: 'helse-solheim.departementet-od-2031-i004',
      reason: 'Konkretiserer oppdraget for foretakene',
    },
  }),
  'item-directed': define({
    data: object({ item: Key, effect: Effect, reason: Reason }),
    who: issuer,
    guarded: true,
    labels: label(
      'Punktets virkning bestemt',
      'Verknaden av punktet bestemt',
      "Item's effect on an earlier requirement set",
    ),
    example: {
      item: 'i002',
      effect: { kind: 'amends', key: 'helse-solheim-sr-2031-i012', renewAcceptance: true },
      reason: 'Tilleggsdokumentet skjerper kravet',
    },
  }),
  'indicator-specified': define({
    data: object({ item: Key, indicator: Indicator, reason: Reason }),
    who: issuer,
    guarded: true,
    labels: label('Indikator spesifisert', 'Indikator spesifisert', 'Indicator specified'),
    example: {
      item: 'i020',
      indicator: { direction: 'increase', unit: 'meldte hendelser', baselineYear: 2030 },
      reason: 'Flere meldinger er målet',
    },
  }),
  published: define({
    data: object({
      /** The document's own rule of what is reported, for bullets and for framing, each with its source. */
      reporting: object({ bullets: Reporting, framing: Reporting }),
    }),
    who: issuer,
    guarded: true,
    correctable: false,
    labels: label('Dokument publisert', 'Dokument publisert', 'Document published'),
    example: {
      reporting: {
        bullets: { mode: 'through-year+annual', source: 'kap. 1.1' },
        framing: { mode: 'none', source: 'kap. 1.1' },
      },
    },
  }),
  supplemented: define({
    data: object({ by: Subject }),
    who: system,
    correctable: false,
    labels: label('Supplert av tilleggsdokument', 'Supplert av tilleggsdokument', 'Supplemented'),
    example: { by: 'helse-solheim.tillegg-2031' },
  }),
  superseded: define({
    data: object({ by: Subject, reason: Reason }),
    who: issuer,
    labels: label('Erstattet av nytt dokument', 'Erstatta av nytt dokument', 'Superseded'),
    example: { by: 'helse-solheim.sr-2031-v2', reason: 'Ny versjon etter foretaksmøtet' },
  }),
  accepted: define({
    data: object({
      boardCase: BoardCase,
      wording: Line,
      /** Each requirement taken by this case, at the version of its text, with its reservation if any. */
      requirements: list(
        object({ requirement: Subject, version: integer(1, 999) }, { reservation: text(2_000) }),
        {
          min: 1,
          max: 1_000,
        },
      ),
    }),
    who: { roles: ['board', 'recipient'], relation: 'addressee' },
    labels: label(
      'Tatt til etterretning av styret',
      'Teke til etterretning av styret',
      'Accepted by board case',
    ),
    example: {
      boardCase: { number: '12/31', title: 'Styringskrav og rammer 2031', date: '2031-02-20' },
      wording: 'Styret tar styringskravene til etterretning',
      requirements: [{ requirement: 'granvik.helse-solheim-sr-2031-i012', version: 1 }],
    },
  }),
  'graded-assignment-noted': define({
    data: object({
      channel: Line,
      date: IsoDate,
      addressees: list(OrganisationId, { min: 1, max: 100, unique: true }),
    }),
    who: issuer,
    labels: label('Gradert oppdrag notert', 'Gradert oppdrag notert', 'Graded assignment noted'),
    example: { channel: 'Egen kanal, sak 31/77', date: '2031-04-02', addressees: ['granvik'] },
  }),
  corrected: define({
    data: Corrected,
    who: { roles: ['issuer', 'board', 'recipient'], relation: 'any' },
    correctable: true,
    labels: label('Rettet', 'Retta', 'Corrected'),
    example: {
      outcome: 'annulled',
      corrects: '5f0c8d6e-6d0b-5a53-8f7e-0d6f2a1b9c3d',
      reason: 'Vedtaket gjaldt et annet dokument',
    },
  }),
};
