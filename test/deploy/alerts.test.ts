import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problems } from '../../contracts/problems';
import { event, type Harness, startHarness } from '../http/harness';

const DEPLOY = join(__dirname, '../../deploy');
const rules = readFileSync(join(DEPLOY, 'prometheus.rules.yml'), 'utf8');
const expressions = rules
  .split(/^\s+expr: /m)
  .slice(1)
  .join('\n')
  .replace(/^\s*(?:annotations|summary|labels|#).*$/gm, '');

const all = (text: string, pattern: RegExp): readonly string[] =>
  [...new Set([...text.matchAll(pattern)].map(found => found[1] ?? ''))].sort();

describe('the alerts for Prometheus', () => {
  let harness: Harness;
  let metrics: string;
  beforeAll(async () => {
    harness = await startHarness();
    await harness.stored(
      event('organisations.registered', 'nord', 'nord', { name: 'Nord RHF', kind: 'region' }),
    );
    await harness.send({});
    metrics = (await harness.agent.get('/metrics')).text;
  });
  afterAll(() => harness.close());

  it('speak of metrics that the service tells', () => {
    const named = all(expressions, /\b(kravspor_[a-z0-9_]+)/g);
    const told = new Set(all(metrics, /^(kravspor_[a-z0-9_]+)(?:\{| )/gm));
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(name => !told.has(name))).toEqual([]);
  });

  it('speak of labels and values that there are', () => {
    for (const name of all(expressions, /\bproblem=~?"([^"]+)"/g))
      for (const problem of name.split('|')) expect(Object.keys(problems)).toContain(problem);
    for (const outcome of all(expressions, /\boutcome="([^"]+)"/g))
      expect(metrics).toMatch(new RegExp(`^kravspor_reads_total\\{.*outcome="${outcome}"`, 'm'));
  });

  it('are each explained in the operations guide, and no others', () => {
    const guide = readFileSync(join(DEPLOY, 'README.md'), 'utf8');
    const alerts = all(rules, /^\s+- alert: (\w+)$/gm);
    expect(all(guide, /^\| `(Kravspor\w+)` \|/gm)).toEqual(alerts);
  });
});
