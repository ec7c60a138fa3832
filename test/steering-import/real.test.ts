import { createHash } from 'node:crypto';
import { codesOf, packed, read, refusal, rowOf, textsIn } from './documents';
import * as facts from './real-facts';
import { givesTheSameItems } from './same-items';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const folder = process.env['KRAVSPOR_TEST_DOCUMENTS'];
const texts = folder === undefined ? [] : textsIn(folder).map(([, text]) => text);
const found = (sha256: string): string => texts.find(text => hashOf(text) === sha256) ?? '';

if (folder === undefined) {
  process.stdout.write('Real documents: skipped, since KRAVSPOR_TEST_DOCUMENTS names no folder.\n');
}
const withDocuments = folder === undefined ? describe.skip : describe;

withDocuments('real documents (KRAVSPOR_TEST_DOCUMENTS)', () => {
  it('are at hand, word for word those that the facts below were found in', () => {
    expect(texts.map(hashOf)).toEqual(expect.arrayContaining([facts.STEERING.sha256, facts.OTHER.sha256]));
  });

  describe('one with requirements', () => {
    const text = found(facts.STEERING.sha256);
    const document = () => read(text);

    it('has so many items of each kind in each chapter', () => {
      const counts: Record<string, [framing: number, indicators: number, tasks: number]> = {};
      for (const { section, kind } of document().items) {
        const count = (counts[section] ??= [0, 0, 0]);
        count[kind === 'framing' ? 0 : kind === 'indicator' ? 1 : 2] += 1;
      }
      expect(counts).toEqual(facts.COUNTS);
    });

    it('has its items at these lines', () => {
      expect(document().items.map(({ lines }) => lines.join('-'))).toEqual(facts.LINES.split(' '));
    });

    it('has its requirements here, and everything else is framing', () => {
      const requirements = document().items.filter(item => item.reportable);
      expect(requirements.map(item => `${item.kind} ${item.section} ${item.lines.join('-')}`)).toEqual(
        facts.REQUIREMENTS,
      );
      expect(requirements.map(rowOf)[0]).toMatch(/^task 3\.2 292-294 Alle HF; inkl\. \p{Lu}\p{Ll}+$/u);
      expect(requirements.map(item => item.addressees.length)).toEqual([2, 1, 1, 1, 0, 0, 0, 1]);
    });

    it('is quoted word by word', () => {
      const lines = text.split('\n');
      for (const item of document().items) {
        const source = lines.slice(item.lines[0] - 1, item.lines[1]).join('\n');
        expect(packed(item.text)).toBe(packed(source));
      }
    });

    it.each(facts.JOINED)('joins the lines from %i on as they were meant', (line, sha256) => {
      const item = document().items.find(({ lines }) => lines[0] === line);
      expect(hashOf(item?.text ?? '')).toBe(sha256);
    });

    it.each(facts.TITLES)('has a title of so many letters over chapter %s: %i', (section, length) => {
      const item = document().items.find(other => other.section === section);
      expect(item?.sectionTitle).toHaveLength(length);
    });

    it('keeps its lists that are no requirements apart', () => {
      const lists = document().lists.map(list => list.entries.map(({ lines }) => lines.join('-')).join(' '));
      expect(lists).toEqual(facts.LISTS);
    });

    it('has every word in an item, a list, a title or a heading', () => {
      const { items, lists } = document();
      const ranges = [...items, ...lists.flatMap(({ entries }) => entries)].map(({ lines }) => lines);
      const rest = text
        .split('\n')
        .flatMap((line, i) =>
          line.trim() === '' || ranges.some(([a, b]) => a <= i + 1 && i + 1 <= b) ? [] : [i + 1],
        );
      expect(rest).toEqual(facts.HEADINGS);
    });

    it('is doubted where a person has something to decide, and nowhere that the context is plain', () => {
      const doubted = document().items.filter(item => item.doubts.length > 0);
      expect(Object.fromEntries(doubted.map(item => [item.lines[0], codesOf(item).join(' ')]))).toEqual(
        facts.DOUBTS,
      );
    });

    it('is doubted at every requirement that loses even the space its mark left', () => {
      const lines = text.split('\n');
      for (const item of document().items) {
        if (!item.reportable) continue;
        const at = item.lines[0] - 1;
        const changed = [...lines.slice(0, at), (lines[at] ?? '').trimStart(), ...lines.slice(at + 1)];
        const again = read(changed.join('\n')).items.find(({ lines: [first] }) => first === at + 1);
        expect(again).toMatchObject({ kind: item.kind, text: item.text });
        expect(codesOf(again)).toContain('lost-glyph');
      }
    });

    it('tells of indicators that want more, and of the two percentages of one', () => {
      const indicators = document().items.flatMap(({ indicator }) =>
        indicator === undefined ? [] : [indicator],
      );
      expect(indicators).toEqual(facts.INDICATORS);
    });

    if (text !== '') givesTheSameItems(text);
  });

  describe('one about requirements, that has none', () => {
    it('gives nothing and says why', () => {
      const said = refusal(found(facts.OTHER.sha256));
      expect(said).toMatchObject({ kind: 'nothing-found', chapters: 0, triggers: 0 });
      expect(said.explanation).toMatch(/no numbered chapter.*no line such as «Helseforetaket skal:»/u);
    });
  });
});
