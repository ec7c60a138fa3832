import type { AnnualReport, Difference, ReportProcess } from '../../contracts/reports';

/**
 * A report and what stands around it. The report itself is cut at its basis and covered by its digest; process and
 * differences are as of the point of the log that `process.seen` names.
 */
export interface ReportPage {
  readonly report: AnnualReport;
  readonly process: ReportProcess | null;
  /** Only of the board's version, and only where there is an administrative one. */
  readonly differences: readonly Difference[] | null;
}
