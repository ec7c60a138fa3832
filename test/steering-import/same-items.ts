import fc from 'fast-check';
import { bytesOf, codesOf, read } from './documents';
import { changeGlyphs, essence, movePageBreaks, rewrap } from './mutations';

const GLYPHS = ['• ', '- ', '– ', '* ', '▪ ', '\uf0b7 ', 'o ', '•\t', ''];
const WIDTHS = [72, 80, 100];
const ANYWHERE = ['\f', ' ', '\f ', '\f\n'];
const WITH_BLANKS = ['\n\f', '\n\n', '\n \n ', '\n                    17\n', '\n\n\f'];
/** A long document is tried at some of its lines only. */
const MOST_PAGES = 90;
const RUNS = { seed: 2031, numRuns: 12 };

const choices = fc.array(fc.nat(), { minLength: 40, maxLength: 40 });
/** Takes the numbers one after the other. */
const picker = (numbers: readonly number[]): ((of: number) => number) => {
  let next = 0;
  return of => (numbers[next++ % numbers.length] ?? 0) % of;
};

/** The promise: the same text set in another way gives the same items. */
export function givesTheSameItems(text: string): void {
  const document = read(text);
  const expected = essence(document);
  const same = (changed: string | Uint8Array): void => expect(essence(read(changed))).toEqual(expected);

  it.each(WIDTHS)('when wrapped at %i columns, also at the hyphens inside words', width => {
    same(rewrap(text, document, width));
    same(rewrap(text, document, width, true));
  });

  it.each(ANYWHERE)('when pages break as %j at any lines', pageBreak => {
    fc.assert(
      fc.property(choices, numbers =>
        same(movePageBreaks(text, document, picker(numbers), { pageBreak, anywhere: true })),
      ),
      RUNS,
    );
  });

  it.each(WITH_BLANKS)('when pages break as %j within sentences', pageBreak => {
    fc.assert(
      fc.property(choices, numbers =>
        same(movePageBreaks(text, document, picker(numbers), { pageBreak, anywhere: false })),
      ),
      RUNS,
    );
  });

  it.each([72, 100])('when wrapped at %i columns and broken into pages there', width => {
    const wrapped = rewrap(text, document, width);
    const again = read(wrapped);
    fc.assert(
      fc.property(choices, fc.constantFrom(...ANYWHERE), (numbers, pageBreak) =>
        same(movePageBreaks(wrapped, again, picker(numbers), { pageBreak, anywhere: true })),
      ),
      RUNS,
    );
  });

  it.each(GLYPHS)('when the bullets are marked with %j', glyph => {
    const marked = changeGlyphs(text, document, () => glyph);
    same(marked);
    for (const width of [72, 100]) same(rewrap(marked, read(marked), width));
  });

  it('when every bullet has another mark or has lost it', () => {
    fc.assert(
      fc.property(choices, numbers => {
        const pick = picker(numbers);
        same(changeGlyphs(text, document, () => GLYPHS[pick(GLYPHS.length)] ?? ''));
      }),
      RUNS,
    );
  });

  it('when a page begins at any one line', () => {
    const lines = text.split('\n');
    const step = Math.ceil(lines.length / MOST_PAGES);
    lines.forEach((line, i) => {
      if (line.trim() === '' || i % step > 0) return;
      same([...lines.slice(0, i), `\f${line}`, ...lines.slice(i + 1)].join('\n'));
    });
  });

  it('with CRLF, and with a byte order mark, at the same lines', () => {
    const windows = read(text.replaceAll('\n', '\r\n'));
    expect(essence(windows)).toEqual(expected);
    expect(windows.items.map(item => item.lines)).toEqual(document.items.map(item => item.lines));
    expect(windows.items.map(codesOf)).toEqual(document.items.map(codesOf));
    same(`\ufeff${text}`);
  });

  it('as Latin-1, with the marks it has', () => {
    const marked = changeGlyphs(text, document, () => '- ').replace(/[^\0-\xff]/gu, '-');
    const latin1 = read(Buffer.from(marked, 'latin1'));
    expect(latin1.encoding).toBe('iso-8859-1');
    expect(essence(latin1)).toEqual(essence(read(bytesOf(marked))));
    expect(latin1.items.map(item => item.lines)).toEqual(document.items.map(item => item.lines));
  });
}
