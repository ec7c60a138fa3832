import type { Label, Language } from '../../../contracts/labels';
import { factWords } from './facts';
import { frameWords } from './frame';

const words = { ...frameWords, ...factWords };

export type Word = keyof typeof words;
export type Args = Readonly<Record<string, string | number>>;

/** Fills `{name}` in a text; only names that are given are touched, and what is filled in is not read again. */
const fill = (text: string, args: Args): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(args[name] ?? whole));

/** Speaks one of the three languages. */
export interface Speaker {
  readonly language: Language;
  readonly say: (word: Word, args?: Args) => string;
  readonly name: (label: Label) => string;
}

export const speaker = (language: Language): Speaker => ({
  language,
  say: (word, args = {}) => fill(words[word][language], args),
  name: label => label[language],
});
