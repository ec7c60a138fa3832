/** Reports from streams: folded, as canonical JSON, and as documents. */
export { REPORT_POLICY } from './html/policy';
export { renderJson } from './json';
export { reportFiles, type SealedReport, sealedPage } from './sealed';
export { ANNUAL_RULES, type RuleSet } from './rules';
export type { ReportPage } from './page';
export { type Collect, draftPage, type PageRequest, renderHtml, reportPage } from './render';
