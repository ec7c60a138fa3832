import type { Modality } from './model';
import { isTrustWord } from './mentions';
import { bare, wordsOf } from './words';

/** A line that makes the bullets under it requirements. */
export interface Trigger {
  readonly kind: 'indicator' | 'task';
  /** Who shall, in the document's words; nobody for indicators. */
  readonly subject?: string;
  readonly modality?: Modality;
  /** `usual`: «Indikatorer:», «Helseforetaket skal:». `name`: an unknown name stands there. `unusual`: other wording. */
  readonly form: 'usual' | 'name' | 'unusual';
  /** What stands on the same line after it. */
  readonly rest: string;
}

const LONGEST = 240;
const INDICATORS = /^indikator(?:er|ar|ene|ane|en)?$/u;
const DEMANDS: ReadonlyMap<string, Modality> = new Map([
  ['skal', 'skal'],
  ['må', 'må'],
  ['bør', 'bør'],
]);
/** «Handlingsplanen skal:» is about a plan; names do not end so. */
const COMMON_NOUN = /^\p{L}{3,}(?:en|et|ene|ane)$/u;

/** Is the whole line one of the usual headings of requirements? */
export function isTriggerLine(text: string): boolean {
  if (text.length > LONGEST || !/[:lrå]$/u.test(text)) return false;
  const trigger = readTrigger(text);
  return trigger !== undefined && trigger.form !== 'unusual' && trigger.rest === '';
}

/**
 * Reads «Indikatorer:», «Helseføretaka skal:», «Nordfjella HF skal:» and their like, as a whole text or as the front of
 * one; «Følgende dokumenter skal legges til grunn:» is none, since nobody is told to do what follows.
 */
export function readTrigger(text: string): Trigger | undefined {
  const colon = text.slice(0, LONGEST).indexOf(':');
  if (colon < 0) return withoutColon(text);
  const head = text.slice(0, colon).trim();
  const rest = text.slice(colon + 1).trim();
  const words = wordsOf(head);
  const found = indicatorHead(words) ?? taskHead(words);
  return found === undefined || (rest !== '' && found.form !== 'usual') ? undefined : { ...found, rest };
}

/** The trigger a paragraph ends with, and where its sentence begins: «… blir fulgt opp. Helseforetaket skal:». */
export function triggerAtEnd(text: string): { readonly trigger: Trigger; readonly at: number } | undefined {
  const end = text.slice(-LONGEST);
  const stop = Math.max(
    ...['. ', '! ', '? ', '.» '].map(mark => (end.includes(mark) ? end.lastIndexOf(mark) + mark.length : 0)),
  );
  const trigger = stop > 0 ? readTrigger(end.slice(stop)) : undefined;
  return trigger === undefined ? undefined : { trigger, at: text.length - end.length + stop };
}

type Head = Omit<Trigger, 'rest'>;

function withoutColon(text: string): Trigger | undefined {
  if (text.length > LONGEST) return undefined;
  const words = wordsOf(text);
  const last = words.at(-1) ?? '';
  const indicator = words.length === 1 && INDICATORS.test(text.toLowerCase());
  if (indicator) return { kind: 'indicator', form: 'usual', rest: '' };
  if (!DEMANDS.has(last)) return undefined;
  const task = taskHead(words);
  return task?.form === 'usual' ? { ...task, rest: '' } : undefined;
}

const MOST_WORDS_OF_INDICATORS = 6;

function indicatorHead(words: readonly string[]): Head | undefined {
  if (words.length > MOST_WORDS_OF_INDICATORS) return undefined;
  const at = words.findIndex(word => INDICATORS.test(bare(word)));
  if (at < 0) return undefined;
  return { kind: 'indicator', form: words.length === 1 ? 'usual' : 'unusual' };
}

const MAY_FOLLOW = new Set([
  'også',
  'i',
  'innen',
  'fortsatt',
  'framleis',
  'videre',
  'særlig',
  'særleg',
  'derfor',
  'difor',
]);
const MOST_AFTER = 5;

function taskHead(words: readonly string[]): Head | undefined {
  const at = words.findLastIndex(word => DEMANDS.has(word.replace(/,$/u, '')));
  const verb = words[at]?.replace(/,$/u, '');
  const modality = verb === undefined ? undefined : DEMANDS.get(verb);
  if (at < 0 || modality === undefined) return undefined;
  const after = words.slice(at + 1);
  if (after.length === 0) {
    const subject = subjectBefore(words.slice(0, at));
    return subject === undefined ? undefined : { kind: 'task', modality, ...subject };
  }
  const inverted = after.length <= MOST_AFTER && isTrustWord(after.at(-1) ?? '');
  if (inverted && at > 0) return { kind: 'task', modality, subject: after.join(' '), form: 'unusual' };
  const inserted =
    words[at]?.endsWith(',') === true || (after.length <= MOST_AFTER && MAY_FOLLOW.has(after[0] ?? ''));
  if (!inserted || !words.slice(0, at).some(isTrustWord)) return undefined;
  return { kind: 'task', modality, subject: words.slice(0, at).join(' '), form: 'unusual' };
}

const isCapital = (word: string): boolean => /^[«"]?\p{Lu}/u.test(word);
const JOINS_NAMES = new Set([
  'og',
  'i',
  'hospital',
  'sykehus',
  'sjukehus',
  'for',
  'på',
  'samt',
  'alle',
  'regionen',
  'regionale',
]);
const MOST_WORDS_OF_NAMES = 24;

function subjectBefore(words: readonly string[]): Pick<Head, 'subject' | 'form'> | undefined {
  const [first] = words;
  if (first === undefined || words.length > MOST_WORDS_OF_NAMES) return undefined;
  const subject = words.join(' ');
  const named = words.every(
    word => isCapital(word) || isTrustWord(word) || JOINS_NAMES.has(word.replace(/,$/u, '')),
  );
  const trusts = words.some(isTrustWord);
  if (named && trusts && isCapital(first)) return { subject, form: 'usual' };
  if (trusts) return { subject: lastSubject(words), form: 'unusual' };
  const name = named && isCapital(first) && !(words.length === 1 && COMMON_NOUN.test(first));
  return name ? { subject, form: 'name' } : undefined;
}

/** «I tillegg gjelder det at helseforetaket skal:»: who stands last before the verb. */
function lastSubject(words: readonly string[]): string {
  const at = words.findLastIndex(isTrustWord);
  let from = at;
  while (from > 0 && isCapital(words[from - 1] ?? '')) from -= 1;
  return words.slice(from, at + 1).join(' ');
}
