import { define } from '../catalogue/define';
import { flag, integer, list, nullable, object, text } from '../codec/kit';
import { label } from '../labels';
import {
  Classification,
  IsoDate,
  Key,
  Line,
  OrganisationId,
  Prose,
  Reason,
  RecordId,
  Reference,
  Revision,
  Sha256,
  Subject,
  Year,
} from '../primitives';
import { Cascade, Indicator, Kind, Modality, Place, Reporting } from './parts';

const superior = { roles: ['issuer'], relation: 'above' } as const;
const system = { roles: [], relation: 'system' } as const;
const Version = integer(1, 999);

/** Where the text stands: document, item, and the lines of the original. */
const Origin = object({ document: Subject }, { item: Key, revision: Revision, place: Place, sha256: Sha256 });

const Parent = object(
  { requirement: Subject, cascade: Cascade },
  { revision: nullable(Revision), version: Version },
);

/** How a requirement comes to be, how its text lives, and how it ends. */
export const requirementTextEvents = {
  issued: define({
    data: object(
      {
        issuer: OrganisationId,
        registerRevision: nullable(Revision),
        text: Prose,
        kind: Kind,
        modality: Modality,
        reporting: Reporting,
        classification: Classification,
        steeringYear: Year,
      },
      {
        /** The addressee in the document's own words, where it names one; who that was is the stream's organisation. */
        addresseePhrase: Line,
        origin: Origin,
        parent: Parent,
        predecessor: Subject,
        indicator: Indicator,
        references: list(Reference, { max: 50 }),
        targetYear: Year,
        due: IsoDate,
      },
    ),
    who: superior,
    correctable: false,
    labels: label('Krav stilt', 'Krav stilt', 'Requirement issued'),
    example: {
      issuer: 'helse-solheim',
      addresseePhrase: 'Alle HF',
      registerRevision: 9,
      text: 'Øve beredskapsplanen med kommunene i opptaksområdet.',
      kind: 'task',
      modality: 'skal',
      reporting: { mode: 'through-year+annual', source: 'kap. 1.1' },
      classification: { access: 'open' },
      steeringYear: 2031,
      origin: { document: 'helse-solheim.sr-2031', item: 'i012', revision: 70 },
    },
  }),
  amended: define({
    data: object(
      { version: Version, text: Prose, renewAcceptance: flag, reason: Reason },
      { origin: Origin, indicator: Indicator },
    ),
    who: superior,
    correctable: false,
    labels: label('Kravteksten endret', 'Kravteksten endra', 'Text amended'),
    example: {
      version: 2,
      text: 'Øve beredskapsplanen med alle kommunene i opptaksområdet innen 1. oktober.',
      renewAcceptance: true,
      reason: 'Skjerpet i tilleggsdokument',
    },
  }),
  'parent-changed': define({
    data: object({ parent: Subject, revision: Revision, version: Version, act: RecordId, text: Prose }),
    who: system,
    correctable: false,
    labels: label('Overordnet krav endret', 'Overordna krav endra', 'Parent changed'),
    example: {
      parent: 'helse-solheim.departementet-od-2031-i004',
      revision: 3,
      version: 2,
      act: '5f0c8d6e-6d0b-5a53-8f7e-0d6f2a1b9c3d',
      text: 'Styrke beredskapen i hele regionen.',
    },
  }),
  'reporting-mode-changed': define({
    data: object({ reporting: Reporting, reason: Reason }),
    who: superior,
    labels: label('Rapporteringsmåte endret', 'Rapporteringsmåte endra', 'Reporting mode changed'),
    example: {
      reporting: { mode: 'annual', source: 'Mal for årlig melding 2031' },
      reason: 'Malen kom i november',
    },
  }),
  withdrawn: define({
    data: object({ reason: Reason }),
    who: superior,
    labels: label('Krav trukket tilbake', 'Krav trekt tilbake', 'Withdrawn'),
    example: { reason: 'Oppgaven er overført til staten' },
  }),
  superseded: define({
    data: object({ by: Subject, reason: Reason }),
    who: superior,
    labels: label('Krav erstattet', 'Krav erstatta', 'Superseded'),
    example: { by: 'granvik.helse-solheim-sr-2032-i008', reason: 'Ny ordlyd fra 2032' },
  }),
  'addressee-succeeded': define({
    data: object({ successor: OrganisationId, from: IsoDate, reason: Reason }),
    who: system,
    correctable: false,
    labels: label(
      'Adressaten har fått en etterfølger',
      'Adressaten har fått ein etterfølgjar',
      'Addressee succeeded',
    ),
    example: { successor: 'granvik', from: '2032-01-01', reason: 'Foretakene er slått sammen' },
  }),
  'carried-forward': define({
    data: object({ year: Year, reporting: Reporting, reason: Reason }, { origin: Origin }),
    who: superior,
    labels: label('Videreført', 'Vidareført', 'Carried forward'),
    example: { year: 2032, reporting: { mode: 'annual', source: 'kap. 1.1' }, reason: 'Kravet står ved lag' },
  }),
  cascaded: define({
    data: object({
      document: Subject,
      children: list(object({ requirement: Subject, cascade: Cascade }), { min: 1, max: 500 }),
    }),
    who: { roles: ['issuer'], relation: 'self' },
    labels: label('Ført videre nedover', 'Ført vidare nedover', 'Cascaded'),
    example: {
      document: 'helse-solheim.sr-2031',
      children: [{ requirement: 'granvik.helse-solheim-sr-2031-i012', cascade: 'adapted' }],
    },
  }),
  'deadline-extended': define({
    data: object({ due: IsoDate, reason: Reason }),
    who: superior,
    labels: label('Frist forlenget', 'Frist forlengd', 'Deadline extended'),
    example: { due: '2031-12-15', reason: 'Leverandøren er forsinket' },
  }),
  fulfilled: define({
    data: object({ text: Prose }),
    who: { roles: ['issuer', 'owner'], relation: 'above' },
    labels: label('Oppfylt', 'Oppfylt', 'Fulfilled'),
    example: { text: 'Kravet er oppfylt og følges ikke opp videre.' },
  }),
  closed: define({
    data: object({ reason: Reason }),
    who: { roles: ['issuer', 'owner'], relation: 'above' },
    labels: label('Avsluttet', 'Avslutta', 'Closed'),
    example: { reason: 'Styringsåret er over' },
  }),
  'follow-up-declined': define({
    data: object({ act: RecordId, type: Line, why: text(2_000) }),
    who: system,
    correctable: false,
    labels: label('Følgehending gjelder ikke', 'Følgjehending gjeld ikkje', 'Follow-up declined'),
    example: {
      act: '5f0c8d6e-6d0b-5a53-8f7e-0d6f2a1b9c3d',
      type: 'no.kravspor.requirement.accepted.v1',
      why: 'The requirement was withdrawn before the board met.',
    },
  }),
};
