import type { Bundle } from './bundle-files';
import { isObject, parseJson } from './bundle-events';
import { walkBundle } from './command-bundle';
import type { SealClaim } from './bundle-manifest';
import { sha256 } from './hashes';
import type { Options } from './options';
import { checkAllThere, checkLines, linesOf, type PlacedLine } from './report-lines';
import { type ReportRecord, type ReportRecords, reportRecords } from './report-records';
import { add, type Report, stop } from './verdict';

type Json = Readonly<Record<string, unknown>>;

/**
 * `report DIR`: a sealed report with the records it rests on, in mode *cited*: the report is the one that was sealed, each
 * line rests on records that are there unchanged and say what it says, and none is hidden or left out.
 */
export function checkReport(report: Report, dir: string, options: Options): void {
  const records = reportRecords();
  const { bundle, heads } = walkBundle(report, dir, options, record => records.add(record));
  const { kind, seal } = bundle.manifest;
  if (kind !== 'report' || seal === undefined || heads === undefined)
    return stop('incomplete', 'no-report', 'The bundle holds no sealed report.');
  heads.end(stream => stream.startsWith('requirement-'));
  const sealed = records.bySeq.get(seal.seq);
  const bytes = bundle.read('report/model.json');
  if (sealed === undefined || bytes === undefined)
    return stop('incomplete', 'no-report', 'The report, or the record that seals it, is not in the bundle.');
  checkDigest(report, bytes, sealed);
  checkRules(report, bundle, records, sealed, seal);
  const model = parseJson(bytes, 'report/model.json');
  if (!isObject(model)) return stop('unreadable', 'bad-model', 'report/model.json is no report.');
  checkFrame(report, model, sealed, seal);
  checkPoints(report, bundle, model, sealed);
  const lines = linesOf(report, model);
  checkAllThere(report, lines, heads.heads.keys());
  checkLines(report, lines, records, seal.basis);
  checkPages(report, bundle, bytes, lines);
  report.counts['Lines of the report, with those excluded'] = lines.length;
  report.notes.push(
    'that lines follow from their records by the registered rules, and that report.json and the pages say what model.json says: `kravspor replay --bundle` folds the report anew and compares the bytes',
  );
}

function checkDigest(report: Report, bytes: Buffer, { event }: ReportRecord): void {
  const found = sha256(bytes).toString('hex');
  const expected = String(event.data['digest']);
  if (found === expected) return;
  const message = 'The report is not the one that was sealed.';
  add(report, { verdict: 'tampered', code: 'report-differs', message, expected, found });
}

const RULES = 'no.kravspor.log.rule-set-registered.v1';

/** The rules that the seal names were registered in the log before the report was cut, and are those in the bundle. */
function checkRules(
  report: Report,
  bundle: Bundle,
  records: ReportRecords,
  sealed: ReportRecord,
  { basis }: SealClaim,
): void {
  const named = sealed.event.data['ruleSet'];
  const { ruleSet, version }: Json = isObject(named) ? named : {};
  const registered = records
    .ofStream('log')
    .find(
      ({ event: { type, data } }) =>
        type === RULES && data['ruleSet'] === ruleSet && data['version'] === version,
    );
  const name = `${String(ruleSet)} version ${String(version)}`;
  if (registered === undefined || registered.leaf.seq > basis) {
    const message = `The rule set ${name} was not registered in the log before the report was cut.`;
    return add(report, { verdict: 'tampered', code: 'no-rule-set', message });
  }
  const text = bundle.read('report/rules.txt');
  const expected = String(registered.event.data['sha256']);
  const found = text === undefined ? 'none' : sha256(text).toString('hex');
  if (found === expected) return;
  const message = `report/rules.txt is not the text of the rule set ${name}.`;
  add(report, {
    verdict: text === undefined ? 'incomplete' : 'tampered',
    code: 'rules-differ',
    message,
    expected,
    found,
  });
}

/** Whose report it is, of what, and where it is cut. */
function checkFrame(report: Report, model: Json, sealed: ReportRecord, { basis }: SealClaim): void {
  const [organisation, kind, year] = sealed.leaf.stream.slice('report-'.length).split('.');
  const idOf = (value: unknown): unknown => (isObject(value) ? value['id'] : undefined);
  const seqOf = (value: unknown): unknown => (isObject(value) ? value['seq'] : undefined);
  const found = [idOf(model['organisation']), 'annual', model['year'], seqOf(model['basis'])]
    .map(String)
    .join(' ');
  const expected = [organisation, kind, year, basis].map(String).join(' ');
  if (found === expected) return;
  const message = 'The report is of another organisation, year or cut than the one that was sealed.';
  add(report, { verdict: 'tampered', code: 'other-report', message, expected, found });
}

/** The points that a replay starts from are those of the report and its seal. */
function checkPoints(report: Report, bundle: Bundle, model: Json, sealed: ReportRecord): void {
  const lines = bundle.read('report/points')?.toString('latin1').split('\n') ?? [];
  const basis = isObject(model['basis']) ? model['basis'] : {};
  const at = sealed.recordedAt ?? sealed.leaf.recordedAt;
  const expected = [
    `basis ${String(basis['seq'])} ${String(basis['recordedAt'])}`,
    `seen ${sealed.leaf.seq} ${at}`,
  ];
  const rest = lines.slice(2).join('\n');
  if (
    expected.join('\n') === lines.slice(0, 2).join('\n') &&
    /^(?:administrative \d{1,15} [0-9T:.Z-]{20,24}\n)?$/.test(rest)
  )
    return;
  const message = 'report/points names other points of the log than the report and its seal.';
  add(report, {
    verdict: 'tampered',
    code: 'points-differ',
    message,
    expected: expected.join(', '),
    found: lines.join(', '),
  });
}

const PAGES = ['nb', 'nn', 'en'];

/** All of the report holds the model that was sealed; and the pages hold the words of each line. */
function checkPages(report: Report, bundle: Bundle, model: Buffer, lines: readonly PlacedLine[]): void {
  const whole = bundle.read('report/report.json')?.toString('utf8') ?? '';
  if (!whole.endsWith(`,"report":${model.toString('utf8')}}`)) {
    const message = 'report/report.json holds another report than report/model.json.';
    add(report, { verdict: 'tampered', code: 'report-differs', message });
  }
  for (const language of PAGES) {
    const path = `report/report.${language}.html`;
    const page = bundle.read(path)?.toString('utf8');
    if (page === undefined) {
      add(report, { verdict: 'incomplete', code: 'missing-file', message: `${path} is not there.` });
      continue;
    }
    for (const { name, value } of lines)
      for (const key of ['text', 'answer']) {
        const fact = value[key];
        const words = isObject(fact) ? fact['text'] : undefined;
        if (typeof words !== 'string' || page.includes(escaped(words))) continue;
        const message = `${path} does not hold the words of ${name}, ${key}.`;
        add(report, { verdict: 'tampered', code: 'page-differs', message, expected: words });
      }
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, char => ENTITIES[char] ?? char);
