import { bare, endsSentence, wordsOf } from './words';

const NOUN = /^(?:helse)?f(?:o|ø)reta(?:k|ket|kene|ka|kane)$|^s(?:y|ju)k(?:e)?hus(?:et|ene|a)$/u;
const SUFFIX = /^(?:R?HF|AS|SF|KF)(?:-(?:et|ene|a))?$/u;
const INSIDE_NAMES = new Set([
  'hospital',
  'sykehus',
  'sjukehus',
  'universitetssykehus',
  'universitetssjukehus',
  'i',
  'for',
]);
const NOT_OF_NAMES = new Set(
  'for i ved til hos med og at som det dette her der samt mens både også dersom når'.split(' '),
);
const MODALS = new Set(['skal', 'må', 'bør', 'kan', 'plikter', 'pliktar', 'forventes', 'bes']);

/** Words `from` to `to` (inclusive) that name who is steered. */
interface Mention {
  readonly from: number;
  readonly to: number;
}

const unpunctuated = (word: string): string => word.replace(/^[«"(]/u, '').replace(/[.,;:!?»")]{1,5}$/u, '');
const isCapital = (word: string | undefined): boolean => word !== undefined && /^[«"(]?\p{Lu}/u.test(word);

/** Is the word one that means trusts: «helseforetaket», «føretaka», «HF-ene», «HF»? */
export const isTrustWord = (word: string): boolean =>
  NOUN.test(bare(word)) || SUFFIX.test(unpunctuated(word));

/** The names of organisations in the text, without their «HF»: they are used alone too. */
export function namesIn(texts: Iterable<string>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const text of texts) {
    const words = wordsOf(text);
    words.forEach((word, i) => {
      if (!/^(?:HF|AS)$/u.test(unpunctuated(word))) return;
      const name = words.slice(nameStart(words, i), i).join(' ');
      if (name.length > 2 && !name.endsWith('RHF') && isCapital(name) && !/^alle\b/iu.test(name))
        names.add(unpunctuated(name));
    });
  }
  return names;
}

/** Somebody who is told something. */
export interface Subject {
  readonly phrase: string;
  /** The modal verb it is the subject of; empty where something only «gjelder» it, or it answers for something. */
  readonly modal: string;
  /** What follows, to the end of the sentence. */
  readonly demand: string;
}

/**
 * Who the text says shall, must, should or may do something, in its own words and order: the subject of a modal verb
 * («Helseforetaket skal», «skal Nordfjella HF»), or those for whom something «gjelder». What is quoted is nobody.
 */
export function subjectsIn(text: string, names: ReadonlySet<string>): readonly Subject[] {
  const words = wordsOf(text);
  const found: Subject[] = [];
  for (let i = 0; i < words.length; i += 1) {
    const mention = mentionAt(words, i, names);
    if (mention === undefined || !isSubject(words, mention)) continue;
    if (isQuoted(words, mention)) continue;
    const phrase = unpunctuated(words.slice(mention.from, mention.to + 1).join(' '));
    found.push({ phrase, modal: modalOf(words, mention), demand: sentenceAfter(words, mention.to) });
  }
  return found;
}

/** «… (under «Helseforetaket skal») …» */
const isQuoted = (words: readonly string[], { from, to }: Mention): boolean =>
  words[from]?.startsWith('«') === true && words[to]?.endsWith('»') !== true;

const LONGEST_SENTENCE = 80;

function sentenceAfter(words: readonly string[], at: number): string {
  const rest = words.slice(at + 1, at + 1 + LONGEST_SENTENCE);
  const end = rest.findIndex((word, i) => endsSentence(word) && isCapital(rest[i + 1]));
  return rest.slice(0, end < 0 ? rest.length : end + 1).join(' ');
}

const LONGEST_NAME = 6;

function mentionAt(words: readonly string[], at: number, names: ReadonlySet<string>): Mention | undefined {
  const word = words[at] ?? '';
  if (SUFFIX.test(unpunctuated(word))) return { from: nameStart(words, at), to: at };
  if (NOUN.test(bare(word))) return { from: bare(words[at - 1] ?? '') === 'alle' ? at - 1 : at, to: at };
  if (!isCapital(word)) return undefined;
  for (let length = 1; length <= LONGEST_NAME; length += 1) {
    const to = at + length - 1;
    if (names.has(unpunctuated(words.slice(at, to + 1).join(' ')))) {
      return SUFFIX.test(unpunctuated(words[to + 1] ?? '')) ? undefined : { from: at, to };
    }
  }
  return undefined;
}

/** Goes left from «HF» over the capitalised words of the name. */
function nameStart(words: readonly string[], suffix: number): number {
  let start = suffix;
  for (let i = suffix - 1; i >= 0 && i > suffix - LONGEST_NAME; i -= 1) {
    const word = words[i] ?? '';
    if (
      /[,;:!?)]$/u.test(word) ||
      (word.endsWith('.') && word !== 'St.') ||
      (NOT_OF_NAMES.has(word.toLowerCase()) && isCapital(word))
    )
      break;
    if (SUFFIX.test(unpunctuated(word))) break;
    if (isCapital(word) || word === 'alle') start = i;
    else if (!INSIDE_NAMES.has(word)) break;
  }
  return start;
}

function isSubject(words: readonly string[], { from, to }: Mention): boolean {
  if (modalOf(words, { from, to }) !== '') return true;
  const next = verbAfter(words, to);
  const before = bare(words[from - 1] ?? '');
  if (/^(?:har ansvar(?:et)?|er ansvarlige?)$/u.test([next, bare(words[to + 2] ?? '')].join(' ')))
    return !isRegional(words[to] ?? '');
  const goesBack = words.slice(Math.max(0, from - 4), from).map(bare);
  return before === 'for' && goesBack.some(word => word === 'gjelder' || word === 'gjeld');
}

function modalOf(words: readonly string[], { from, to }: Mention): string {
  const next = verbAfter(words, to);
  const before = bare(words[from - 1] ?? '');
  return MODALS.has(next) ? next : MODALS.has(before) ? before : '';
}

const isRegional = (word: string): boolean => word.startsWith('RHF');

const LONGEST_INSERTION = 12;

/** The word after the mention, or after an insertion between commas: «Foretaket, med det som ligger under, skal». */
function verbAfter(words: readonly string[], at: number): string {
  const end =
    words[at]?.endsWith(',') === true
      ? words.slice(at + 1, at + 1 + LONGEST_INSERTION).findIndex(w => w.endsWith(','))
      : -1;
  if (words[at]?.endsWith(',') === true && end < 0) return '';
  if (/[.;:!?]$/u.test(words[at] ?? '')) return '';
  return bare(words[at + end + 2] ?? '');
}
