import { daysBetween, osloDayOf } from '../calendar';
import type { IsoDate, RecordId } from '../primitives';
import type { LogState } from '../states/log';
import { stepOf } from '../states/log';
import { organisationOf, type OrganisationsState } from '../states/organisations';
import type { Mark } from '../states/told';
import type { Status } from '../events/parts';
import type { LogPoint, RecordRef } from './input';
import type { Cite, Named, Source, StatusFact } from './model';

/** What every part of a report is worked out with. */
export interface Context {
  readonly year: number;
  readonly basis: LogPoint;
  /** The day of the basis in Oslo: the report's "today". */
  readonly today: IsoDate;
  readonly register: OrganisationsState;
  readonly log: LogState;
  readonly documents: ReadonlyMap<string, string>;
  readonly records: ReadonlyMap<string, RecordRef>;
}

export const indexOf = (lists: readonly (readonly RecordRef[])[]): ReadonlyMap<string, RecordRef> =>
  new Map(lists.flatMap(list => list.map(record => [record.id, record] as const)));

export const todayAt = ({ recordedAt, asOf }: LogPoint): IsoDate => osloDayOf(asOf ?? recordedAt);

type Index = Pick<Context, 'records'>;

const cite = ({ records }: Index, record: RecordId): Cite => ({
  record,
  seq: records.get(record)?.seq ?? null,
});

/** The records behind these marks, with what corrected them, each once and in the order of the log. */
export function citesOf(index: Index, marks: readonly (Mark | undefined)[]): readonly Cite[] {
  const ids = marks.flatMap(mark =>
    mark === undefined
      ? []
      : mark.correctedBy === undefined
        ? [mark.record]
        : [mark.record, mark.correctedBy],
  );
  return inOrder([...new Set(ids)].map(id => cite(index, id)));
}

/** The same for cites that are made already. */
export const joined = (lists: readonly (readonly Cite[])[]): readonly Cite[] =>
  inOrder([...new Map(lists.flat().map(c => [c.record, c])).values()]);

const inOrder = (cites: readonly Cite[]): readonly Cite[] =>
  [...cites].sort((a, b) => (a.seq ?? Infinity) - (b.seq ?? Infinity) || (a.record < b.record ? -1 : 1));

/** The source of a fact, from its mark; `also` are further marks it rests on. */
export function sourceOf(index: Index, mark: Mark, ...also: readonly (Mark | undefined)[]): Source {
  const correction = mark.correctedBy === undefined ? undefined : index.records.get(mark.correctedBy);
  return {
    time: mark.time,
    recordedAt: mark.recordedAt,
    daysLater: Math.max(0, daysBetween(osloDayOf(mark.time), osloDayOf(mark.recordedAt))),
    correctedAt: correction?.recordedAt ?? null,
    cites: citesOf(index, [mark, ...also]),
  };
}

export const named = (register: OrganisationsState, id: string): Named => ({
  id,
  name: organisationOf(register, id)?.name ?? id,
});

export function statusFact({ log }: Context, status: Status): StatusFact {
  const step = stepOf(log, status);
  const { scale, version, value } = status;
  return { scale, version, value, labels: step?.labels ?? null, judgement: step?.judgement ?? null };
}
