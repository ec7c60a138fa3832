import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isLeft } from 'fp-ts/Either';
import { NEVER } from 'rxjs';
import { type Found, openViewStore, type Reading, startRunner } from '../../projections';
import type { EventLog } from '../../services/event-log/port';
import { type Client, clientOf, play, type Said } from '../../services/example';
import { defaultConfig, serve, type Serving } from '../../services/http';

interface Played {
  readonly serving: Serving;
  readonly folder: string;
}

async function served(folder: string): Promise<Serving> {
  const config = {
    ...defaultConfig(folder),
    port: 0,
    clock: 'simulated',
    origin: 'kravspor.example/2030',
    logLevel: 'silent',
  } as const;
  const started = await serve(config);
  if (isLeft(started)) throw new Error(started.left.message);
  return started.right;
}

async function played(alter: (said: Said) => Said = said => said): Promise<Played> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kravspor-example-'));
  const serving = await served(folder);
  const client = clientOf(serving.url);
  const altered: Client = {
    ...client,
    say: said => client.say(alter(said)),
    sayAll: all => client.sayAll(all.map(alter)),
  };
  await play(altered, () => undefined);
  return { serving, folder };
}

async function forgotten({ serving, folder }: Played): Promise<void> {
  await serving.close();
  rmSync(folder, { recursive: true, force: true });
  rmSync(`${folder}.anchor`, { force: true });
}

const got = async ({ url }: Serving, at: string): Promise<string> =>
  (await fetch(url + at, { headers: { 'accept-language': 'nb' } })).text();

/** The words of a page, a line for each element, without the numbers of the records cited and the hashes. */
function linesOf(html: string): readonly string[] {
  const text = html
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/<\/?(?:h\d|p|li|tr|dt|dd|table|section|caption|div|header|footer)[^>]*>/g, '\n')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/[0-9a-f]{64}/g, '#')
    .replace(/\[[\d\s]+\]/g, '');
  return text
    .split('\n')
    .map(line => line.replace(/\s+/g, ' ').trim())
    .filter(line => line !== '');
}

/** Every document of the views that are folded from streams. */
async function contents(views: Reading): Promise<Readonly<Record<string, readonly Found[]>>> {
  const all: Record<string, Found[]> = {};
  for (const { name } of views.collections.filter(c => !['streams', 'feed'].includes(c.name))) {
    const documents: Found[] = [];
    for await (const found of views.scan(name)) documents.push(found);
    all[name] = documents;
  }
  return all;
}

/** The log as it was when it had so many records. */
function firstOf(log: EventLog, count: number): EventLog {
  return {
    ...log,
    tail: NEVER,
    head: async () => {
      const head = await log.head();
      return head && { ...head, count };
    },
    readAll: async function* (after, size) {
      for await (const batch of log.readAll(after, size)) {
        const kept = batch.filter(entry => Number(entry.position) <= count);
        if (kept.length > 0) yield kept;
        if (kept.length < batch.length) return;
      }
    },
  };
}

const document = (trust: string): string => `/v1/reports/${trust}.annual.2030.1/document?step=board&lang=nb`;

describe('the example year', () => {
  let year: Played;
  beforeAll(async () => {
    year = await played();
  });
  afterAll(() => forgotten(year));

  it('ends in a report of a trust that says what its story told', async () => {
    const lines = linesOf(await got(year.serving, document('granvik')));
    // From the story and the domain's rules, not from a run: Saturday moved by the chosen rule, essential difference decided.
    for (const expected of [
      'Årlig melding 2030',
      'Granvik sykehus HF',
      'Lørdag 01.02.2031. Helgeregel (neste virkedag): mandag 03.02.2031. Kilde: Brev om rapporteringsfrister 20.12.2029',
      'Stikkprøver i januar viste at kommunen får planen samme dag i under halvparten av tilfellene.',
      '58,0 prosent (2029). Kilde: Styringsdata, uttrekk 01.03.2030',
      'Ukjent',
      'Ikke vurdert',
      'Øvingslederne var disponert til innføring av nytt vaktsystem.',
    ]) {
      expect(lines).toContain(expected);
    }
    expect(lines.join('\n')).toMatch(/Status gikk fra gul til rød/);
    expect(lines.join('\n')).toMatch(/simulert klokke/);
  });

  it('is served with its own style sheet and nothing else', async () => {
    const answer = await fetch(year.serving.url + document('granvik'));
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(await answer.text()) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(answer.headers.get('content-security-policy')).toContain(`style-src 'sha256-${hash}'`);
  });

  it("lets the region's report cite its trusts' records", async () => {
    const html = await got(year.serving, document('helse-solheim'));
    const cited = [...html.matchAll(/\/v1\/events\/([0-9a-f-]{36})/g)].map(m => m[1] ?? '');
    const owners = new Set<string>();
    for (const id of new Set(cited)) {
      const record = await got(year.serving, `/v1/events/${id}`);
      owners.add(/"stream":"requirement-([a-z-]+)\./.exec(record)?.[1] ?? '');
    }
    expect([...owners]).toEqual(expect.arrayContaining(['helse-solheim', 'granvik', 'fjellheim', 'kysten']));
  });

  it('shows every record that a line of a report rests on', async () => {
    for (const trust of ['granvik', 'fjellheim', 'kysten']) {
      const html = await got(year.serving, document(trust));
      const cited = new Set([...html.matchAll(/\/v1\/events\/([0-9a-f-]{36})/g)].map(m => m[1] ?? ''));
      expect(cited.size).toBeGreaterThan(20);
      for (const id of cited) {
        const answer = await fetch(`${year.serving.url}/v1/events/${id}`);
        expect(answer.status).toBe(200);
        await answer.text();
      }
    }
  });

  it('leaves nothing open and nothing parked', async () => {
    expect(JSON.parse(await got(year.serving, '/v1/follow-ups?open=true'))).toMatchObject({ total: 0 });
    expect(JSON.parse(await got(year.serving, '/v1/parked'))).toMatchObject({ total: 0 });
  });

  it('is told again the same when every view is deleted', async () => {
    const pages = [
      '/v1/requirements?limit=500',
      '/v1/common?limit=500',
      '/v1/documents',
      '/v1/deviations',
      '/v1/reports',
      document('granvik'),
      document('kysten'),
    ];
    const before = await Promise.all(pages.map(page => got(year.serving, page)));
    await year.serving.close();
    for (const end of ['', '-wal', '-shm']) rmSync(path.join(year.folder, `views.db${end}`), { force: true });
    year = { ...year, serving: await served(year.folder) };
    const { log, runner } = year.serving.service;
    await runner.caughtUp(((await log.head())?.count ?? 0) - 1, 60_000)();
    for (const [i, page] of pages.entries()) {
      expect({ page, same: (await got(year.serving, page)) === before[i] }).toEqual({ page, same: true });
    }
  });

  it('shows the past, wherever it is cut, as views that were built from so much of the log', async () => {
    const { log, runner, pasts } = year.serving.service;
    const now = runner.generation();
    const count = (await log.head())?.count ?? 0;
    if (now === undefined) throw new Error('there are no views');
    for (const records of [count, 300, 211, 97, 40]) {
      const past = await contents(pasts.at(now, { upTo: records - 1 }));
      const folder = mkdtempSync(path.join(tmpdir(), 'kravspor-example-'));
      const store = await openViewStore(`file:${path.join(folder, 'views.db')}`)();
      if (isLeft(store)) throw new Error(store.left.detail);
      const fresh = startRunner({ log: firstOf(log, records), store: store.right });
      await fresh.caughtUp(records - 1, 60_000)();
      const generation = fresh.generation();
      expect({ records, past }).toEqual({ records, past: generation && (await contents(generation)) });
      await fresh.close();
      await store.right.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('changes exactly the lines of an answer when that answer is another', async () => {
    const words = 'Fire nye forløp er tatt i bruk.';
    const other = await played(
      said => JSON.parse(JSON.stringify(said).replace(words, 'Fem nye forløp er tatt i bruk.')) as Said,
    );
    try {
      const [before, after] = [
        linesOf(await got(year.serving, document('granvik'))),
        linesOf(await got(other.serving, document('granvik'))),
      ];
      expect(after).toHaveLength(before.length);
      expect(before.filter((line, i) => line !== after[i])).toEqual([words]);
    } finally {
      await forgotten(other);
    }
  });
});
