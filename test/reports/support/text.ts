const BLOCKS: readonly (readonly [RegExp, string])[] = [
  [/<h1>/g, '\n# '],
  [/<h2[^>]*>/g, '\n\n## '],
  [/<h3[^>]*>/g, '\n\n### '],
  [/<h4>/g, '\n#### '],
  [/<\/dt><dd>/g, ': '],
  [/<\/t[hd]><t[hd][^>]*>/g, ' | '],
  [/<\/?(?:p|li|dt|tr|caption)[^>]*>/g, '\n'],
  [/<[^>]*>/g, ''],
];

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };

/** What a reader of the page reads, line by line: the skip link, styles and mark-up gone. */
export function textOf(html: string): readonly string[] {
  const body = html.slice(html.indexOf('<main'));
  const text = BLOCKS.reduce((all, [tag, put]) => all.replace(tag, put), body.replace(/\n/g, ' '));
  return text
    .replace(/&(lt|gt|quot|#39|amp);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .split('\n')
    .map(line => line.replace(/\s+/g, ' ').trim())
    .filter(line => line !== '');
}
