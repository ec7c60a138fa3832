import type { catalogue } from '../../../contracts/catalogue/catalogue';
import type { Family } from '../../../contracts/catalogue/define';
import type { Language } from '../../../contracts/labels';
import type { ProblemName, Rule } from '../../../contracts/problems';
import { en } from './en';
import { nb } from './nb';
import { nn } from './nn';

/** Every language has what Bokmål has; and what is told of events and problems is complete by the catalogue. */
export type Texts = typeof nb & {
  readonly told: { readonly [F in Family]: { readonly [W in keyof (typeof catalogue)[F]]: string } };
  readonly problems: {
    readonly names: { readonly [P in ProblemName]: readonly string[] };
    readonly ruleNames: { readonly [R in Rule]: string };
  };
};

const all: Readonly<Record<Language, Texts>> = { nb, nn, en };

export const textsIn = (language: Language): Texts => all[language];

type Table = Readonly<Record<string, unknown>>;

/** The text at a path of words, such as `told`, `requirement`, `reported`; undefined where there is none. */
export function textAt(texts: Texts, ...path: readonly string[]): string | undefined {
  let here: unknown = texts;
  for (const step of path) {
    if (!isTable(here) || !Object.hasOwn(here, step)) return undefined;
    here = here[step];
  }
  return typeof here === 'string' ? here : undefined;
}

/** A word of a vocabulary, or the word itself where it is not known. */
export const wordOf = (texts: Texts, vocabulary: keyof Texts['words'], word: string): string =>
  textAt(texts, 'words', vocabulary, word) ?? word;

const isTable = (value: unknown): value is Table => typeof value === 'object' && value !== null;
