import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type { Family } from '../../../contracts/catalogue/define';
import { historyOf, type HistoryEntry } from '../../../contracts/history';
import type { Language } from '../../../contracts/labels';
import type { Timestamp } from '../../../contracts/primitives';
import type { Problem } from '../../../contracts/problems';
import { isBefore } from '../../../contracts/time';
import type { ParkedView } from '../../../contracts/views';
import { recordsOf } from '../../lifecycle';
import { type History, historyText, speakerOf } from '../../web';
import type { Answer, Context } from '../handler';
import { asJson, shownPersons, uncached } from '../persons/shown';
import type { CutQuery } from './cut';
import { knownOf } from './known';
import { namesOf } from './names';
import { unknownThing } from './problems';
import { maySeeRecord } from './record-access';
import { look, type Seen, viewOf } from './seen';

/** Which records make a history: of a stream, or of one subject in a stream of many. */
export interface HistoryOf {
  readonly family: Family;
  readonly stream: string;
  readonly subject: string;
}

type Asked = Pick<Context, 'service' | 'principal' | 'language' | 'mediaType'> & {
  readonly query: { readonly wait?: string; readonly lang?: Language } & CutQuery;
};

/** The history of a thing as this reader may see it; undefined where there is nothing. */
export async function historyFor(
  { family, stream, subject }: HistoryOf,
  seen: Seen,
): Promise<History | undefined> {
  const all = await recordsOf(seen.service.log, knownOf(seen.service), stream);
  const own = all.filter(({ seq, record }) => seq <= seen.seq && record.event.subject === subject);
  const visible = [];
  for (const found of own) if (await maySeeRecord(found.record, seen)) visible.push(found);
  if (visible.length === 0) return undefined;
  const seqs = new Map(visible.map(({ seq, record }) => [record.meta.revision, seq] as const));
  const entries = historyOf(
    visible.map(v => v.record),
    revision => seqs.get(revision),
  );
  const parked = await viewOf<ParkedView>(seen, 'parked', stream);
  const told = entries.filter(entry => hadHappened(entry, seen.point?.asOf));
  return told.length === 0 ? undefined : { family, subject, entries: told, parked };
}

const hadHappened = ({ time, counts }: HistoryEntry, asOf: Timestamp | undefined): boolean =>
  asOf === undefined || !isBefore(asOf, counts?.time ?? time);

/** Answers with a history as data or in words. */
export async function historyAnswer(asked: Asked, of: HistoryOf): Promise<Either<Problem, Answer>> {
  const seen = await look(asked);
  if (isLeft(seen)) return seen;
  const history = await historyFor(of, seen.right);
  const last = history?.entries.at(-1);
  if (history === undefined || last === undefined) return left(unknownThing(`${of.family} ${of.subject}`));
  const { entries, parked } = history;
  const persons = await shownPersons(entries, seen.right);
  if (asked.mediaType === 'text/plain') {
    const language = asked.query.lang ?? asked.language;
    const text = historyText(speakerOf(language, namesOf(seen.right, persons)), history);
    const etag = `${last.revision}-${language}`;
    return right({
      etag,
      headers: { ...uncached(persons), 'Content-Language': language },
      body: { kind: 'text', mediaType: 'text/plain; charset=utf-8', text },
    });
  }
  const value = { ...of, revision: last.revision, parked, entries: entries.map(linked), seq: seen.right.seq };
  const body = { kind: 'json', value: { ...value, ...asJson(persons) } } as const;
  return right({ revision: last.revision, headers: uncached(persons), body });
}

const linked = (entry: HistoryEntry) => ({ href: `/v1/events/${entry.record}`, ...entry });
