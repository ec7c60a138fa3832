import { describeCatalogue } from '../../contracts/catalogue/catalogue';
import { historyOf } from '../../contracts/history';
import { languages } from '../../contracts/labels';
import { bareNames, type Speaker, speakerOf } from '../../services/web/format';
import { historyText } from '../../services/web/history-text';
import { sentenceOf } from '../../services/web/sentence';
import { logOf } from '../reports/support/tell';
import { requirement, toAdministrative } from '../reports/support/year';

const i005 = requirement('i005');
const log = logOf(toAdministrative);
const names = {
  organisation: (id: string) =>
    ({ granvik: 'Granvik sykehus HF', 'helse-solheim': 'Helse Solheim RHF' })[id] ?? id,
  status: () => ({ nb: 'Gul', nn: 'Gul', en: 'Yellow' }),
  person: () => undefined,
};
const speaking = (language: 'nb' | 'nn' | 'en'): Speaker => speakerOf(language, names);

function textOf(speaker: Speaker): string {
  const records = log.filter(({ record }) => record.meta.stream === `requirement-${i005}`);
  const seqs = new Map(records.map(r => [r.record.meta.revision, r.seq]));
  const entries = historyOf(
    records.map(r => r.record),
    revision => seqs.get(revision),
  );
  return historyText(speaker, { family: 'requirement', subject: i005, entries });
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

describe('a history in words', () => {
  it('tells in Bokmål what happened, by whom and when', () => {
    const text = oneLine(textOf(speaking('nb')));
    expect(text).toContain(`Historikk for krav ${i005}`);
    expect(text).toContain(
      '20.01.2031 11:00 Krav stilt Helse Solheim RHF stilte kravet til Granvik sykehus HF («Alle HF») for 2031:',
    );
    expect(text).toContain(
      'Granvik sykehus HF rapporterte for januar–april 2031: Gul. «Fire av elleve kommuner er med.»',
    );
    expect(text).toContain('med frist 01.09.2031: «Foretaket stiller øvingsleder.»');
  });

  it('tells the same in Nynorsk and in English', () => {
    expect(oneLine(textOf(speaking('nn')))).toContain(
      'Granvik sykehus HF melde avvik d1 (hendt) for januar–april 2031:',
    );
    expect(oneLine(textOf(speaking('en')))).toContain('Granvik sykehus HF raised deviation d1 (actual)');
  });

  it.each(languages)('has a whole sentence for each event type of the catalogue (%s)', language => {
    const speaker = speakerOf(language, bareNames);
    const subject = 'granvik.helse-solheim-sr-2031-i012';
    for (const { type, example } of describeCatalogue()) {
      const sentence = sentenceOf(speaker, { type, subject, organisation: 'granvik', data: example });
      const slip = /[{}[\]…]|undefined|object/.exec(sentence)?.[0];
      expect({ type, sentence, slip }).toEqual({ type, sentence, slip: undefined });
      expect(sentence).not.toContain(type);
    }
  });

  it('names a type that it does not know, and shows nothing of its data', () => {
    const type = 'no.kravspor.requirement.dreamt.v1';
    const telling = { type, subject: i005, organisation: 'granvik', data: { text: '{by}' } };
    expect(sentenceOf(speaking('nb'), telling)).toBe(
      `En hendelse av typen ${type}, som dette programmet ikke kjenner.`,
    );
  });

  it('fills in a text that itself looks like a template as it stands', () => {
    const data = { reason: 'se {by} [og {owner}]' };
    const telling = {
      type: 'no.kravspor.requirement.withdrawn.v1',
      subject: i005,
      organisation: 'granvik',
      data,
    };
    expect(sentenceOf(speaking('nb'), telling)).toContain('Begrunnelse: se {by} [og {owner}]');
  });
});
