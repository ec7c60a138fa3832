import type { DocumentRow } from '../../../contracts/api/rows';
import type { Item } from '../../../contracts/states/document';
import type { DocumentView } from '../../../contracts/views';
import { lookUp, typeName } from '../../../contracts/catalogue/catalogue';
import type { Language } from '../../../contracts/labels';
import { factsOf } from '../facts';
import { fill } from '../fill';
import { filterForm, type Option } from '../form';
import { boardCaseText, dateText, indicatorText } from '../format';
import { type Content, html, step } from '../html';
import { type Frame, pageOf, within } from '../layout';
import { listFoot, tableOf } from '../table';
import { textAt, wordOf } from '../texts';

export interface DocumentsPage {
  readonly rows: readonly DocumentRow[];
  readonly total: number;
  readonly next?: string;
  readonly organisations: readonly Option[];
}

export function documentsPage(frame: Frame, { rows, total, next, organisations }: DocumentsPage): string {
  const { texts } = frame.speaker;
  const { documents: told } = texts;
  return pageOf(
    frame,
    told.title,
    html`${filterForm(frame, [
      { kind: 'text', name: 'q', label: texts.site.search },
      { kind: 'choice', name: 'issuer', label: told.issuer, options: organisations },
      { kind: 'year', name: 'year', label: told.year },
    ])}
    ${tableOf(frame, {
      caption: told.caption,
      none: told.none,
      rows,
      columns: [
        {
          title: told.document,
          sort: 'title',
          cell: d =>
            html`<a href="${within(`/documents/${step(d.document)}`, frame)}">${d.title ?? d.document}</a>`,
        },
        { title: told.issuer, sort: 'issuer', cell: d => d.issuerName },
        { title: told.year, sort: 'year', cell: d => d.year },
        { title: told.kind, sort: 'kind', cell: d => d.kind && wordOf(texts, 'kind', d.kind) },
        { title: told.stage, sort: 'stage', cell: d => wordOf(texts, 'stage', d.stage) },
        { title: told.items, number: true, cell: d => d.counts.standing },
      ],
    })}
    ${listFoot(frame, '/v1/documents', total, next)}`,
  );
}

/** One document, its items in the order of the original. */
export function documentPage(frame: Frame, view: DocumentView): string {
  const { texts, names } = frame.speaker;
  const { documents: told } = texts;
  const { registered, because } = view;
  const api = `/v1/documents/${step(view.document)}`;
  const link = (id: string): Content => html`<a href="${within(`/documents/${step(id)}`, frame)}">${id}</a> `;
  return pageOf(
    frame,
    view.title ?? view.document,
    html`${factsOf(frame, [
        { name: told.issuer, value: names.organisation(view.issuer) },
        { name: told.year, value: view.year, record: because['registered'] },
        {
          name: told.kind,
          value: view.kind && wordOf(texts, 'kind', view.kind),
          record: because['registered'],
        },
        {
          name: told.stage,
          value: html`${wordOf(texts, 'stage', view.stage)}${
            view.published !== undefined && `, ${dateText(view.published.mark.time)}`
          }`,
          record: because['published'],
        },
        {
          name: told.original,
          value:
            registered &&
            html`<a href="${originalHref(view, frame)}">${registered.original.title}</a>
              <span class="soft">${registered.original.sha256}</span>`,
        },
        {
          name: told.supplements,
          value: view.supplements.map(s => link(s.by)),
          record: because['supplements'],
        },
        {
          name: told.superseded,
          value: view.superseded && link(view.superseded.by),
          record: because['superseded'],
        },
        {
          name: told.acceptances,
          value: view.acceptances.map(
            a =>
              html`${names.organisation(a.organisation)}, ${boardCaseText(frame.speaker, a.boardCase)}<br />`,
          ),
          record: because['acceptances'],
        },
      ])}
      ${itemsTable(frame, view)}
      <p>
        ${told.history}:
        <a href="${api}/history?format=text&amp;lang=${frame.speaker.language}">${texts.site.text}</a>,
        <a href="${api}/history">${texts.site.json}</a>
      </p>`,
  );
}

const originalHref = ({ document }: DocumentView, frame: Frame, line?: number): string =>
  within(`/documents/${step(document)}/original${line === undefined ? '' : `#L${line}`}`, frame);

function itemsTable(frame: Frame, view: DocumentView): Content {
  const { texts } = frame.speaker;
  const { documents: told } = texts;
  return tableOf(frame, {
    caption: told.itemsCaption,
    none: texts.site.none,
    rows: [...view.items].sort((a, b) => a.order - b.order),
    columns: [
      { title: told.text, cell: item => textOf(frame, item) },
      {
        title: told.item,
        cell: item =>
          html`<a href="/v1/documents/${step(view.document)}/items/${step(item.item)}">${item.item}</a>`,
      },
      { title: told.kind, cell: item => wordOf(texts, 'kind', item.kind) },
      { title: told.reportable, cell: item => (item.reportable ? texts.site.yes : texts.site.no) },
      { title: texts.requirements.organisation, cell: item => item.addressees.join(', ') },
      { title: told.place, cell: item => placeOf(frame, view, item) },
      { title: told.decisions, cell: item => decisionsOf(frame, item) },
    ],
  });
}

function textOf({ speaker }: Frame, item: Item): Content {
  const { documents: told } = speaker.texts;
  return html`<span id="${item.item}" lang="no">${item.text}</span>
    ${item.indicator !== undefined && html`<br /><span class="soft">${indicatorText(speaker, item.indicator)}</span>`}
    ${
      item.readText !== undefined &&
      html`<br /><span class="soft">${fill(told.readAs, { text: item.readText })}</span>`
    }
    ${item.dropped !== undefined && html`<br /><span class="late">${told.dropped}: ${item.dropped.reason}</span>`}
    ${item.doubts.map(doubt => html`<br /><span class="note">${told.doubts}: ${textAt(speaker.texts, 'doubts', doubt.code) ?? doubt.text}</span>`)}`;
}

function placeOf(frame: Frame, view: DocumentView, { place }: Item): Content {
  const { documents: told } = frame.speaker.texts;
  const lines = { first: String(place.firstLine), last: String(place.lastLine) };
  return html`${place.section} ${place.sectionTitle}<br /><a
      href="${originalHref(view, frame, place.firstLine)}"
      >${fill(told.openLine, lines)}</a
    >`;
}

const decisionName = (what: string, language: Language): string =>
  lookUp(typeName('document', what))?.definition.labels[language] ?? what;

const decisionsOf = ({ speaker: { texts, language } }: Frame, { decisions, read }: Item): Content => [
  decisions.map(
    ({ what, reason, mark }) =>
      html`${decisionName(what, language)}: ${reason}
        <a class="why" href="/v1/events/${mark.correctedBy ?? mark.record}">${texts.site.record}</a><br />`,
  ),
  html`<a class="why" href="/v1/events/${read.record}">${texts.documents.item}: ${texts.site.record}</a>`,
];
