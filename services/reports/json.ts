import { canonicalJson } from '../../contracts/json/canonical';
import { reportDigest } from '../../contracts/reports';
import type { ReportPage } from './page';

/**
 * A report as canonical JSON (RFC 8785): the same cut-off gives the same bytes. The footer's digest is the SHA-256 of
 * the canonical form of `report`.
 */
export const renderJson = ({ report, process, differences }: ReportPage): string =>
  canonicalJson({
    report,
    process,
    differences,
    footer: { cutoff: report.basis.seq, seen: process?.seen.seq ?? null, digest: reportDigest(report) },
  });
