/** The annual report as a pure model: what it says, what it rests on, and how its two versions differ. */
export { annualReport } from './annual';
export { answerDigest, answeredIn, type Answered, reportDigest } from './digests';
export { type Changed, type Decision, type Difference, differences, undecided } from './differences';
export { gapsOf } from './gaps';
export type { AnnualInput, LogPoint, ProcessInput, RecordRef, StreamAt } from './input';
export type * from './model';
export { REPORT_FORMAT } from './model';
export { type Prepared, prepareSubmission } from './prepare';
export type { SeqRecord, Streams } from './cut';
export { type AnnualQuery, inputOf, missingStreams, processInputOf } from './streams';
export {
  type DeadlineFact,
  type Punctual,
  type ReportProcess,
  reportProcess,
  type SubmissionFact,
} from './process';
export { type StatusCount, type Summary, summaryOf } from './summary';
