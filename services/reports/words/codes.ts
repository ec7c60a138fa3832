import type { Cascade, Direction, Kind, Modality } from '../../../contracts/events/parts';
import { type Label, label } from '../../../contracts/labels';
import type { Changed } from '../../../contracts/reports';
import type { WeekendRule } from '../../../contracts/calendar';
import type { MeasureStage } from '../../../contracts/states/deviation';
import type { IndicatorJudgement } from '../../../contracts/states/indicator';
import type { Joint } from '../../../contracts/states/joint-status';
import type { Flag, ReportingMode } from '../../../contracts/states/requirement-status';

type Names<W extends string> = Readonly<Record<W, Label>>;

export const kinds: Names<Kind> = {
  framing: label('Ingress', 'Ingress', 'Framing'),
  indicator: label('Indikator', 'Indikator', 'Indicator'),
  task: label('Oppdrag', 'Oppdrag', 'Task'),
  frame: label('Ramme', 'Ramme', 'Frame'),
  goal: label('Mål', 'Mål', 'Goal'),
  permission: label('Tillatelse', 'Løyve', 'Permission'),
};

/** The document's own word, which is Norwegian whatever the report's language; framing may have none. */
export const modalities: Readonly<Record<Modality, string | null>> = {
  skal: 'skal',
  må: 'må',
  bør: 'bør',
  kan: 'kan',
  forventes: 'forventes',
  none: null,
};

export const modes: Names<ReportingMode> = {
  'through-year+annual': label(
    'Gjennom året og i årlig melding',
    'Gjennom året og i årleg melding',
    'Through the year and in the annual report',
  ),
  annual: label('I årlig melding', 'I årleg melding', 'In the annual report'),
  'on-request': label('Etter forespørsel', 'Etter førespurnad', 'On request'),
  none: label('Rapporteres ikke', 'Blir ikkje rapportert', 'Not reported on'),
};

export const cascades: Names<Cascade> = {
  verbatim: label('ordrett', 'ordrett', 'verbatim'),
  adapted: label('tilpasset', 'tilpassa', 'adapted'),
  added: label('lagt til', 'lagt til', 'added'),
  inherited: label(
    'arvet uten å være gjentatt',
    'arva utan å vere gjenteke',
    'inherited without being restated',
  ),
};

export const directions: Names<Direction> = {
  increase: label('Økning', 'Auke', 'Increase'),
  decrease: label('Reduksjon', 'Reduksjon', 'Decrease'),
  maintain: label('Uendret', 'Uendra', 'Unchanged'),
};

export const judgements: Names<IndicatorJudgement> = {
  met: label('Målet er nådd', 'Målet er nådd', 'The goal is met'),
  'not-met': label('Målet er ikke nådd', 'Målet er ikkje nådd', 'The goal is not met'),
  'not-judged': label('Ikke vurdert', 'Ikkje vurdert', 'Not judged'),
};

export const joints: Names<Joint> = {
  met: label('Nådd', 'Nådd', 'Met'),
  'on-track': label('I rute', 'I rute', 'On track'),
  'at-risk': label('Usikker', 'Usikker', 'At risk'),
  'not-met': label('Ikke nådd', 'Ikkje nådd', 'Not met'),
  'not-judged': label('Ikke vurdert', 'Ikkje vurdert', 'Not judged'),
  missing: label('Mangler svar', 'Manglar svar', 'Answer missing'),
};

export const stages: Names<MeasureStage> = {
  planned: label('Planlagt', 'Planlagt', 'Planned'),
  started: label('Igangsatt', 'Sett i gang', 'Started'),
  completed: label('Gjennomført', 'Gjennomført', 'Completed'),
  dropped: label('Avlyst', 'Avlyst', 'Dropped'),
};

export const abouts: Names<'actual' | 'forecast'> = {
  actual: label('inntruffet', 'inntruffe', 'actual'),
  forecast: label('ventet', 'venta', 'expected'),
};

export const endings: Names<'withdrawn' | 'superseded' | 'fulfilled' | 'closed'> = {
  withdrawn: label('Trukket tilbake', 'Trekt tilbake', 'Withdrawn'),
  superseded: label('Erstattet', 'Erstatta', 'Superseded'),
  fulfilled: label('Oppfylt', 'Oppfylt', 'Fulfilled'),
  closed: label('Avsluttet', 'Avslutta', 'Closed'),
};

export const questions: Names<'clarification' | 'status' | 'report'> = {
  clarification: label('Avklaring', 'Avklaring', 'Clarification'),
  status: label('Status etterspurt', 'Status etterspurd', 'Status asked'),
  report: label('Spørsmål til svaret', 'Spørsmål til svaret', 'Question on the answer'),
};

export const weekendRules: Names<WeekendRule> = {
  none: label('dagen flyttes ikke', 'dagen blir ikkje flytta', 'the day is not moved'),
  'next-working-day': label('neste virkedag', 'neste yrkedag', 'next working day'),
  'previous-working-day': label('forrige virkedag', 'førre yrkedag', 'previous working day'),
};

export const changes: Names<Changed> = {
  status: label('status', 'status', 'status'),
  text: label('svartekst', 'svartekst', 'text'),
  forecast: label('prognose', 'prognose', 'forecast'),
  value: label('målt verdi', 'målt verdi', 'measured value'),
  deviations: label('avvik', 'avvik', 'deviations'),
};

export const flags: Names<Flag> = {
  'acceptance-superseded': label(
    'Kravteksten ble endret etter siste aksept',
    'Kravteksten vart endra etter siste aksept',
    'The text was amended after the last acceptance',
  ),
  'parent-changed': label(
    'Overordnet krav er endret siden dette ble utledet',
    'Overordna krav er endra sidan dette vart utleidd',
    'The parent requirement has changed since',
  ),
  'deviation-without-cause': label('Avvik uten årsak', 'Avvik utan årsak', 'Deviation without a cause'),
  'deviation-without-measure': label('Avvik uten tiltak', 'Avvik utan tiltak', 'Deviation without a measure'),
  'open-question': label('Åpent spørsmål', 'Ope spørsmål', 'Open question'),
  'follow-up-declined': label(
    'En følgehendelse gjaldt ikke',
    'Ei følgjehending gjaldt ikkje',
    'A follow-up did not apply',
  ),
  'addressee-succeeded': label(
    'Adressaten har fått en etterfølger',
    'Adressaten har fått ein etterfølgjar',
    'The addressee has a successor',
  ),
};
