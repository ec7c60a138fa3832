import type { ReportRow } from '../../../contracts/api/rows';
import { Timestamp } from '../../../contracts/primitives';
import { fill } from '../fill';
import { filterForm, type Option } from '../form';
import { dateText } from '../format';
import { type Content, html, step } from '../html';
import { type Frame, pageOf } from '../layout';
import { listFoot, tableOf } from '../table';
import { wordOf } from '../texts';

export interface ReportsPage {
  readonly rows: readonly ReportRow[];
  readonly total: number;
  readonly next?: string;
  readonly organisations: readonly Option[];
}

/** The reports, each with its frozen versions as documents. */
export function reportsPage(frame: Frame, { rows, total, next, organisations }: ReportsPage): string {
  const { texts } = frame.speaker;
  const { reports: told } = texts;
  return pageOf(
    frame,
    told.title,
    html`${filterForm(frame, [
      { kind: 'choice', name: 'organisation', label: told.organisation, options: organisations },
      { kind: 'year', name: 'year', label: told.year },
    ])}
    ${tableOf(frame, {
      caption: told.caption,
      none: told.none,
      rows,
      columns: [
        { title: told.report, cell: r => html`<a href="${r.href}">${r.title ?? r.report}</a>` },
        { title: told.organisation, sort: 'organisation', cell: r => r.organisationName },
        { title: told.year, sort: 'year', cell: r => r.year },
        { title: told.stage, sort: 'stage', cell: r => wordOf(texts, 'stage', r.stage) },
        { title: told.read, cell: r => versionsOf(frame, r) },
      ],
    })}
    ${listFoot(frame, '/v1/reports', total, next)}`,
  );
}

function versionsOf({ speaker: { texts, language } }: Frame, report: ReportRow): Content {
  if (report.kind !== 'annual' || report.stage === 'unknown') return undefined;
  const { reports: told } = texts;
  const href = (query: string): string =>
    `/v1/reports/${step(report.report)}/document?${query}&lang=${language}`;
  const steps = (['administrative', 'board'] as const).flatMap(name => {
    const last = report.submissions.filter(s => s.step === name).at(-1);
    if (last === undefined || !Timestamp.is(last.time)) return [];
    const when = fill(told.submitted, { date: dateText(last.time) });
    return [html`<li><a href="${href(`step=${name}`)}">${told[name]}</a> (${when})</li>`];
  });
  return html`<ul>
    ${steps}
    <li><a href="/v1/reports/${step(report.report)}/submission">${told.now}</a> (${texts.site.json})</li>
  </ul>`;
}
