import { type Label, label } from '../../contracts/labels';

/** A word of the field: Norwegian in both forms, the English one used in code, and what it means here. */
export interface Term {
  readonly term: Label;
  readonly meaning: Label;
}

const term = (nb: string, nn: string, en: string, meaning: Label): Term => ({
  term: label(nb, nn, en),
  meaning,
});

export const glossary: readonly Term[] = [
  term(
    'krav',
    'krav',
    'requirement',
    label(
      'Noe som er pålagt én adressat, fra det stilles til det avsluttes.',
      'Noko som er pålagt éin adressat, frå det blir stilt til det blir avslutta.',
      'Something laid on one addressee, from its issue to its end.',
    ),
  ),
  term(
    'oppdrag',
    'oppdrag',
    'assignment (task)',
    label(
      'Et krav om å gjøre noe bestemt.',
      'Eit krav om å gjere noko bestemt.',
      'A requirement to do something definite.',
    ),
  ),
  term(
    'indikator',
    'indikator',
    'indicator',
    label(
      'Et krav som måles, med retning og eventuelt terskel og sammenligningsgrunnlag.',
      'Eit krav som blir målt, med retning og eventuelt terskel og samanlikningsgrunnlag.',
      'A requirement that is measured, with a direction and perhaps a threshold and a baseline.',
    ),
  ),
  term(
    'ingress',
    'ingress',
    'framing',
    label(
      'Tekst som binder, men som det ikke rapporteres særskilt på.',
      'Tekst som bind, men som det ikkje blir rapportert særskilt på.',
      'Text that binds but is not reported on by itself.',
    ),
  ),
  term(
    'kulepunkt',
    'kulepunkt',
    'bullet',
    label(
      'Et punkt i et dokument som det rapporteres på.',
      'Eit punkt i eit dokument som det blir rapportert på.',
      'An item of a document that is reported on.',
    ),
  ),
  term(
    'styringsdokument',
    'styringsdokument',
    'steering document',
    label(
      'Dokumentet som et regionalt helseforetak styrer sine helseforetak med.',
      'Dokumentet som eit regionalt helseføretak styrer helseføretaka sine med.',
      'The document by which a regional authority steers its trusts.',
    ),
  ),
  term(
    'oppdragsdokument',
    'oppdragsdokument',
    'commission document',
    label(
      'Departementets årlige oppdrag til de regionale helseforetakene.',
      'Det årlege oppdraget frå departementet til dei regionale helseføretaka.',
      'The ministry’s yearly commission to the regional authorities.',
    ),
  ),
  term(
    'foretaksprotokoll',
    'føretaksprotokoll',
    'enterprise-meeting minutes',
    label(
      'Protokoll fra et foretaksmøte, som også kan stille krav.',
      'Protokoll frå eit føretaksmøte, som òg kan stille krav.',
      'Minutes of an enterprise meeting, which may issue requirements too.',
    ),
  ),
  term(
    'tilleggsdokument',
    'tilleggsdokument',
    'supplement',
    label(
      'Et dokument som endrer eller utfyller et tidligere.',
      'Eit dokument som endrar eller utfyller eit tidlegare.',
      'A document that amends or adds to an earlier one.',
    ),
  ),
  term(
    'helseforetak (HF)',
    'helseføretak (HF)',
    'trust',
    label(
      'Et foretak eid av et regionalt helseforetak.',
      'Eit føretak eigd av eit regionalt helseføretak.',
      'An enterprise owned by a regional authority.',
    ),
  ),
  term(
    'regionalt helseforetak (RHF)',
    'regionalt helseføretak (RHF)',
    'regional authority',
    label(
      'Foretaket som eier helseforetakene i en region.',
      'Føretaket som eig helseføretaka i ein region.',
      'The enterprise that owns the trusts of a region.',
    ),
  ),
  term(
    'årlig melding',
    'årleg melding',
    'annual report',
    label(
      'Rapporten om året, i en administrativ og en styrebehandlet versjon.',
      'Rapporten om året, i ein administrativ og ein styrehandsama versjon.',
      'The report on the year, in an administrative and a board version.',
    ),
  ),
  term(
    'tertialrapport',
    'tertialrapport',
    'tertial report',
    label('Rapport hver fjerde måned.', 'Rapport kvar fjerde månad.', 'A report every four months.'),
  ),
  term(
    'avvik',
    'avvik',
    'deviation',
    label(
      'Noe er ikke som det skulle, eller ventes ikke å bli det.',
      'Noko er ikkje som det skulle, eller er ikkje venta å bli det.',
      'Something is not as it should be, or is not expected to be.',
    ),
  ),
  term(
    'årsak',
    'årsak',
    'cause',
    label(
      'Hvorfor avviket oppsto, slik at det kan forstås.',
      'Kvifor avviket oppstod, slik at det kan forståast.',
      'Why the deviation came about, so that it can be understood.',
    ),
  ),
  term(
    'tiltak',
    'tiltak',
    'measure',
    label(
      'Det som er planlagt eller gjort for å rette avviket.',
      'Det som er planlagt eller gjort for å rette avviket.',
      'What is planned or done to mend the deviation.',
    ),
  ),
  term(
    'vesentlig',
    'vesentleg',
    'essential',
    label(
      'Så viktig at eier skal varsles, eller at styret må kjenne til forskjellen.',
      'Så viktig at eigar skal varslast, eller at styret må kjenne til skilnaden.',
      'So important that the owner is notified, or that the board must know of the difference.',
    ),
  ),
  term(
    'frist',
    'frist',
    'deadline',
    label(
      'Dagen noe skal være levert; helgeregelen sier hva som skjer når den faller på en fridag.',
      'Dagen noko skal vere levert; helgeregelen seier kva som skjer når han fell på ein fridag.',
      'The day something is due; the weekend rule says what happens where it is no working day.',
    ),
  ),
  term(
    'videreført',
    'vidareført',
    'carried forward',
    label(
      'Kravet gjelder også neste år, med uendret tekst.',
      'Kravet gjeld òg neste år, med uendra tekst.',
      'The requirement is valid next year too, its text unchanged.',
    ),
  ),
  term(
    'styrebehandlet',
    'styrehandsama',
    'board-treated',
    label(
      'Behandlet av styret i en sak med nummer og dato.',
      'Handsama av styret i ei sak med nummer og dato.',
      'Treated by the board in a case with number and date.',
    ),
  ),
  term(
    'tilsyn',
    'tilsyn',
    'inspection',
    label(
      'Kontroll utført av noen utenfor foretaket.',
      'Kontroll utført av nokon utanfor føretaket.',
      'An examination by somebody outside the enterprise.',
    ),
  ),
  term(
    'gradert',
    'gradert',
    'graded (classified)',
    label(
      'Sikkerhetsgradert etter lov; slikt innhold tas aldri imot her.',
      'Sikkerheitsgradert etter lov; slikt innhald blir aldri teke imot her.',
      'Classified by law; such content is never taken here.',
    ),
  ),
  term(
    'unntatt offentlighet',
    'unnateke offentlegheit',
    'exempt from public access',
    label(
      'Kan holdes tilbake fra offentligheten med hjemmel i lov.',
      'Kan haldast tilbake frå offentlegheita med heimel i lov.',
      'May be withheld from the public on a legal basis.',
    ),
  ),
];
