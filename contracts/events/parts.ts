import { anyObject, integer, literal, object, oneOf, text, variant, type Static } from '../codec/kit';
import { Decimal, IsoDate, Key, Line, Months, Reason, RecordId, Timestamp, Year } from '../primitives';

/** Framing binds but is not reported on; frame, goal and permission are known kinds that no reader produces yet. */
export const Kind = oneOf('framing', 'indicator', 'task', 'frame', 'goal', 'permission');
export type Kind = Static<typeof Kind>;

export const Modality = oneOf('skal', 'må', 'bør', 'kan', 'forventes', 'none');
export type Modality = Static<typeof Modality>;

/**
 * When a requirement is reported on, and where that is said: the sources contradict each other, so the choice and the
 * place it rests on are data.
 */
export const Reporting = object({
  mode: oneOf('through-year+annual', 'annual', 'on-request', 'none'),
  source: Line,
});
export type Reporting = Static<typeof Reporting>;

export const Cascade = oneOf('verbatim', 'adapted', 'added', 'inherited');
export type Cascade = Static<typeof Cascade>;

export const Direction = oneOf('increase', 'decrease', 'maintain');
export type Direction = Static<typeof Direction>;

const indicatorFacts = {
  baselineYear: Year,
  threshold: Decimal,
  wantedChange: object({ unit: oneOf('percent', 'absolute') }, { amount: Decimal }),
};

/** What an indicator measures. Threshold and wanted change are two facts, even where the text uses one number for both. */
export const Indicator = object({ direction: Direction, unit: Line }, indicatorFacts);
export type Indicator = Static<typeof Indicator>;

/** What a document seems to say of an indicator, before a person has specified it. */
export const SuggestedIndicator = object({}, { direction: Direction, unit: Line, ...indicatorFacts });
export type SuggestedIndicator = Static<typeof SuggestedIndicator>;

/** A value that is explicitly none is not a missing one, and neither is one that is still to come. */
export const MaybeValue = variant(
  'state',
  object({ state: literal('set'), value: Decimal }),
  object({ state: literal('none'), reason: Reason }),
  object({ state: literal('pending'), place: Line }),
);
export type MaybeValue = Static<typeof MaybeValue>;

export const Period = object({ year: Year, months: Months });
export type Period = Static<typeof Period>;

/** A status on a named scale at a version, so that old answers keep their scale. */
export const Status = object({ scale: Key, version: integer(1, 999), value: Key });
export type Status = Static<typeof Status>;

export const BoardCase = object({ number: Line, title: Line, date: IsoDate });
export type BoardCase = Static<typeof BoardCase>;

export const ReportKind = oneOf('annual', 'tertial', 'monthly');
export type ReportKind = Static<typeof ReportKind>;

/** The two frozen versions of one annual report. */
export const ReportStep = oneOf('administrative', 'board');
export type ReportStep = Static<typeof ReportStep>;

/** Where in a document something stands: lines count from 1 in the file as given. */
export const Place = object({
  section: text(40, 0),
  sectionTitle: text(300, 0),
  firstLine: integer(1, 10_000_000),
  lastLine: integer(1, 10_000_000),
});
export type Place = Static<typeof Place>;

/**
 * A correction: the corrected record's data is replaced, or the record is annulled. A replacement counts with its own
 * `time` where it gives one, else with the time of what it corrects.
 */
export const Corrected = variant(
  'outcome',
  object(
    { outcome: literal('replaced'), corrects: RecordId, replacement: anyObject, reason: Reason },
    { time: Timestamp },
  ),
  object({ outcome: literal('annulled'), corrects: RecordId, reason: Reason }),
);
export type Corrected = Static<typeof Corrected>;
