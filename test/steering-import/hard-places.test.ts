import { codesOf, read, rowOf } from './documents';

const rows = (text: string): readonly string[] => read(text).items.map(rowOf);
const under = (heading: string, ...bullets: readonly string[]): string =>
  ['1 Kvalitet', 'Tjenesten er god.', '', heading, '', ...bullets, ''].join('\n');

describe('headings of requirements', () => {
  it.each([
    ['Helseforetaket skal:', 'task', 'Helseforetaket'],
    ['Helseforetakene skal:', 'task', 'Helseforetakene'],
    ['Helseføretaket skal:', 'task', 'Helseføretaket'],
    ['Helseføretaka skal:', 'task', 'Helseføretaka'],
    ['Føretaka skal:', 'task', 'Føretaka'],
    ['HF-ene skal:', 'task', 'HF-ene'],
    ['Granvik sykehus HF skal:', 'task', 'Granvik sykehus HF'],
    ['Det regionale helseforetaket skal:', 'task', 'Det regionale helseforetaket'],
    ['Helseforetaket må:', 'task', 'Helseforetaket'],
    ['Helseforetaket skal', 'task', 'Helseforetaket'],
    ['Indikatorer:', 'indicator', ''],
    ['Indikator:', 'indicator', ''],
    ['Indikatorar:', 'indicator', ''],
    ['Indikatorer', 'indicator', ''],
  ])('%s makes the bullets under it requirements', (heading, kind, who) => {
    expect(rows(under(heading, ' Redusere ventetiden.', ' Bistå kommunene.'))).toEqual([
      'framing 1 2-2',
      `${kind} 1 6-6 ${who}`.trimEnd(),
      `${kind} 1 7-7 ${who}`.trimEnd(),
    ]);
  });

  it.each([
    'Følgende dokumenter skal legges til grunn:',
    'Hovedsatsingene i planen er:',
    'Målene i strategien er førende for virksomheten:',
    'Handlingsplanen skal:',
  ])('%s does not', heading => {
    const { items, lists } = read(under(heading, ' Trygg fødsel', ' God pleie'));
    expect(items.filter(item => item.reportable)).toEqual([]);
    expect(lists.map(({ entries }) => entries.map(entry => entry.text))).toEqual([
      ['Trygg fødsel', 'God pleie'],
    ]);
  });

  it('end their list where the next one begins, at the top of a page too', () => {
    const text = under('Indikatorer:', ' Ventetiden skal ned.', '\f Helseforetaket skal:', ' Øve planen.');
    expect(rows(text)).toEqual(['framing 1 2-2', 'indicator 1 6-6', 'task 1 8-8 Helseforetaket']);
  });

  it('stand at the top of many pages without being taken for what pages print', () => {
    const chapter = (n: number): string =>
      `${n} Tema\nTjenesten er god.\n\fHelseforetaket skal:\n\n Øve plan ${n}.\n`;
    const { items } = read([1, 2, 3, 4].map(chapter).join('\n'));
    expect(items.filter(item => item.kind === 'task')).toHaveLength(4);
  });
});

describe('bullets', () => {
  it.each([
    [
      'adjoining',
      [' Øve planen for bortfall.', ' Bistå kommunene.', ' Tilby opplæring.'],
      ['6-6', '7-7', '8-8'],
    ],
    [
      'parted by blank lines',
      [' Øve planen.', '', ' Inngå avtale.', '', ' ', ' Gå gjennom rutinene.'],
      ['6-6', '8-8', '11-11'],
    ],
    [
      'with and without full stops',
      [' Øve planen', ' Sende rapport', ' Gi opplæring.'],
      ['6-6', '7-7', '8-8'],
    ],
    ['without even a space', ['Øve planen for bortfall.', 'Bistå kommunene.'], ['6-6', '7-7']],
    ['numbered', ['1. Øve planen.', '2. Bistå kommunene.'], ['6-6', '7-7']],
    ['lettered', ['a) Øve planen.', 'b) Bistå kommunene.'], ['6-6', '7-7']],
    ['with the mark on a line of its own', ['•', 'Øve planen.', '•', 'Bistå kommunene.'], ['6-7', '8-9']],
  ])('are told apart when %s', (_how, bullets, lines) => {
    const tasks = read(under('Helseforetaket skal:', ...bullets)).items.filter(item => item.kind === 'task');
    expect(tasks.map(item => item.lines.join('-'))).toEqual(lines);
  });

  it('are doubted where not even a space is left of the mark', () => {
    const [, first, second] = read(under('Helseforetaket skal:', 'Øve planen.', 'Bistå kommunene.')).items;
    expect(codesOf(first)).toContain('lost-glyph');
    expect(codesOf(second)).toContain('lost-glyph');
  });

  it('end where running text begins', () => {
    const text = under('Helseforetaket skal:', ' Øve planen.', '', 'Planen blir drøftet i dialogmøtet.');
    expect(rows(text)).toEqual(['framing 1 2-2', 'task 1 6-6 Helseforetaket', 'framing 1 8-8']);
  });

  it('name their addressees in the parenthesis at the end', () => {
    const text = under(
      'Helseforetaket skal:',
      ' Øve planen. (Alle HF, inkl. Granvik)',
      ' Bistå kommunene (Granvik HF og Kysten HF)',
      ' Måle resultatet (MTU).',
      ' Gi opplæring. (Granvik)',
    );
    const tasks = read(text).items.filter(item => item.kind === 'task');
    expect(tasks.map(item => item.addressees)).toEqual([
      ['Alle HF', 'inkl. Granvik'],
      ['Granvik HF', 'Kysten HF'],
      ['Helseforetaket'],
      ['Helseforetaket'],
    ]);
    expect(tasks.map(item => codesOf(item).includes('maybe-addressees'))).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });
});

describe('chapters', () => {
  it('may have titles over two lines, and begin their text on the next', () => {
    const text =
      '1 Vi rekrutterer, utvikler og beholder\npersonell\nDe ansatte er viktige.\n\n1.1 Trygg drift og\nberedskap\n\nAlt er klart.\n';
    const { items } = read(text);
    expect(items.map(item => [item.section, item.sectionTitle, ...item.lines])).toEqual([
      ['1', 'Vi rekrutterer, utvikler og beholder personell', 3, 3],
      ['1.1', 'Trygg drift og beredskap', 8, 8],
    ]);
  });

  it('begin at 1 again in an annex, and lists begin at 1 again in chapters', () => {
    const text = [
      '1 Mål',
      'Departementet har tre mål:',
      '',
      '1. Kortere ventetid',
      '2. Trygg bemanning',
      '',
      'Målene gjelder alle.',
      '2 Drift',
      'Driften er god.',
      'VEDLEGG 1 Rapportering',
      '1. Generelt',
      'Det rapporteres hvert år.',
      '2. Frister',
      'Fristen er 1. februar.',
    ].join('\n');
    const { items, lists } = read(text);
    expect(items.map(item => `${item.section} ${item.lines[0]}`)).toEqual([
      '1 2',
      '1 7',
      '2 9',
      'Vedlegg 1 pkt. 1 12',
      'Vedlegg 1 pkt. 2 14',
    ]);
    expect(lists.map(list => list.entries.length)).toEqual([2]);
  });

  it('are not made of dates and numbers that wrapping puts first on a line', () => {
    const text =
      '1 Frister\nRapporten skal være sendt senest\n15. Februar er for sent, og i møtet\n2 Styremedlemmer var til stede.\n';
    expect(read(text).items.map(item => item.section)).toEqual(['1']);
  });
});

describe('lines', () => {
  it('end at LF and CRLF only, and count from 1', () => {
    const text =
      '1 Drift\r\nFørste\u2028avsnitt\u0085er\vher\rnå.\r\n\r\nAndre avsnitt er her.\f\nTredje avsnitt er her.';
    const { items, lines } = read(text);
    expect(lines).toBe(5);
    expect(items[0]?.lines[0]).toBe(2);
    expect(items.at(-1)?.lines[1]).toBe(5);
  });
});

describe('modality', () => {
  it.each([
    ['Helseforetaket skal ta del.', 'skal'],
    ['Helseforetaket må ta del.', 'må'],
    ['Helseforetaket bør ta del.', 'bør'],
    ['Det forventes god planlegging.', 'forventes'],
    ['Granvik HF kan levere til andre. Slike leveranser skal følge avtaler.', 'kan'],
    ['Tjenesten er god.', undefined],
  ])('of «%s» is how binding it is for those it names', (text, modality) => {
    expect(read(`1 Drift\n${text}\n`).items[0]?.modality).toBe(modality);
  });
});
