import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../services/audit/verifier/main';
import { replayBundle } from '../../services/cli/replay-bundle';
import { hashOfKey, newKey } from '../../services/http';
import { event } from './harness';
import { MINISTRY, on, type World } from './read-world';
import {
  bundleOf,
  type Files,
  fitted,
  prepared,
  REGION,
  REPORT,
  startSealedWorld,
  TRUST,
  writeFiles,
} from './sealed-world';
import { verifierKeyOf } from '../support/verifier-key';

interface Said {
  readonly exit: number;
  readonly codes: readonly string[];
  readonly text: string;
  readonly leaves: number;
}

let world: World;
let dir: string;

beforeAll(async () => {
  world = await startSealedWorld();
  dir = mkdtempSync(join(tmpdir(), 'kravspor-export-'));
});
afterAll(async () => {
  await world.harness.close();
  rmSync(dir, { recursive: true, force: true });
});

function verify(command: string, files: Files): Said {
  writeFiles(dir, files);
  const { exit, text } = run([command, dir, '--json', '--key', verifierKeyOf(world.harness.serving.service)]);
  const said = JSON.parse(text) as { findings: { code: string; message: string }[]; leaves: number };
  return {
    ...{ exit, leaves: said.leaves, codes: said.findings.map(f => f.code) },
    text: said.findings.map(f => f.message).join('\n'),
  };
}

const bundle = (query: string): Promise<Files> => bundleOf(world.harness.url, query);
const manifestOf = (files: Files): string => (files.get('manifest') ?? '').toString();
const streamsIn = (files: Files): readonly string[] => [
  ...new Set(
    [...(files.get('records/000000') ?? '').toString().matchAll(/"stream":"([a-z0-9.-]+)"\}$/gm)].map(
      m => m[1] ?? '',
    ),
  ),
];

describe('a history bundle', () => {
  it('of the whole log is verified, and holds every record', async () => {
    const files = await bundle('');
    const count = await world.harness.count();
    expect(verify('bundle', files)).toMatchObject({ exit: 0, leaves: count, codes: [] });
    expect([...files.keys()].filter(path => path.startsWith('originals/'))).toHaveLength(1);
    expect((files.get('index.html') ?? '').toString()).toMatch(/lang="nb"[\s\S]*lang="nn"[\s\S]*lang="en"/);
  });

  it('of the same log is the same, byte for byte', async () => {
    expect(await bundle('')).toEqual(await bundle(''));
  });

  it('of an organisation holds nothing of another, says what is left out, and is complete as of its seal', async () => {
    const files = await bundle(`?organisation=${TRUST}`);
    expect(verify('bundle', files)).toMatchObject({ exit: 0 });
    expect(streamsIn(files).every(stream => /^[a-z]+-granvik\./.test(stream))).toBe(true);
    expect(manifestOf(files)).toMatch(/^complete granvik \d+ \d+ [0-9a-f]{64}$/m);
    expect(manifestOf(files)).toMatch(/^left-out all records of other streams/m);
    const other = await bundle(`?organisation=${REGION}`);
    expect(verify('bundle', other)).toMatchObject({ exit: 0 });
    expect(manifestOf(other)).not.toMatch(/^complete /m);
    expect(manifestOf(other)).toMatch(/^left-out completeness/m);
  });

  it('of a stream or a year claims no completeness', async () => {
    const stream = `requirement-${world.stock}`;
    const one = await bundle(`?stream=${stream}`);
    expect(verify('bundle', one).exit).toBe(0);
    expect(streamsIn(one)).toEqual([stream]);
    await expect(bundle(`?report=${REPORT}&year=2031`)).rejects.toThrow(/^400/);
    const year = await bundle(`?organisation=${TRUST}&year=2031`);
    expect(verify('bundle', year).exit).toBe(0);
    expect(manifestOf(year)).not.toMatch(/^complete /m);
    await expect(bundle('?year=1991')).resolves.toBeDefined();
    expect(verify('bundle', await bundle('?year=1991')).exit).toBe(2);
  });

  it('that lacks a stream, though it claims to be complete, is found out', async () => {
    const files = await bundle(`?organisation=${TRUST}`);
    const lines = (files.get('records/000000') ?? '').toString().split('\n');
    const kept = lines.filter((_, i) => !(lines[i - (i % 4)] ?? '').includes(world.stock));
    const count = (kept.length - 1) / 4;
    const forged = fitted(new Map(files).set('records/000000', Buffer.from(kept.join('\n'))), line =>
      line.replace(/^records .*/, `records ${count}`),
    );
    const said = verify('bundle', forged);
    expect(said).toMatchObject({ exit: 1, codes: ['stream-left-out'] });
    expect(said.text).toContain(world.stock);
  });

  it('without its original, or with another in its place, is found out', async () => {
    const files = await bundle('');
    const [path = ''] = [...files.keys()].filter(name => name.startsWith('originals/'));
    const without = new Map(files);
    without.delete(path);
    expect(verify('bundle', fitted(without))).toMatchObject({ exit: 2, codes: ['original-missing'] });
    const other = new Map(files).set(path, Buffer.from('Noe annet'));
    expect(verify('bundle', fitted(other))).toMatchObject({ exit: 1, codes: ['original-differs'] });
  });

  it('is written down in the log of reads', async () => {
    await bundle(`?stream=requirement-${world.stock}`);
    await new Promise(resolve => setTimeout(resolve, 300));
    const { text } = await world.harness.agent.get('/v1/reads').expect(200);
    expect(text).toContain('/v1/export');
  });
});

describe('a report bundle', () => {
  let files: Files;
  let model: string;
  beforeAll(async () => {
    files = await bundle(`?report=${REPORT}`);
    model = (files.get('report/model.json') ?? '').toString();
  });

  /** The report altered in all its files, under a manifest that fits. */
  const altered = (change: (text: string) => string): Files => {
    const forged = new Map(files);
    for (const path of ['report/model.json', 'report/report.json'])
      forged.set(path, Buffer.from(change((files.get(path) ?? '').toString())));
    return fitted(forged);
  };
  const line = (text: string): string => {
    const { sections } = JSON.parse(model) as {
      sections: { number: number; answer: { text: string } | null }[];
    };
    return `line ${sections.find(s => s.answer?.text === text)?.number ?? 0} `;
  };

  it('is verified line by line, and replayed gives the same bytes', () => {
    expect(verify('report', files)).toMatchObject({ exit: 0, codes: [] });
    expect(verify('bundle', files)).toMatchObject({ exit: 0, codes: [] });
    expect(replayBundle(dir)).toMatchObject({ report: REPORT, files: 5, differences: [] });
  });

  it('with one letter of a line changed tells which line', () => {
    const said = verify(
      'report',
      altered(text => text.replaceAll('I balanse.', 'I ubalanse.')),
    );
    expect(said.exit).toBe(1);
    expect(said.codes).toEqual(expect.arrayContaining(['report-differs', 'not-said', 'page-differs']));
    expect(said.text).toContain(line('I balanse.'));
    expect(replayBundle(dir).differences).toMatchObject([
      { file: 'report/model.json', bundle: '"I ubalanse."', replayed: '"I balanse."' },
      { file: 'report/report.json' },
    ]);
  });

  it('with a letter changed in a page only tells which page', () => {
    const path = 'report/report.nn.html';
    const page = (files.get(path) ?? '').toString().replace('Ni av elleve', 'Ti av elleve');
    const said = verify('report', fitted(new Map(files).set(path, Buffer.from(page))));
    expect(said).toMatchObject({ exit: 1, codes: ['page-differs'] });
    expect(said.text).toContain(
      `${path} does not hold the words of ${line('Ni av elleve kommuner er med.')}`,
    );
    expect(replayBundle(dir).differences).toMatchObject([{ file: path }]);
  });

  const edited = (change: (model: Record<string, Record<string, unknown>[]>) => void): Said => {
    const parsed = JSON.parse(model) as Record<string, Record<string, unknown>[]>;
    change(parsed);
    return verify(
      'report',
      altered(text => text.replace(model, JSON.stringify(parsed))),
    );
  };

  it('with a line left out, told twice, or excluded without a reason is found out', () => {
    expect(edited(m => void m['sections']?.pop()).codes).toContain('line-left-out');
    expect(edited(m => void m['sections']?.push(m['sections'][0] ?? {})).codes).toContain('line-twice');
    expect(edited(m => void m['notDue']?.push({ ...m['sections']?.pop(), why: undefined })).codes).toContain(
      'no-reason',
    );
    expect(edited(m => void m['sections']?.reverse()).codes).toContain('line-number');
  });

  it('with a record hidden from a line is found out', () => {
    const said = edited(m => void (m['sections']?.[0]?.['records'] as unknown[]).pop());
    expect(said.codes).toContain('record-hidden');
  });

  it('that cites a record which does not say so is found out', () => {
    const said = edited(m => {
      const [first, second] = (m['sections'] ?? []).filter(s => s['answer'] !== null);
      const [a, b] = [first?.['answer'], second?.['answer']] as { cites: unknown }[];
      if (a !== undefined && b !== undefined) a.cites = b.cites;
    });
    expect(said.codes).toContain('not-said');
    expect(said.text).toMatch(/no record that \/answer cites says what stands in \/answer\/text/);
  });

  it('that cites a record which is not there, or none, is found out', () => {
    const cited = (cites: unknown[]) =>
      edited(m => {
        const answer = m['sections']?.find(s => s['answer'] !== null)?.['answer'] as { cites: unknown };
        answer.cites = cites;
      }).codes;
    expect(cited([{ record: '5f0c8d6e-6d0b-5a53-8f7e-0d6f2a1b9c3d', seq: 3 }])).toContain(
      'cited-record-missing',
    );
    expect(cited([])).toContain('nothing-cited');
  });

  it('with other rules than those registered is found out', () => {
    const forged = fitted(new Map(files).set('report/rules.txt', Buffer.from('Alt er grønt.\n')));
    expect(verify('report', forged)).toMatchObject({ exit: 1, codes: ['rules-differ'] });
  });

  it('without its records, its seal or its report is not verified', () => {
    for (const path of ['records/000000', 'heads', 'report/model.json', 'checkpoint', 'manifest']) {
      const without = new Map(files);
      without.delete(path);
      expect([path, verify('report', without).exit === 0]).toEqual([path, false]);
      expect([path, path !== 'manifest' && verify('report', fitted(without)).exit === 0]).toEqual([
        path,
        false,
      ]);
    }
  });

  it('of another report is not this one', async () => {
    const history = await bundle(`?organisation=${TRUST}`);
    expect(verify('report', history)).toMatchObject({ exit: 2, codes: ['no-report'] });
  });

  it('stays the same when more has happened since', async () => {
    await on(world.harness, '2032-03-01', 'requirement.received', world.stock, TRUST, {});
    await world.harness.settled();
    const later = await bundle(`?report=${REPORT}`);
    for (const path of ['heads', 'report/model.json', 'report/report.json', 'report/report.nb.html'])
      expect([path, later.get(path)?.equals(files.get(path) ?? Buffer.alloc(0))]).toEqual([path, true]);
    expect(verify('report', later).exit).toBe(0);
  });
});

describe('who may have which bundle', () => {
  const keys: Record<string, string> = {};
  beforeAll(async () => {
    const { harness } = world;
    const issue = async (name: string, organisation: string, more: object) => {
      keys[name] = newKey();
      const data = {
        ...{
          hash: hashOfKey(keys[name]),
          organisation,
          holder: `svc-${name}`,
          sources: ['https://tests.example'],
        },
        ...{ expires: '2099-01-01T00:00:00Z', ...more },
      };
      await harness.stored(
        event('access.key-issued', name, MINISTRY, data, { time: '2032-03-02T11:00:00Z' }),
      );
    };
    await issue('reader', TRUST, { roles: ['reporter'] });
    await issue('region', REGION, { roles: ['reporter'] });
    await issue('whole', MINISTRY, { roles: ['auditor'], scope: 'whole-log' });
    await harness.restart({ auth: 'keys' });
    await harness.settled();
  });
  const as = (name: string, query: string): Promise<Files> =>
    bundleOf(world.harness.url, query, { authorization: `Bearer ${keys[name] ?? ''}` });

  it('the whole log is for those with that scope', async () => {
    await expect(as('reader', '')).rejects.toThrow(/^403/);
    expect(verify('bundle', await as('whole', '')).exit).toBe(0);
  });

  it('an organisation is for its own readers and those above, without what was stamped on the records', async () => {
    const own = await as('reader', `?organisation=${TRUST}`);
    expect(manifestOf(own)).toMatch(/^meta withheld$/m);
    expect((own.get('records/000000') ?? '').toString()).not.toContain('"credential"');
    expect(verify('bundle', own).exit).toBe(0);
    expect(verify('bundle', await as('region', `?organisation=${TRUST}`)).exit).toBe(0);
    await expect(as('reader', `?organisation=${REGION}`)).rejects.toThrow(/^403/);
    await expect(as('reader', `?stream=access-reader`)).rejects.toThrow(/^403/);
  });

  it('a report is verified also without what its reader may not see, which is stated', async () => {
    const files = await as('reader', `?report=${REPORT}`);
    expect(manifestOf(files)).toMatch(/^left-out document-helse-solheim\.[^:]+: the reader/m);
    expect(verify('report', files)).toMatchObject({ exit: 0, codes: [] });
    expect(() => replayBundle(dir)).toThrow(/cannot be folded without/);
  });
});

test('a seal is refused where it is of something else than what the log holds', async () => {
  const fresh = await startSealedWorld();
  try {
    const { send } = await prepared(fresh, 'seal');
    const other = { ...send.event, id: 'other', data: { ...send.event.data, heads: 'ab'.repeat(32) } };
    const answer = await fresh.harness.send(other);
    expect({ status: answer.status, body: answer.body as unknown }).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/data/heads' }] },
    });
  } finally {
    await fresh.harness.close();
  }
});
