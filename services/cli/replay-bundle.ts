import { differences } from '../../contracts/diff';
import { missingStreams, type SeqRecord } from '../../contracts/reports';
import { addresseeOf } from '../../contracts/subjects';
import { parsePoints, readStreams, readText, type ReportPoints } from '../audit/bundle';
import { reportFiles, sealedPage } from '../reports';
import { Ended } from './exit';

/** A file of a sealed report that is not what its records give. */
export interface BundleDifference {
  readonly file: string;
  /** RFC 6901 pointer in JSON, else the number of the line. */
  readonly place: string;
  readonly bundle: string;
  readonly replayed: string;
}

export interface BundleReplay {
  readonly report: string;
  readonly records: number;
  readonly files: number;
  readonly differences: readonly BundleDifference[];
}

/** Folds the report of a bundle anew from its records, and compares the bytes of each of its files. */
export function replayBundle(folder: string): BundleReplay {
  const report = /^scope report (\S+)$/m.exec(readText(folder, 'manifest') ?? '')?.[1];
  const points = parsePoints(readText(folder, 'report/points') ?? '');
  if (report === undefined || points === undefined)
    throw new Ended(
      `There is no report's bundle in ${folder}.`,
      'Make one: kravspor export --report <id> --out <dir>',
    );
  const streams = withEmpty(report, readStreams(folder), points, leftOut(folder));
  const found: BundleDifference[] = [];
  const files = reportFiles(sealedPage({ report, streams, ...points }));
  for (const { name, text } of files) {
    const difference = firstDifference(`report/${name}`, readText(folder, `report/${name}`), text);
    if (difference !== undefined) found.push(difference);
  }
  const records = [...streams.values()].reduce((sum, list) => sum + list.length, 0);
  return { report, records, files: files.length, differences: found };
}

const leftOut = (folder: string): string =>
  (readText(folder, 'manifest') ?? '').match(/^left-out .*$/gm)?.join('\n') ?? '';

/** A stream that the report asks for and that was never begun is empty; one that was left out cannot be done without. */
function withEmpty(
  report: string,
  streams: ReadonlyMap<string, readonly SeqRecord[]>,
  { basis }: ReportPoints,
  stated: string,
): ReadonlyMap<string, readonly SeqRecord[]> {
  const [organisation = '', , year = ''] = report.split('.');
  const requirements = [...streams.keys()]
    .filter(name => name.startsWith('requirement-'))
    .map(name => name.slice('requirement-'.length))
    .filter(subject => addresseeOf(subject) === organisation);
  const query = { organisation, year: Number(year), step: 'board', basis, requirements } as const;
  const missing = missingStreams(query, streams);
  const closed = missing.filter(stream => stated.includes(`${stream}:`));
  if (closed.length > 0)
    throw new Ended(
      `The report cannot be folded without what is left out: ${closed.join(', ')}.`,
      'Ask somebody who may read the whole log to export it.',
    );
  return new Map([...streams, ...missing.map(stream => [stream, []] as const)]);
}

function firstDifference(
  file: string,
  bundle: string | undefined,
  replayed: string,
): BundleDifference | undefined {
  if (bundle === replayed) return undefined;
  if (bundle === undefined) return { file, place: '', bundle: 'nothing', replayed: 'a file' };
  const first = file.endsWith('.json') ? inJson(bundle, replayed) : undefined;
  if (first !== undefined) return { file, ...first };
  const [is, should] = [bundle.split('\n'), replayed.split('\n')];
  const at = should.findIndex((line, i) => line !== is[i]);
  const line = at < 0 ? should.length : at;
  return { file, place: `line ${line + 1}`, bundle: short(is[line]), replayed: short(should[line]) };
}

function inJson(bundle: string, replayed: string): Omit<BundleDifference, 'file'> | undefined {
  try {
    const [first] = differences(JSON.parse(bundle), JSON.parse(replayed));
    return first && { place: first.pointer, bundle: first.a, replayed: first.b };
  } catch {
    return undefined; // no longer JSON: told by its line
  }
}

const short = (line: string | undefined): string => (line ?? 'nothing').slice(0, 200);
