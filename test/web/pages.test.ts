import { CALENDAR, DOCUMENT, HOSTILE, on, REGION, startWorld, TRUST, type World } from '../http/read-world';

describe('the plain pages', () => {
  let world: World;
  let pages: readonly string[];
  beforeAll(async () => {
    world = await startWorld();
    // A person's words end up in every kind of place: in tables, facts, titles and attributes.
    await on(world.harness, '2031-12-10', 'requirement.amended', world.indicator, REGION, {
      version: 2,
      text: HOSTILE,
      renewAcceptance: true,
      reason: HOSTILE,
    });
    await on(world.harness, '2031-12-10', 'requirement.deviation-raised', world.indicator, TRUST, {
      deviation: 'd2',
      about: 'forecast',
      period: { year: 2031, months: [5] },
      description: HOSTILE,
      cause: HOSTILE,
    });
    await on(world.harness, '2031-12-10', 'calendar.deadline-set', CALENDAR, REGION, {
      deadline: 'annet',
      for: { what: 'other' },
      date: '2032-05-03',
      title: HOSTILE,
    });
    await world.harness.settled();
    pages = [
      '/',
      '/requirements',
      `/requirements?organisation=${TRUST}&order=-year&limit=2`,
      `/requirements/${world.exercise}`,
      `/requirements/${world.indicator}`,
      `/requirements/${world.stock}`,
      '/documents',
      `/documents/${DOCUMENT}`,
      `/documents/${DOCUMENT}/original`,
      '/deviations',
      '/deadlines',
      '/reports',
      '/reference',
      '/glossary',
      '/problems',
      '/problems/rule-refused',
    ];
  });
  afterAll(() => world.harness.close());

  const page = async (path: string, language?: string): Promise<string> => {
    const request = world.harness.agent.get(path);
    const response = await (
      language === undefined ? request : request.set('Accept-Language', language)
    ).expect(200);
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
    return response.text;
  };
  const linksOf = (html: string): readonly string[] => [
    ...new Set([...html.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))),
  ];
  const text = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

  it('lead nowhere that is not there, from the front page and from every page', async () => {
    const tried = new Set<string>();
    for (const path of pages) {
      for (const href of linksOf(await page(path))) {
        if (href.startsWith('#') || tried.has(href)) continue;
        tried.add(href);
        const { status } = await world.harness.agent.get(href);
        expect({ path, href, status }).toEqual({ path, href, status: 200 });
      }
    }
    expect(tried.size).toBeGreaterThan(60);
  });

  it('lead to anchors that are there', async () => {
    for (const href of linksOf(await page(`/documents/${DOCUMENT}`)).filter(l => l.includes('#L'))) {
      const [path = '', anchor = ''] = href.split('#');
      expect(await page(path)).toContain(`id="${anchor}"`);
    }
    for (const href of linksOf(await page('/reference')).filter(l => l.startsWith('#')))
      expect(await page('/reference')).toContain(`id="${href.slice(1)}"`);
  });

  it('show hostile words as words', async () => {
    let shown = 0;
    for (const path of pages) {
      const html = await page(path);
      expect(html).not.toContain('<script');
      expect(html).not.toContain('"http://evil.example"');
      if (html.includes('&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;')) shown++;
    }
    expect(shown).toBeGreaterThanOrEqual(5);
  });

  it('show words in the address as words too', async () => {
    const html = await page(`/requirements?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(html).not.toContain('<script');
  });

  it.each([
    ['nb', undefined, 'Hvor kravet står', 'Tidslinje'],
    ['nn', 'nn', 'Kvar kravet står', 'Tidslinje'],
    ['en', 'en-GB,en', 'Where the requirement stands', 'Timeline'],
  ])('speak %s', async (language, wanted, ...words) => {
    const html = await page(`/requirements/${world.exercise}`, wanted);
    expect(html).toContain(`<html lang="${language}"`);
    for (const word of words) expect(html).toContain(word);
    const chosen = await page(`/requirements/${world.exercise}?lang=${language}`, 'fr');
    expect(chosen).toContain(`<html lang="${language}"`);
    expect(linksOf(chosen)).toContain(`/requirements?lang=${language}`);
  });

  it('are whole in each language: no text shows its machinery', async () => {
    for (const path of pages.filter(p => p !== '/reference'))
      for (const lang of ['nb', 'nn', 'en']) {
        const said = text(await page(`${path}${path.includes('?') ? '&' : '?'}lang=${lang}`));
        const slip = /.{0,40}(?:undefined|\[object|\bNaN\b|\{[a-z]+\}).{0,40}/i.exec(said)?.[0];
        expect({ path, lang, slip }).toEqual({ path, lang, slip: undefined });
      }
  });

  it('can be used without seeing them: landmarks, headings, captions and labels', async () => {
    for (const path of pages) {
      const html = await page(path);
      expect(html.match(/<h1[ >]/g)).toHaveLength(1);
      for (const part of [
        '<header>',
        '<main id="main"',
        '<footer>',
        'href="#main"',
        '<title>',
        'name="viewport"',
      ])
        expect({ path, part, has: html.includes(part) }).toEqual({ path, part, has: true });
      expect(html.match(/<table>/g)?.length).toBe(html.match(/<caption>/g)?.length);
      for (const [, id = ''] of html.matchAll(/<(?:input|select) id="([^"]+)"/g))
        expect(html).toContain(`for="${id}"`);
      const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('tell on every page that the clock is simulated', async () => {
    for (const path of pages)
      expect(await page(path)).toContain('Simulert klokke: loggen står ved 10.12.2031');
  });

  it('run no script and take no style but their own', async () => {
    const response = await world.harness.agent.get('/').expect(200);
    const policy = response.headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(response.text).not.toMatch(/ style="|<style| on\w+="/);
    const style = await world.harness.agent.get('/assets/kravspor.css').expect(200);
    expect(style.headers['content-type']).toBe('text/css; charset=utf-8');
  });

  it('filter as a plain form does, fields left empty included', async () => {
    const html = await page(`/requirements?q=&organisation=${TRUST}&year=2031&kind=indicator&acceptance=`);
    expect(text(html)).toContain('1 i alt');
    expect(html).toContain(`<option value="${TRUST}" selected`);
  });

  it('are sorted and turned by links', async () => {
    const html = await page('/requirements?order=year&limit=2');
    expect(html).toContain('aria-sort="ascending"');
    expect(linksOf(html)).toContain('/requirements?order=-year&limit=2');
    const next = linksOf(html).find(href => href.includes('cursor='));
    expect(text(await page(next ?? ''))).toContain('12 i alt');
  });

  it('show of a requirement what is due, on both clocks, and the versions of its text', async () => {
    const exercise = text(await page(`/requirements/${world.exercise}`));
    expect(exercise).toContain('02.02.2032 Administrativ innsending');
    expect(exercise).toContain('satt til 01.02.2032, flyttet av helgeregelen (neste arbeidsdag)');
    expect(exercise).toMatch(
      /etter egen tid: 5 dager for sent\s*,\s*etter registreringen: 17 dager for sent/,
    );
    expect(exercise).toContain('Registrert 12 dager senere, 20.06.2031.');
    const accounts = await page(`/requirements/${world.accounts}`);
    expect(accounts).toMatch(/<del>balanse\. ?<\/del>|<ins>/);
    expect(text(accounts)).toContain('Endringer fra versjon 1 til versjon 2');
  });

  it('tell what the reader of a document was unsure of in the language of the page', async () => {
    const response = await world.harness.agent.get(`/v1/documents/${DOCUMENT}`).expect(200);
    const { items } = response.body as { items: readonly { doubts: readonly { text: string }[] }[] };
    const [doubt] = items.flatMap(item => item.doubts);
    expect(doubt).toBeDefined();
    for (const lang of ['nb', 'nn']) {
      const html = await page(`/documents/${DOCUMENT}?lang=${lang}`);
      expect(html).toContain('Tvil: ');
      expect(html).not.toContain(doubt?.text);
    }
  });

  it('open an item at its line of the original', async () => {
    const original = await page(`/documents/${DOCUMENT}/original`);
    expect(original).toMatch(/<li id="L13">• Andel avdelinger/);
  });

  it('explain each problem at the address that its type names', async () => {
    const refused = await world.harness.agent.get('/v1/requirements?colour=red').expect(400);
    const { type } = refused.body as { type: string };
    expect(text(await page(new URL(type, world.harness.url).pathname))).toContain('Hva du kan gjøre');
  });
});
