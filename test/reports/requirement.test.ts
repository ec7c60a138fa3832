import { draftPage, renderHtml } from '../../services/reports';
import { reportOf } from './support/asked';
import { COMMISSION, EARLIER, issued, light, on, requirement, WHOLE_YEAR } from './support/made';
import type { Happened } from './support/tell';
import { textOf } from './support/text';
import { administrativeRow } from './support/year';

const i010 = requirement('i010');

/** A requirement that tells all that the fixture year leaves untold, laid on the trust in that year. */
const rich: readonly Happened[] = [
  issued(i010, 'i010', [40, 41], {
    text: 'Ha plan for vannforsyning.',
    predecessor: EARLIER,
    parent: { requirement: COMMISSION, cascade: 'verbatim', revision: 0, version: 1 },
    classification: { access: 'exempt', legalBasis: 'Offentleglova § 24' },
    references: [{ kind: 'law', title: 'Helseberedskapsloven', place: '§ 2-2' }],
    targetYear: 2035,
    due: '2031-10-01',
  }),
  on(i010, 'accepted', '2031-02-20', { version: 1, wording: 'Til etterretning' }),
  on(i010, 'amended', '2031-03-01', {
    version: 2,
    text: 'Ha øvd plan for vannforsyning.',
    renewAcceptance: true,
    reason: 'Presisert',
  }),
  on(i010, 'deadline-extended', '2031-09-01', {
    due: '2031-12-15',
    reason: 'Rapporten fra kommunen kom sent',
  }),
  on(i010, 'parent-changed', '2031-09-02', {
    parent: COMMISSION,
    revision: 2,
    version: 2,
    act: '5f0c8d6e-6d0b-5a53-8f7e-0d6f2a1b9c3d',
    text: 'Styrke beredskapen i hele regionen og øve.',
  }),
  on(i010, 'clarification-asked', '2031-09-03', { question: 'q1', text: 'Gjelder nødvann?' }),
  on(i010, 'deviation-raised', '2031-10-01', {
    deviation: 'd9',
    about: 'forecast',
    period: { year: 2031, months: [9, 10] },
    description: 'Planen blir ikke øvd i år.',
  }),
  on(i010, 'carried-forward', '2032-01-10', {
    year: 2032,
    reporting: { mode: 'annual', source: 'kap. 1.1' },
    reason: 'Kravet står ved lag',
  }),
  on(i010, 'reported', '2032-01-20', {
    period: WHOLE_YEAR,
    status: { scale: 'ukjent-skala', version: 7, value: 'halvveis' },
    text: 'Planen finnes.',
    forecast: { status: light('gronn'), text: 'Øves i mars.' },
    evidence: [{ sha256: 'ab'.repeat(32), bytes: 10, mediaType: 'application/pdf', title: 'Plan.pdf' }],
  }),
];

const row = [...administrativeRow, ...rich];
const lines = textOf(renderHtml(draftPage(reportOf(row, 'administrative', row.length - 1)), 'nb'));
const section = (): readonly string[] => {
  const from = lines.indexOf('### Krav 6: 3.2 Beredskap, punkt i010');
  const rest = lines.slice(from + 1);
  return rest.slice(
    0,
    rest.findIndex(line => line.startsWith('## ')),
  );
};

describe('what a requirement may have to tell', () => {
  it('is told line by line, each resting on its own records', () => {
    expect(section()).toEqual([
      '#### Kravet',
      'Kravtekst: «Ha øvd plan for vannforsyning.» [60]',
      'Endret i versjon 2: 01.03.2031. Presisert. Ny aksept kreves. Tidligere ordlyd: «Ha plan for vannforsyning.» [60]',
      'Stilt: 20.01.2031 av Helse Solheim RHF til «Alle HF» [58]',
      'Sted: Styringskrav og rammer 2031, kap. 3.2 Beredskap, punkt i010, linje 40–41 [58]',
      'Type: Oppdrag (skal) [58]',
      'Unntatt offentlighet: Hjemmel: Offentleglova § 24 [58]',
      'Viser til: Helseberedskapsloven, § 2-2 [58]',
      'Målår: 2035 [58]',
      'Rapportering: Gjennom året og i årlig melding. Kilde: kap. 1.1 [58]',
      'Egen frist: 15.12.2031. Forlenget: Rapporten fra kommunen kom sent [61]',
      'Overordnet krav: helse-solheim.departementet-od-2031-i004 (Helse Solheim RHF), ordrett [58]',
      'Overordnet krav endret: 02.09.2031, til versjon 2: «Styrke beredskapen i hele regionen og øve.» [62]',
      'Videreført: 10.01.2032, til 2032 [65]',
      'Forløper: granvik.helse-solheim-sr-2030-i009 (2030). «Holde oversikt over avtaler med frivillige.» [8]',
      'Å merke seg: Kravteksten ble endret etter siste aksept [59 60]',
      'Å merke seg: Overordnet krav er endret siden dette ble utledet [62]',
      'Å merke seg: Avvik uten årsak [64]',
      'Å merke seg: Avvik uten tiltak [64]',
      'Å merke seg: Åpent spørsmål [63]',
      '#### Svaret',
      'Status: halvveis [66]',
      'Svar: Planen finnes. [66]',
      'Svar avgitt: 20.01.2032 [66]',
      'Prognose: Grønn. Øves i mars. [66]',
      `Dokumentasjon: Plan.pdf (SHA-256 ${'ab'.repeat(32)}) [66]`,
      '#### Avvik d9 (åpent)',
      'Avvik: Planen blir ikke øvd i år. Gjelder september og oktober 2031, ventet [64]',
      'Årsak: Årsaken er ikke forklart [64]',
      'Tiltak: Ingen tiltak er planlagt eller i gang [64]',
      '#### Aksept og avklaringer',
      'Akseptert: Versjon 1, 20.02.2031. «Til etterretning». Gjelder ikke lenger: kravteksten ble endret [59]',
      'Avklaring: Spørsmål 03.09.2031: Gjelder nødvann? Ikke besvart [63]',
      '#### Sporet',
      'Alle hendelser til og med grunnlaget: [58 59 60 61 62 63 64 65 66]',
    ]);
  });

  it('keeps what came of it after the year out of that year', () => {
    const next = reportOf(row, 'administrative', row.length - 1);
    expect(next.sections.at(-1)?.reporting).toMatchObject({ year: 2031, mode: 'through-year+annual' });
  });
});
