import type { DoubtCode } from './doubts';
import { bare, wordsOf } from './words';

/** A size as an exact decimal («10.5») with its unit; «%» or the word that follows. */
export interface Size {
  readonly value: string;
  readonly unit: string;
}

/** What the words of an indicator tell; what they do not tell is absent. */
export interface IndicatorFacts {
  readonly direction?: 'increase' | 'decrease';
  /** The year whose value is compared with; the value itself is seldom in the document. */
  readonly baselineYear?: number;
  /** The limit that is counted or measured against: «over 10 %», «minst 90 %». */
  readonly threshold?: Size;
  /** How much more or less is wanted: «reduseres med 10 %». */
  readonly wantedChange?: Size;
}

const UP =
  /^(?:øk(?:e|es|t|ning|ende)|auk(?:e|a|es|ast|ing)|fl(?:e|ei)re|høyere|høgare|større|styrk(?:e|es|ast)|opp)$/u;
const DOWN =
  /^(?:redus\p{L}{1,8}|reduksjon|minsk(?:e|es|ast|ing)|færre|lavere|lågare|mindre|senk(?:e|es|ast)|kort(?:e|es|ere|are)|ned|nedgang)$/u;
const AT_LEAST = new Set(['minst', 'minimum']);
const AT_MOST = new Set(['høyst', 'høgst', 'maksimalt', 'maks', 'innen', 'innan']);
const LIMITS = new Set([...AT_LEAST, ...AT_MOST, 'over', 'under', 'enn']);
const COMPARES = /^sam(?:men|an)(?:lik|ligne|likne|hold|helde)\p{L}{0,5}$/u;
const PERCENT = new Set(['%', 'prosent', 'pst', 'pst.']);

interface Found extends Size {
  readonly at: number;
}

/** Reads direction, baseline year, threshold and wanted change out of an indicator's text. */
export function readIndicator(text: string): {
  readonly facts: IndicatorFacts;
  readonly doubts: readonly DoubtCode[];
} {
  const words = wordsOf(text);
  const sizes = sizesIn(words);
  const threshold = sizes.find(size => LIMITS.has(bare(words[size.at - 1] ?? '')));
  const change = sizes.find(size => bare(words[size.at - 1] ?? '') === 'med' && size !== threshold);
  const ways = waysIn(words, threshold);
  const baselineYear = baselineIn(words);
  const [direction] = ways;
  const facts: IndicatorFacts = {
    ...(ways.length === 1 && direction !== undefined ? { direction } : {}),
    ...(baselineYear === undefined ? {} : { baselineYear }),
    ...(threshold === undefined ? {} : { threshold: { value: threshold.value, unit: threshold.unit } }),
    ...(change === undefined ? {} : { wantedChange: { value: change.value, unit: change.unit } }),
  };
  return { facts, doubts: doubtsOf(facts, sizes, ways) };
}

function doubtsOf(
  facts: IndicatorFacts,
  sizes: readonly Size[],
  ways: readonly string[],
): readonly DoubtCode[] {
  const goal =
    facts.wantedChange !== undefined || (facts.threshold !== undefined && facts.baselineYear === undefined);
  return [
    ...(sizes.filter(size => size.unit === '%').length > 1 ? (['two-percentages'] as const) : []),
    ...(ways.length === 0 ? (['no-direction'] as const) : []),
    ...(ways.length > 1 ? (['two-directions'] as const) : []),
    ...(ways.length === 1 && !goal ? (['no-magnitude'] as const) : []),
    ...(facts.baselineYear === undefined ? [] : (['baseline-not-told'] as const)),
  ];
}

/** The directions told; a lone threshold tells one too: «minst 90 %» wants more. */
function waysIn(
  words: readonly string[],
  threshold: Found | undefined,
): readonly ('increase' | 'decrease')[] {
  const lower = words.map(bare);
  const compared = (i: number): boolean => lower[i + 1] === 'enn';
  const up = lower.some((word, i) => UP.test(word) && !compared(i));
  const down = lower.some((word, i) => DOWN.test(word) && !compared(i));
  if (up || down) return [...(up ? (['increase'] as const) : []), ...(down ? (['decrease'] as const) : [])];
  const limit = threshold === undefined ? '' : (lower[threshold.at - 1] ?? '');
  const demanded = threshold !== undefined && lower.slice(0, threshold.at).includes('skal');
  const before = threshold === undefined ? '' : (lower[threshold.at - 2] ?? '');
  if (!demanded) return [];
  if (AT_LEAST.has(limit) || limit === 'over' || (limit === 'enn' && UP.test(before))) return ['increase'];
  return AT_MOST.has(limit) || limit === 'under' || (limit === 'enn' && DOWN.test(before))
    ? ['decrease']
    : [];
}

function baselineIn(words: readonly string[]): number | undefined {
  const compares = words.findIndex(
    (word, i) =>
      COMPARES.test(bare(word)) ||
      /^i forhold til$/u.test(
        words
          .slice(i, i + 3)
          .join(' ')
          .toLowerCase(),
      ),
  );
  if (compares < 0) return undefined;
  const year = words
    .slice(compares, compares + 8)
    .map(bare)
    .find(word => /^(?:19|20)\d\d(?:-\p{L}+)?$/u.test(word));
  return year === undefined ? undefined : Number(year.slice(0, 4));
}

/** Numbers with a unit: «10 %», «10,5 prosent», «30 dager». A year is none. */
function sizesIn(words: readonly string[]): readonly Found[] {
  return words.flatMap((word, at): Found[] => {
    const found = /^(\d{1,9})(?:,(\d{1,6}))?(%?)[.,;]?$/u.exec(word);
    if (found?.[1] === undefined || /^(?:19|20)\d\d$/u.test(word)) return [];
    const unit = found[3] === '%' ? '%' : unitOf(words[at + 1] ?? '');
    if (unit === undefined) return [];
    const value = String(Number(found[1])) + (found[2] === undefined ? '' : `.${found[2]}`);
    return [{ value, unit, at }];
  });
}

function unitOf(word: string): string | undefined {
  const lower = word.toLowerCase().replace(/[,;:]$/u, '');
  if (PERCENT.has(lower) || lower === '%.' || lower === 'prosent.') return '%';
  return /^(?:prosentpoeng|dager|dagar|døgn|timer|timar|minutter|minutt|uker|veker|måneder|månader)\.?$/u.test(
    lower,
  )
    ? bare(lower)
    : undefined;
}
