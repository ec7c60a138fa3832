import { fill } from './fill';
import { type Content, html } from './html';
import type { Frame } from './layout';
import { changed, given } from './query';

/** A column of a table; `sort` is the word of `order` that sorts by it. */
export interface TableColumn<Row> {
  readonly title: string;
  readonly cell: (row: Row) => Content;
  readonly sort?: string;
  readonly number?: boolean;
}

export interface Table<Row> {
  readonly caption: string;
  readonly none: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
}

/** A table with a caption and headers; the first cell of each row names it. */
export function tableOf<Row>(frame: Frame, { caption, none, columns, rows }: Table<Row>): Content {
  if (rows.length === 0) return html`<p>${none}</p>`;
  const [first, ...others] = columns;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map(column => headOf(frame, column))}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          row =>
            html`<tr>
              <th scope="row">${first?.cell(row)}</th>
              ${others.map(({ cell, number }) => html`<td ${number === true && html`class="number"`}>${cell(row)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function headOf<Row>(
  { speaker: { texts }, path, search }: Frame,
  { title, sort }: TableColumn<Row>,
): Content {
  if (sort === undefined) return html`<th scope="col">${title}</th>`;
  const order = given(search, 'order');
  const ascending = order === sort;
  const descending = order === `-${sort}`;
  const href = path + changed(search, { order: ascending ? `-${sort}` : sort, cursor: undefined });
  const sorted = ascending ? html`aria-sort="ascending"` : descending && html`aria-sort="descending"`;
  const label = fill(texts.site.sortBy, { column: title });
  return html`<th scope="col" ${sorted}>
    <a href="${href}" title="${label}">${title}</a>${ascending ? ' ↑' : descending && ' ↓'}
  </th>`;
}

/** How many there are, the way on, and the way to all of them as csv. */
export function listFoot(frame: Frame, api: string, total: number, next: string | undefined): Content {
  const { speaker, path, search } = frame;
  const { site } = speaker.texts;
  const csv = api + changed(search, { lang: undefined, cursor: undefined, limit: undefined, format: 'csv' });
  return html`<p>${fill(site.total, { total: String(total) })}</p>
    <ul>
      ${next !== undefined && html`<li><a rel="next" href="${path + changed(search, { cursor: next })}">${site.next}</a></li>`}
      ${
        given(search, 'cursor') !== undefined &&
        html`<li><a href="${path + changed(search, { cursor: undefined })}">${site.first}</a></li>`
      }
      <li><a href="${csv}">${site.csv}</a></li>
    </ul>`;
}
