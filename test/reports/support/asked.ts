import { annualReport, type AnnualQuery, inputOf, type SeqRecord } from '../../../contracts/reports';
import type { ReportStep } from '../../../contracts/events/parts';
import { GRANVIK } from './made';
import { type Happened, logOf, streamsOf } from './tell';

/** A point of a fixture's log. */
export const point = (log: readonly SeqRecord[], seq: number): AnnualQuery['basis'] => {
  const found = log[seq];
  if (found === undefined) throw new Error(`no record ${seq}`);
  return { seq, recordedAt: found.record.meta.recordedAt };
};

/** The question a report answers, over the whole log of a row. */
export const queryOf = (
  log: readonly SeqRecord[],
  step: ReportStep,
  basis: number,
  organisation = GRANVIK,
): AnnualQuery => ({
  organisation,
  year: 2031,
  step,
  basis: point(log, basis),
  requirements: [...streamsOf(log).keys()]
    .filter(stream => stream.startsWith(`requirement-${organisation}.`))
    .map(stream => stream.slice('requirement-'.length)),
});

export const reportOf = (
  row: readonly Happened[],
  step: ReportStep,
  basis: number,
  organisation = GRANVIK,
) => {
  const log = logOf(row);
  return annualReport(inputOf(queryOf(log, step, basis, organisation), streamsOf(log)));
};
