import type { IsoDate } from '../primitives';
import { type Label, label } from '../labels';
import { weekdayOf } from './dates';

const weekdays = [
  label('mandag', 'måndag', 'Monday'),
  label('tirsdag', 'tysdag', 'Tuesday'),
  label('onsdag', 'onsdag', 'Wednesday'),
  label('torsdag', 'torsdag', 'Thursday'),
  label('fredag', 'fredag', 'Friday'),
  label('lørdag', 'laurdag', 'Saturday'),
  label('søndag', 'sundag', 'Sunday'),
] as const;

const months = [
  label('januar', 'januar', 'January'),
  label('februar', 'februar', 'February'),
  label('mars', 'mars', 'March'),
  label('april', 'april', 'April'),
  label('mai', 'mai', 'May'),
  label('juni', 'juni', 'June'),
  label('juli', 'juli', 'July'),
  label('august', 'august', 'August'),
  label('september', 'september', 'September'),
  label('oktober', 'oktober', 'October'),
  label('november', 'november', 'November'),
  label('desember', 'desember', 'December'),
] as const;

export const weekdayName = (date: IsoDate): Label => weekdays[weekdayOf(date)] ?? weekdays[0];

/** The name of a month, 1 to 12. */
export const monthName = (month: number): Label => months[month - 1] ?? label('', '', '');

/** A set of months in words: «juni og juli», «januar–april», «januar, mars og mai–juli», «hele året». */
export function monthsLabel(set: readonly number[]): Label {
  const runs = runsOf([...new Set(set)].sort((a, b) => a - b));
  if (runs[0]?.length === 12) return label('hele året', 'heile året', 'the whole year');
  const words = (language: keyof Label): string[] =>
    runs.flatMap(run => {
      const names = run.map(month => monthName(month)[language]);
      return names.length < 3 ? names : [`${names[0]}–${names.at(-1)}`];
    });
  return label(joined(words('nb'), 'og'), joined(words('nn'), 'og'), joined(words('en'), 'and'));
}

/** Ascending numbers, cut where one is missing. */
function runsOf(numbers: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last?.at(-1) === number - 1) last.push(number);
    else runs.push([number]);
  }
  return runs;
}

const joined = (words: readonly string[], and: string): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${and} ${words.at(-1)}`;
