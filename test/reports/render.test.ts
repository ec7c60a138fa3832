import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { canonicalJson } from '../../contracts/json/canonical';
import { type Language, languages } from '../../contracts/labels';
import { answerDigest, reportDigest } from '../../contracts/reports';
import { draftPage, renderHtml, renderJson, type ReportPage, reportPage } from '../../services/reports';
import { type Happened, logOf, streamsOf } from './support/tell';
import { textOf } from './support/text';
import { point, queryOf, reportOf } from './support/asked';
import { REGION, REPORT, requirement } from './support/made';
import { ADMINISTRATIVE_BASIS, administrativeRow, BOARD_BASIS, judged, treatedRow } from './support/year';

const administrativePage = (row: readonly Happened[] = treatedRow): ReportPage => {
  const log = logOf(row);
  return reportPage({
    query: queryOf(log, 'administrative', ADMINISTRATIVE_BASIS),
    report: REPORT,
    streams: streamsOf(log),
    seen: point(log, 58),
  });
};

const boardPage = (row: readonly Happened[]): ReportPage => {
  const log = logOf(row);
  return reportPage({
    query: queryOf(log, 'board', BOARD_BASIS),
    report: REPORT,
    streams: streamsOf(log),
    seen: point(log, row.length - 1),
    administrative: point(log, ADMINISTRATIVE_BASIS),
  });
};

const lines = (page: ReportPage, language: Language = 'nb') => textOf(renderHtml(page, language));

const expected = (digest: string): readonly string[] =>
  readFileSync(path.join(__dirname, 'arlig-melding-2031.nb.txt'), 'utf8')
    .replace('{digest}', digest)
    .split('\n')
    .filter(line => line !== '');

/** The administrative row with another status and text in the answer to one requirement. */
const answeredOtherwise = (value: string, text: string): readonly Happened[] =>
  treatedRow.map(h =>
    h.subject === requirement('i004') && h.what === 'reported'
      ? { ...h, data: { ...h.data, status: { scale: 'trafikklys', version: 1, value }, text } }
      : h,
  );

describe('the annual report as a page', () => {
  it('reads as written beforehand from the domain', () => {
    const page = administrativePage();
    expect(lines(page)).toEqual(expected(reportDigest(page.report)));
  });

  it('changes exactly the lines that an answer stands in, where that answer changes', () => {
    const before = lines(administrativePage());
    const after = lines(administrativePage(answeredOtherwise('rod', 'Øvelsene ble utsatt.')));
    const gone = before.filter(line => !after.includes(line));
    const came = after.filter(line => !before.includes(line));
    expect(gone).toEqual([
      'Svar med status Gul | 1',
      'Svar med status Rød | 1',
      '2. 3.2 Beredskap, punkt i004 | Gul [51] | Ingen',
      'Status: Gul [51]',
      'Svar: Færre øvelser ble utsatt etter sommeren. [51]',
      expect.stringMatching(/^SHA-256 av innholdet: /),
    ]);
    expect(came).toEqual([
      'Svar med status Rød | 2',
      '2. 3.2 Beredskap, punkt i004 | Rød [51] | Ingen',
      'Status: Rød [51]',
      'Svar: Øvelsene ble utsatt. [51]',
      expect.stringMatching(/^SHA-256 av innholdet: /),
    ]);
  });

  it('cites at least one record on every line about a requirement', () => {
    for (const page of [administrativePage(), boardPage(treatedRow)]) {
      const articles = renderHtml(page, 'nb').match(/<article[\s\S]*?<\/article>/g) ?? [];
      const facts = articles.flatMap(article => article.match(/<dd>[\s\S]*?<\/dd>/g) ?? []);
      expect(facts.length).toBeGreaterThan(50);
      expect(facts.filter(fact => !fact.includes('<a href="/v1/events/'))).toEqual([]);
    }
  });

  it('cites only records that are in the log, by id and index', () => {
    const log = logOf(treatedRow);
    const known = new Map<string, string>(log.map(({ seq, record }) => [record.meta.id, String(seq)]));
    const links = [
      ...renderHtml(administrativePage(), 'nb').matchAll(/href="\/v1\/events\/([^"]+)"[^>]*>([^<]*)</g),
    ];
    expect(links.length).toBeGreaterThan(100);
    for (const [, id = '', seq] of links) expect([id, seq]).toEqual([id, known.get(id)]);
  });

  it('shows both sides of a difference, and that nobody has decided it', () => {
    const text = lines(boardPage(treatedRow));
    const from = text.indexOf('## Forskjeller fra administrativ versjon');
    expect(text.slice(from, from + 13)).toEqual([
      '## Forskjeller fra administrativ versjon',
      '### 3.2 Beredskap, punkt i006',
      '#### Vurdering',
      'Endret: status, svartekst [53 59]',
      'Vurdering: Ikke avgjort om den er vesentlig [53 59]',
      '#### Administrativ versjon',
      'Status: Rød [53]',
      'Svar: Tre av fem steder har reservekraft. [53]',
      'Svar avgitt: 26.01.2032 [53]',
      '#### Styrebehandlet versjon',
      'Status: Gul [59]',
      'Svar: Leid aggregat er på plass ved fire av fem steder. [59]',
      'Svar avgitt: 08.02.2032 [59]',
    ]);
  });

  it('shows the decision on a difference with its reason and record', () => {
    const answer = answerDigest(reportOf(treatedRow, 'board', BOARD_BASIS).sections[3]);
    expect(lines(boardPage([...treatedRow, judged(answer)]))).toContain(
      'Vurdering: Vesentlig. Status gikk fra rød til gul. 11.02.2032 [61]',
    );
  });

  it("shows each trust's part under the region's answer", () => {
    const text = lines(
      draftPage(reportOf(administrativeRow, 'administrative', ADMINISTRATIVE_BASIS, REGION)),
    );
    expect(text).toEqual(
      expect.arrayContaining([
        'Status: Gul [56]',
        'Samlet status: Usikker. Den svakeste delen bestemmer; manglende og ikke vurdert regnes som svakere enn i rute [52 54 55]',
        '#### Granvik sykehus HF',
        'Status: Grønn [52 54]',
        '#### Granvik sykehus HF: Avvik d1 (lukket)',
        '#### Nordvik sykehus HF',
        'Svar: Sju av ni kommuner er øvd. [55]',
      ]),
    );
  });

  it('escapes whatever is told, in text and in attributes', () => {
    const nasty = `<script>alert("1")</script> & 'x' {year}`;
    const html = renderHtml(administrativePage(answeredOtherwise('gul', nasty)), 'nb');
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39; {year}');
  });
});

describe('the form of the page', () => {
  it.each([...languages])('is whole in %s: nothing left to fill in, its language told', language => {
    const html = renderHtml(boardPage(treatedRow), language);
    expect(html).toContain(`<html lang="${language}">`);
    expect(html.slice(html.indexOf('<main'))).not.toMatch(/\{\w+\}|undefined|\[object/);
  });

  it('speaks Nynorsk and English, with the decimals of each', () => {
    expect(lines(administrativePage(), 'nn')).toContain('Mål: 453,2 meldinger [15 31]');
    expect(lines(administrativePage(), 'nn')).toContain('Status: Grøn [50]');
    expect(lines(administrativePage(), 'en')).toContain('Target: 453.2 meldinger [15 31]');
    expect(lines(administrativePage(), 'en')).toContain('Judgement: Not judged [16 49]');
  });

  it('skips no level of heading, and names every part once', () => {
    const html = renderHtml(boardPage(treatedRow), 'nb');
    const levels = [...html.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(levels[0]).toBe(1);
    expect(levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1)).toEqual([]);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(html).toContain('<caption>');
  });

  it('says that a clock is simulated only where it is', () => {
    const system = treatedRow.map(h =>
      h.what === 'opened' && h.family === 'log' ? { ...h, data: { ...h.data, clock: 'system' } } : h,
    );
    expect(renderHtml(administrativePage(), 'nb')).toContain('simulert klokke');
    expect(renderHtml(administrativePage(system), 'nb')).not.toContain('simulert klokke');
  });
});

describe('the report as JSON', () => {
  it('is canonical, and its footer gives cut-off and digest of the report in it', () => {
    const page = administrativePage();
    const json = renderJson(page);
    const digest = createHash('sha256').update(canonicalJson(page.report)).digest('hex');
    expect(canonicalJson(JSON.parse(json))).toBe(json);
    expect(json).toContain(`"footer":{"cutoff":${ADMINISTRATIVE_BASIS},"digest":"${digest}","seen":58}`);
    expect(json).toContain(`"report":${canonicalJson(page.report)}`);
    expect(digest).toBe(reportDigest(page.report));
  });
});
