import type { Language } from '../../contracts/labels';
import {
  annualReport,
  type AnnualQuery,
  type AnnualReport,
  type Difference,
  differences,
  inputOf,
  type LogPoint,
  processInputOf,
  reportProcess,
  type Streams,
} from '../../contracts/reports';
import { annualDocument } from './content/annual';
import { htmlOf } from './html/page';
import type { ReportPage } from './page';

/** Reads the streams a report rests on, until `missingStreams` names no more. Whoever has a log can be one. */
export type Collect = (query: AnnualQuery) => Promise<Streams>;

/** What a page is made of: the question, the report's own subject, the streams, and the point the log is seen from. */
export interface PageRequest {
  readonly query: AnnualQuery;
  /** `<organisation>.annual.<year>.<n>` */
  readonly report: string;
  /** Those of the report, and the report's own stream. */
  readonly streams: Streams;
  readonly seen: LogPoint;
  /** The basis of the administrative version, where this is the board's. */
  readonly administrative?: LogPoint;
}

/** Folds a report and what stands around it. Pure: the same streams, basis and `seen` give the same page. */
export function reportPage({ query, report, streams, seen, administrative }: PageRequest): ReportPage {
  const model = annualReport(inputOf(query, streams));
  const processInput = processInputOf(query, report, streams, seen);
  const compared = (basis: LogPoint): readonly Difference[] =>
    differences(
      annualReport(inputOf({ ...query, step: 'administrative', basis }, streams)),
      model,
      processInput.report.state,
      processInput.report.records,
    );
  return {
    report: model,
    process: reportProcess(processInput),
    differences: query.step === 'board' && administrative !== undefined ? compared(administrative) : null,
  };
}

/** A report alone, as a draft that nobody has submitted. */
export const draftPage = (report: AnnualReport): ReportPage => ({ report, process: null, differences: null });

/** A report as one HTML file in Bokmål, Nynorsk or English: the same page gives the same bytes. */
export const renderHtml = (page: ReportPage, language: Language): string =>
  htmlOf(annualDocument(page, language));
