/** Values by the name of their placeholder; what is missing is undefined. */
export type Values = Readonly<Record<string, string | undefined>>;

/**
 * Fills a text's `{placeholders}`. A group in square brackets falls away where one of its values is missing; elsewhere a
 * missing value is an ellipsis, so that a text never shows its own machinery. Values are not looked into.
 */
export function fill(template: string, values: Values): string {
  return template
    .split(/(\[[^\]]*\])/)
    .map(part =>
      part.startsWith('[') && part.endsWith(']') ? group(part.slice(1, -1), values) : plain(part, values),
    )
    .join('');
}

const PLACEHOLDER = /\{([A-Za-z0-9-]+)\}/g;

const group = (text: string, values: Values): string =>
  [...text.matchAll(PLACEHOLDER)].every(([, name = '']) => values[name] !== undefined)
    ? plain(text, values)
    : '';

const plain = (text: string, values: Values): string =>
  text.replace(PLACEHOLDER, (_whole, name: string) => values[name] ?? '…');
