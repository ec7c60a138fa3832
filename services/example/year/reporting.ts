import type { Client, Said } from '../client';
import type { Find } from './documents';
import { REGION } from './organisations';

const FIRST = { year: 2030, months: [1, 2, 3, 4] };
const SECOND = { year: 2030, months: [5, 6, 7, 8] };

export const status = (value: string): unknown => ({ scale: 'trafikklys', version: 1, value });

/** Baselines as later facts of their own: one known, one explicitly none, and one that nobody ever sets. */
export async function baselines(client: Client, find: Find): Promise<void> {
  const set = async (
    organisation: string,
    words: string,
    value: unknown,
    source?: string,
  ): Promise<Said> => ({
    what: 'requirement.baseline-set',
    subject: await find(words, organisation),
    organisation,
    at: '2030-03-04',
    data: { year: 2029, value, ...(source === undefined ? {} : { source }) },
  });
  const known = (value: string): unknown => ({ state: 'set', value });
  const source = 'Styringsdata, uttrekk 01.03.2030';
  await client.sayAll([
    await set(REGION, 'Andel pasientforløp', known('60.4'), source),
    await set('granvik', 'Andel pasientforløp', known('58.0'), source),
    await set('fjellheim', 'Andel pasientforløp', known('63.5'), source),
    await set('kysten', 'Andel pasientforløp', {
      state: 'none',
      reason: 'Forløpene ble ikke målt ved Kysten i 2029',
    }),
    await set('granvik', 'Antall meldte avvik', known('412'), source),
    await set('fjellheim', 'Antall meldte avvik', known('288'), source),
    await set('kysten', 'Antall meldte avvik', known('197'), source),
  ]);
}

const measured = (
  subject: string,
  organisation: string,
  at: string,
  period: unknown,
  value: string,
): Said => ({
  what: 'requirement.measured',
  subject,
  organisation,
  at,
  data: { period, value: { state: 'set', value } },
});

const reported = (
  subject: string,
  organisation: string,
  at: string,
  period: unknown,
  value: string,
  text: string,
): Said => ({
  what: 'requirement.reported',
  subject,
  organisation,
  at,
  data: { period, status: status(value), text },
});

/** The first tertial: answers, measurements (one of them corrected in June), the first deviation. */
export async function firstTertial(client: Client, find: Find): Promise<void> {
  const exercise = await find('Øve planen', 'granvik');
  const incidents = await find('Antall meldte avvik', 'granvik');
  await client.sayAll([
    reported(
      exercise,
      'granvik',
      '2030-05-14',
      FIRST,
      'rod',
      'To av fem klinikker har øvd. Øvelsene i april måtte avlyses.',
    ),
    reported(
      await find('Gi alle pasienter', 'granvik'),
      'granvik',
      '2030-05-14',
      FIRST,
      'gul',
      'Planen følger pasienten i de fleste avdelinger.',
    ),
    reported(
      await find('Gi alle pasienter', 'fjellheim'),
      'fjellheim',
      '2030-05-15',
      FIRST,
      'gronn',
      'Innført i alle avdelinger.',
    ),
    reported(
      await find('Kartlegge sårbare', 'kysten'),
      'kysten',
      '2030-05-18',
      FIRST,
      'gul',
      'Kartleggingen er i gang.',
    ),
    measured(await find('Andel pasientforløp', 'granvik'), 'granvik', '2030-05-14', FIRST, '60.2'),
    measured(await find('Andel pasientforløp', 'fjellheim'), 'fjellheim', '2030-05-15', FIRST, '64.0'),
  ]);
  const { id } = await client.say(measured(incidents, 'granvik', '2030-05-14', FIRST, '151'));
  await client.sayAll([
    deviation(
      exercise,
      'granvik',
      'd1',
      '2030-05-14',
      FIRST,
      'Bare to av fem klinikker har øvd planen for bortfall.',
    ),
    said('deviation-explained', exercise, 'granvik', '2030-05-20', {
      deviation: 'd1',
      cause: 'Øvingslederne var disponert til innføring av nytt vaktsystem.',
    }),
    said('measure-planned', exercise, 'granvik', '2030-05-20', {
      deviation: 'd1',
      measure: 'm1',
      text: 'Øvingsledere skjermes for andre oppgaver i september.',
      due: '2030-09-30',
    }),
  ]);
  await client.say({
    ...said('corrected', incidents, 'granvik', '2030-06-20', {
      outcome: 'replaced',
      corrects: id,
      replacement: { period: FIRST, value: { state: 'set', value: '149' } },
      reason: 'To meldinger var talt dobbelt',
    }),
    reason: 'Kvalitetskontroll av tertialtallene',
  });
}

const said = (what: string, subject: string, organisation: string, at: string, data: unknown): Said => ({
  what: `requirement.${what}`,
  subject,
  organisation,
  at,
  data,
});

const deviation = (
  subject: string,
  organisation: string,
  id: string,
  at: string,
  period: unknown,
  description: string,
): Said =>
  said('deviation-raised', subject, organisation, at, {
    deviation: id,
    about: 'actual',
    period,
    description,
  });

/** The second tertial: an essential deviation notified at once, one the owner accepts for a time, a status asked for. */
export async function secondTertial(client: Client, find: Find): Promise<void> {
  const digital = await find('Tilby digital oppfølging', 'fjellheim');
  const supplies = await find('Kartlegge sårbare', 'kysten');
  const exercise = await find('Øve planen', 'granvik');
  await client.sayAll([
    said('measure-started', exercise, 'granvik', '2030-09-02', { deviation: 'd1', measure: 'm1' }),
    reported(
      digital,
      'fjellheim',
      '2030-09-12',
      SECOND,
      'rod',
      'Ett av tre forløp er i drift. Leverandøren har gått konkurs.',
    ),
    {
      ...deviation(
        digital,
        'fjellheim',
        'd1',
        '2030-09-12',
        SECOND,
        'To av tre forløp kan ikke tas i bruk i 2030.',
      ),
      reason: 'Meldt samme dag som konkursen ble kjent',
    },
    said('deviation-notified', digital, 'fjellheim', '2030-09-13', {
      deviation: 'd1',
      text: 'Avviket er vesentlig for planlagt måloppnåelse.',
    }),
    said('deviation-explained', digital, 'fjellheim', '2030-09-16', {
      deviation: 'd1',
      cause: 'Leverandøren av utstyret gikk konkurs 10. september.',
    }),
    said('measure-planned', digital, 'fjellheim', '2030-09-16', {
      deviation: 'd1',
      measure: 'm1',
      text: 'Ny anskaffelse sammen med Solheim Innkjøp AS.',
      due: '2031-04-30',
    }),
    said('measure-started', digital, 'fjellheim', '2030-10-01', { deviation: 'd1', measure: 'm1' }),
    deviation(supplies, 'kysten', 'd1', '2030-10-04', SECOND, 'Lageret rekker til to uker, ikke tre.'),
    said('deviation-explained', supplies, 'kysten', '2030-10-04', {
      deviation: 'd1',
      cause: 'Lagerlokalet er for lite til nybygget står ferdig.',
    }),
    said('measure-planned', supplies, 'kysten', '2030-10-04', {
      deviation: 'd1',
      measure: 'm1',
      text: 'Større lager i nybygget.',
      due: '2031-05-31',
    }),
    said('deviation-accepted', supplies, REGION, '2030-10-20', {
      deviation: 'd1',
      until: '2031-06-30',
      reason: 'Nybygget står klart i mai 2031',
    }),
    said('measure-completed', exercise, 'granvik', '2030-10-28', { deviation: 'd1', measure: 'm1' }),
  ]);
  const asked = await find('Planverket må være kjent', 'kysten');
  await client.say(
    said('status-asked', asked, REGION, '2030-11-04', {
      question: 's1',
      text: 'Hvem fra Kysten deltar i beredskapsutvalget?',
      due: '2030-11-20',
    }),
  );
  await client.say(
    said('status-given', asked, 'kysten', '2030-11-12', {
      question: 's1',
      text: 'Beredskapslederen deltar fast.',
      status: status('gronn'),
    }),
  );
  await client.sayAll([
    said('effect-verified', exercise, 'granvik', '2030-11-20', {
      deviation: 'd1',
      effective: true,
      text: 'Alle klinikkene øvde i oktober, to av dem om natten.',
    }),
    said('deviation-closed', exercise, 'granvik', '2030-11-25', {
      deviation: 'd1',
      text: 'Effekten er verifisert.',
    }),
  ]);
}
