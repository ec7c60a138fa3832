import { gzipSync } from 'node:zlib';
import { bytesOf, read, refusal, shipped } from './documents';

const TEXT = shipped('styringskrav-2030.txt');
const OPENING = 'Styringskrav og rammer 2030 for helseforetakene i Helse Solheim';
const withLine = (line: string): string =>
  TEXT.replace('2 Sammenhengende forløp', `${line}\n\n2 Sammenhengende forløp`);
const asProse = (sentence: string): string =>
  TEXT.replace('Mange reinnleggelser', `${sentence} Mange reinnleggelser`);

const GRADES = [
  'BEGRENSET',
  'KONFIDENSIELT',
  'HEMMELIG',
  'STRENGT HEMMELIG',
  'FORTROLIG',
  'STRENGT FORTROLIG',
];

describe('a line of its own that grades', () => {
  it.each(GRADES)('refuses the whole: %s', grade => {
    const forms = [
      grade,
      grade.toLowerCase(),
      `  ${grade}  `,
      `*** ${grade} ***`,
      `Gradering: ${grade}`,
      `[${grade}]`,
    ];
    for (const form of forms) expect(refusal(withLine(form))).toMatchObject({ kind: 'graded', line: 17 });
    expect(refusal(`${grade}\n${TEXT}`)).toMatchObject({ kind: 'graded', line: 1 });
    expect(refusal(`${TEXT}\n${grade}`)).toMatchObject({ kind: 'graded', line: TEXT.split('\n').length + 1 });
    expect(refusal(withLine(Array.from(grade).join(' ')))).toMatchObject({ kind: 'graded' });
  });

  it.each([
    ['at the top of a page', '\fHEMMELIG'],
    ['at the foot of a page', 'HEMMELIG\fHEMMELIG'],
    ['with CRLF', 'HEMMELIG\r'],
    ['far from the margin', `${' '.repeat(300)}HEMMELIG`],
    ['with a soft hyphen in it', 'HEM\u00adMELIG'],
    ['in nynorsk', 'STRENGT FORTRULEG'],
    ['with the law it follows', 'FORTROLIG jf. beskyttelsesinstruksen § 4'],
  ])('is seen %s', (_where, line) => {
    expect(refusal(withLine(line))).toMatchObject({ kind: 'graded' });
  });

  it('is seen in Latin-1 too, and in a document without anything else', () => {
    expect(
      refusal(Buffer.from(withLine('STRENGT FORTROLIG').replace(/[^\0-\xff]/gu, '-'), 'latin1')),
    ).toMatchObject({
      kind: 'graded',
      line: 17,
    });
    expect(refusal('HEMMELIG')).toMatchObject({ kind: 'graded', line: 1 });
  });

  it('leaves nothing of the document in the refusal but the number of its line', () => {
    const said = JSON.stringify(refusal(withLine('HEMMELIG hvalrossøvelsen').replace('hvalrossøvelsen', '')));
    for (const word of ['Solheim', 'Styringskrav', 'forløp', 'HEMMELIG', OPENING])
      expect(said).not.toContain(word);
    expect(said).toContain('17');
  });
});

describe('speaking of graded matters', () => {
  it.each([
    'Sikkerhetsgraderte oppdrag formidles i egen kanal.',
    'Dokumenter merket STRENGT FORTROLIG skal ikke sendes her.',
    'Tilgangen er begrenset, og noe er hemmelig.',
    'Opplysninger som er konfidensielt merket, behandles for seg.',
    'Se kapitlet HEMMELIG OG FORTROLIG i instruksen.',
  ])('is no grading: %s', sentence => {
    expect(read(asProse(sentence)).items).toHaveLength(read(TEXT).items.length);
  });

  it('is no grading where wrapping leaves the last word alone on its line', () => {
    expect(read(asProse('Slik informasjon er\nfortrolig.\n')).items.length).toBeGreaterThan(0);
    expect(read(asProse('Adgangen til rommene er nå\nbegrenset.\n')).items.length).toBeGreaterThan(0);
  });

  it('is doubted, so that a person notes that such assignments exist', () => {
    const doubted = read(asProse('Sikkerhetsgraderte oppdrag formidles i egen kanal.')).items.filter(
      ({ doubts }) => doubts.some(({ code }) => code === 'graded-assignments'),
    );
    expect(doubted.map(({ lines }) => lines)).toEqual([[22, 23]]);
  });
});

describe('a file that gives nothing says why', () => {
  it.each([
    ['nothing', ''],
    ['spaces and page breaks', ' \n\t\r\n\f\n'],
    ['a byte order mark', '\ufeff'],
  ])('holds %s', (_what, text) => {
    expect(refusal(text)).toMatchObject({ kind: 'empty', explanation: 'The file holds no words.' });
  });

  it.each([
    ['a PDF file', Buffer.from('%PDF-1.7\n…')],
    ['a Word (docx)', Buffer.from([0x50, 0x4b, 3, 4, 20, 0])],
    ['an old Word (doc) file', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1])],
    ['an RTF file', Buffer.from('{\\rtf1 }')],
    ['UTF-16', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
    ['NUL bytes', gzipSync(TEXT.repeat(3))],
    ['damaged', Buffer.concat([bytesOf(TEXT), Buffer.from([0xc3])])],
  ])('is no plain text but %s', (what, bytes) => {
    const said = refusal(bytes);
    expect(said.kind).toBe('not-text');
    expect(said.explanation).toContain(what);
    expect(said.advice).toContain('.txt');
  });

  it('has neither chapters nor headings of demands', () => {
    const said = refusal('Mål og verdier\n\n • Trygghet\n • Respekt\n\nVi skal gi god hjelp.\n');
    expect(said).toMatchObject({ kind: 'nothing-found', chapters: 0, triggers: 0 });
    expect(said.explanation).toMatch(/6 lines.*no numbered chapter.*Helseforetaket skal:/u);
    expect(said.explanation).not.toContain('Trygghet');
  });

  it('has chapters, but nothing in them', () => {
    const said = refusal('1 Innledning\n\n2 Kvalitet\n\n3 Økonomi\n');
    expect(said).toMatchObject({ kind: 'nothing-found', chapters: 3 });
    expect(said.explanation).toContain('3 numbered chapters but no paragraph under them');
  });

  it('has more bytes or more lines than are read', () => {
    const mebi = 1024 * 1024;
    expect(refusal(new Uint8Array(20 * mebi + 1).fill(0x61))).toMatchObject({
      kind: 'too-large',
      limit: 20 * mebi,
      found: 20 * mebi + 1,
    });
    expect(refusal('a\n'.repeat(500_001))).toMatchObject({
      kind: 'too-large',
      limit: 500_000,
      found: 500_001,
    });
  });

  it('has many empty lines, which are no burden', () => {
    const { items, lines } = read('\n'.repeat(600_000) + TEXT);
    expect(lines).toBe(600_000 + read(TEXT).lines);
    expect(items).toHaveLength(read(TEXT).items.length);
  });
});
