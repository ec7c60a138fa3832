import { codesOf, packed, read, rowOf, shipped, shippedTexts } from './documents';
import { EXPECTED, INDICATORS, LISTS, TEXTS, TITLES } from './expected';

const MARK = /^[\s\f]*(?:[•–\uf0b7-] +|o +)?/u;
const PAGE_NUMBER = /^\s+\d+$/u;

describe('the shipped documents, read by their own rule', () => {
  it('are all told of here', () => {
    expect(Object.keys(EXPECTED).sort()).toEqual(shippedTexts.map(([name]) => name).sort());
  });

  it.each(Object.entries(EXPECTED))('gives exactly the items of %s', (name, rows) => {
    const { items, title } = read(shipped(name));
    expect(items.map(rowOf)).toEqual(rows);
    expect(title).toBe(TITLES[name]);
    for (const item of items) expect(item.reportable).toBe(item.kind !== 'framing');
  });

  it.each(shippedTexts)('quotes every item of %s word by word', (_name, text) => {
    const lines = text.split('\n');
    for (const item of read(text).items) {
      const [first, last] = item.lines;
      const source = lines.slice(first - 1, last).filter(line => !PAGE_NUMBER.test(line));
      expect(packed(item.text)).toBe(packed(source.join('\n').replace(MARK, '')));
      expect(item.text).toBe(item.text.replace(/\s+/gu, ' ').trim());
    }
  });

  it.each(TEXTS)('joins the lines of %s at %i', (name, line, text) => {
    expect(read(shipped(name)).items.find(item => item.lines[0] === line)?.text).toBe(text);
  });

  it.each(Object.entries(LISTS))('keeps the lists of %s that are no requirements apart', (name, rows) => {
    expect(read(shipped(name)).lists.map(list => list.entries.map(({ lines }) => lines.join('-')))).toEqual(
      rows,
    );
  });

  it.each(INDICATORS)('tells what the indicator of %s at %i says of itself', (name, line, facts, doubts) => {
    const item = read(shipped(name)).items.find(({ lines }) => lines[0] === line);
    expect(item?.indicator).toEqual(facts);
    expect(codesOf(item)).toEqual(doubts);
  });

  it('doubts where a mark was lost among marks, and nowhere that the context is plain', () => {
    const nynorsk = read(shipped('innlandsvidda-nynorsk-2025.txt')).items;
    const layout = ['lost-glyph', 'ambiguous-leading-space', 'joined-over-page-break', 'after-list'];
    const doubted = nynorsk.filter(item => codesOf(item).some(code => layout.includes(code)));
    expect(doubted.map(({ lines }) => lines)).toEqual([[43, 43]]);
    const bokmål = read(shipped('fjordland-2025.txt')).items;
    expect(bokmål.flatMap(codesOf).filter(code => layout.includes(code))).toEqual([]);
  });

  it('doubts ingress only where it sounds like something to be reported on', () => {
    const { items } = read(shipped('styringskrav-2030.txt'));
    const doubted = items.filter(item => codesOf(item).includes('demand-in-ingress'));
    expect(doubted.map(({ lines }) => lines)).toEqual([[22, 23]]);
  });

  it('gives the same items for the same bytes, again and again', () => {
    for (const [, text] of shippedTexts) expect(read(text)).toEqual(read(text));
  });
});
