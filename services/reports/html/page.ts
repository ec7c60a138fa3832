import type { Block, Cell, Chapter, Entry, Line, ReportDocument, Table } from '../content/document';
import { escape } from './escape';
import { style } from './style';

/** Sets a report as one HTML file that needs nothing beside it: semantic, printable, and fit for a board. */
export function htmlOf(document: ReportDocument): string {
  const { language, title, lead, notices, toContent, chapters, footer } = document;
  const [whose = ''] = lead;
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} – ${escape(whose)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#innhold">${escape(toContent)}</a>
<main id="innhold">
<h1>${escape(title)}</h1>
${all(lead, text => `<p class="lead">${escape(text)}</p>`)}
${all(notices, text => `<p class="notice">${escape(text)}</p>`)}
${all(chapters, chapter => chapterHtml(document, chapter))}
</main>
<footer>
${linesHtml(document, footer)}
</footer>
</body>
</html>
`;
}

const all = <A>(items: readonly A[], html: (item: A) => string): string => items.map(html).join('\n');

const chapterHtml = (document: ReportDocument, { id, title, content, empty }: Chapter): string =>
  `<section aria-labelledby="${escape(id)}">
<h2 id="${escape(id)}">${escape(title)}</h2>
${contentHtml(document, content, empty)}
</section>`;

function contentHtml(document: ReportDocument, content: Chapter['content'], empty: string): string {
  switch (content.as) {
    case 'lines':
      return linesHtml(document, content.lines);
    case 'table':
      return tableHtml(document, content.table);
    case 'list':
      return content.items.length === 0
        ? `<p>${escape(empty)}</p>`
        : `${introHtml(content.intro)}<ul>
${all(content.items, item => `<li>${textHtml(document, item)}</li>`)}
</ul>`;
    case 'entries':
      return content.entries.length === 0
        ? `<p>${escape(empty)}</p>`
        : introHtml(content.intro) + all(content.entries, entry => entryHtml(document, entry));
  }
}

const introHtml = (intro: string | undefined): string =>
  intro === undefined ? '' : `<p>${escape(intro)}</p>\n`;

const entryHtml = (document: ReportDocument, { id, title, blocks }: Entry): string =>
  `<article aria-labelledby="${escape(id)}">
<h3 id="${escape(id)}">${escape(title)}</h3>
${all(blocks, block => blockHtml(document, block))}
</article>`;

const blockHtml = (document: ReportDocument, { title, lines }: Block): string =>
  lines.length === 0 ? '' : `<h4>${escape(title)}</h4>\n${linesHtml(document, lines)}`;

const linesHtml = (document: ReportDocument, lines: readonly Line[]): string =>
  `<dl>
${all(lines, line => `<div><dt>${escape(line.label)}</dt><dd>${textHtml(document, line)}</dd></div>`)}
</dl>`;

/** What a line says, followed by links to the records it rests on. */
function textHtml({ describeEvent }: ReportDocument, { text, cites }: Omit<Line, 'label'>): string {
  const links = cites.map(
    cite =>
      `<a href="/v1/events/${escape(cite.record)}" aria-label="${escape(describeEvent(cite))}">${cite.seq ?? '?'}</a>`,
  );
  const cited = links.length === 0 ? '' : `<span class="cites">[${links.join(' ')}]</span>`;
  return [escape(text), cited].filter(part => part !== '').join(' ');
}

const tableHtml = (document: ReportDocument, { caption, head, rows }: Table): string =>
  `<table>
<caption>${escape(caption)}</caption>
<thead><tr>${head.map(cell => `<th scope="col">${escape(cell)}</th>`).join('')}</tr></thead>
<tbody>
${all(rows, row => `<tr>${row.map((cell, i) => cellHtml(document, cell, i === 0)).join('')}</tr>`)}
</tbody>
</table>`;

function cellHtml(document: ReportDocument, { text, entry, cites }: Cell, names: boolean): string {
  const html =
    entry === undefined
      ? textHtml(document, { text, cites: cites ?? [] })
      : `<a href="#${escape(entry)}">${escape(text)}</a>`;
  return names ? `<th scope="row">${html}</th>` : `<td>${html}</td>`;
}
