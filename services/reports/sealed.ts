import { canonicalJson } from '../../contracts/json/canonical';
import type { Language } from '../../contracts/labels';
import type { LogPoint, Streams } from '../../contracts/reports';
import { addresseeOf } from '../../contracts/subjects';
import { renderJson } from './json';
import type { ReportPage } from './page';
import { renderHtml, reportPage } from './render';

/** A sealed report: the points of the log it is cut and looked at from, and the streams that it rests on. */
export interface SealedReport {
  /** `<organisation>.annual.<year>.<n>` */
  readonly report: string;
  readonly streams: Streams;
  readonly basis: LogPoint;
  /** The record that seals it. */
  readonly seen: LogPoint;
  readonly administrative?: LogPoint;
}

const LANGUAGES: readonly Language[] = ['nb', 'nn', 'en'];
const REQUIREMENT = 'requirement-';

/** Folds a sealed report from nothing but the streams given. Pure: the same give the same. */
export function sealedPage({ report, streams, ...points }: SealedReport): ReportPage {
  const [organisation = '', , year = ''] = report.split('.');
  const requirements = [...streams.keys()]
    .filter(stream => stream.startsWith(REQUIREMENT))
    .map(stream => stream.slice(REQUIREMENT.length))
    .filter(subject => addresseeOf(subject) === organisation)
    .sort();
  const { basis, seen, administrative } = points;
  const query = { organisation, year: Number(year), step: 'board', basis, requirements } as const;
  const first = administrative === undefined ? {} : { administrative };
  return reportPage({ query, report, streams, seen, ...first });
}

/** The files of a report: the model, whose SHA-256 is the digest that is submitted and sealed; all of it; and the document. */
export const reportFiles = (
  page: ReportPage,
): readonly { readonly name: string; readonly text: string }[] => [
  { name: 'model.json', text: canonicalJson(page.report) },
  { name: 'report.json', text: renderJson(page) },
  ...LANGUAGES.map(language => ({ name: `report.${language}.html`, text: renderHtml(page, language) })),
];
