import type { Family } from '../../contracts/catalogue/define';
import type { CorrectionOf, HistoryEntry } from '../../contracts/history';
import type { ParkedAt } from '../../contracts/views';
import { fill } from './fill';
import { dateText, daysText, personText, type Speaker, timeText } from './format';
import { sentenceOf } from './sentence';
import { textAt } from './texts';

/** A history on its way to a reader: of which thing, and its entries in the order of recording. */
export interface History {
  readonly family: Family;
  readonly subject: string;
  readonly entries: readonly HistoryEntry[];
  readonly parked?: ParkedAt | undefined;
}

/** One record told in words; pages and the plain text both show these lines. */
export interface ToldEntry {
  readonly entry: HistoryEntry;
  readonly when: string;
  readonly heading: string;
  readonly sentence: string;
  /** Of reasons, late recording, and corrections. */
  readonly notes: readonly string[];
  readonly record: string;
}

/** The one renderer of a history in words. */
export function tellEntry(speaker: Speaker, entry: HistoryEntry): ToldEntry {
  const { texts, language } = speaker;
  const { labels, type, time, recordedAt, daysLater, reason, record, seq, corrects } = entry;
  const later = { days: daysText(speaker, daysLater), date: dateText(recordedAt) };
  return {
    entry,
    when: timeText(time),
    heading: labels?.[language] ?? type,
    sentence: sentenceOf(speaker, entry),
    notes: [
      ...(reason === null ? [] : [fill(texts.history.reason, { reason })]),
      // Who sent it, where that is a person the reader may know of; services go by their ids.
      ...(speaker.names.person(entry.actor) === undefined
        ? []
        : [fill(texts.history.recordedBy, { person: personText(speaker, entry.actor) })]),
      ...(daysLater === 0 ? [] : [fill(texts.history.recordedLater, later)]),
      ...(corrects === null ? [] : [fill(texts.history.corrects, { record: corrects })]),
      ...entry.corrections.map(c => correctionNote(speaker, c)),
      ...(entry.counts === null
        ? []
        : [
            fill(texts.history.insteadSays, { sentence: sentenceOf(speaker, { ...entry, ...entry.counts }) }),
          ]),
    ],
    record: fill(seq === null ? texts.history.unnumbered : texts.history.record, {
      seq: String(seq),
      record,
    }),
  };
}

function correctionNote({ texts }: Speaker, { outcome, recordedAt, reason, counts }: CorrectionOf): string {
  const values = { date: dateText(recordedAt), reason };
  if (!counts) return fill(texts.history.superseded, values);
  return fill(outcome === 'replaced' ? texts.history.replaced : texts.history.annulled, values);
}

export const historyTitle = ({ texts }: Speaker, family: Family, subject: string): string =>
  fill(textAt(texts, 'history', 'title', family) ?? '{subject}', { subject });

/** The history as plain text, lines at most 100 characters wide. */
export function historyText(speaker: Speaker, { family, subject, entries, parked }: History): string {
  const { texts } = speaker;
  const title = historyTitle(speaker, family, subject);
  const head = [title, '='.repeat(Array.from(title).length), ''];
  const told = entries.map(entry => tellEntry(speaker, entry)).flatMap(linesOf);
  const end =
    parked === undefined
      ? []
      : [fill(texts.history.parked, { revision: String(parked.revision), why: parked.why }), ''];
  const summary = fill(texts.history.summary, { count: String(entries.length) });
  return [...head, ...told, ...end, summary, ''].join('\n');
}

const linesOf = ({ when, heading, sentence, notes, record }: ToldEntry): readonly string[] => [
  `${when}  ${heading}`,
  ...wrapped(sentence),
  ...notes.flatMap(wrapped),
  ...wrapped(record),
  '',
];

const WIDTH = 96;

/** Wrapped at white space and set in by four; a line of its own in the text stays one. */
function wrapped(text: string): readonly string[] {
  return text.split(/\r\n|[\n\r\u2028\u2029]/).flatMap(paragraph => {
    const lines: string[] = [];
    for (const word of paragraph.replace(/\p{Cc}/gu, ' ').split(' ')) {
      const last = lines.at(-1);
      if (last === undefined || last.length + 1 + word.length > WIDTH) lines.push(word);
      else lines[lines.length - 1] = `${last} ${word}`;
    }
    return lines.map(line => `    ${line}`);
  });
}
