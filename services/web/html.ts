/** Markup that is safe to write out: made by `html` alone, which escapes whatever is put in. */
export interface Html {
  readonly markup: string;
}

export type Content = Html | string | number | undefined | null | false | readonly Content[];

/** The one way to write markup. Texts are escaped, lists joined, what is missing left out. */
export const html = (strings: TemplateStringsArray, ...contents: readonly Content[]): Html => ({
  markup: strings.map((part, i) => (i === 0 ? part : markupOf(contents[i - 1]) + part)).join(''),
});

function markupOf(content: Content): string {
  if (content === undefined || content === null || content === false) return '';
  if (typeof content === 'string') return escaped(content);
  if (typeof content === 'number') return String(content);
  return isList(content) ? content.map(markupOf).join('') : content.markup;
}

const isList = (content: Html | readonly Content[]): content is readonly Content[] => Array.isArray(content);

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe both between tags and in a quoted attribute; characters that no document may hold become a mark. */
const escaped = (text: string): string =>
  text
    .replace(/[&<>"']/g, c => ENTITIES[c] ?? c)
    .replace(/\p{Cc}/gu, c => (/[\t\n\r]/.test(c) ? c : '\ufffd'));

/** A part of a path: whatever it holds, it stays one step. */
export const step = (text: string): string => encodeURIComponent(text);
