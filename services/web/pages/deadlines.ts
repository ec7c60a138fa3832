import type { DeadlineRow } from '../../../contracts/api/rows';
import { fill } from '../fill';
import { filterForm, type Option } from '../form';
import { dayText } from '../format';
import { type Content, html } from '../html';
import { type Frame, pageOf } from '../layout';
import { listFoot, tableOf } from '../table';

export interface DeadlinesPage {
  readonly rows: readonly DeadlineRow[];
  readonly total: number;
  readonly next?: string;
  readonly organisations: readonly Option[];
}

/** Deadlines as they really fall, beside the day that was set and the rule that moved it. */
export function deadlinesPage(frame: Frame, { rows, total, next, organisations }: DeadlinesPage): string {
  const { deadlines: told, documents } = frame.speaker.texts;
  return pageOf(
    frame,
    told.title,
    html`${filterForm(frame, [
      { kind: 'choice', name: 'organisation', label: documents.issuer, options: organisations },
      { kind: 'year', name: 'year', label: documents.year },
    ])}
    ${tableOf(frame, {
      caption: told.caption,
      none: told.none,
      rows,
      columns: [
        { title: told.deadline, sort: 'title', cell: d => d.title },
        { title: told.effective, sort: 'effective', cell: d => dayText(d.effective) },
        { title: told.set, sort: 'date', cell: d => setTo(frame, d) },
        { title: told.rule, cell: d => ruleOf(frame, d) },
        {
          title: told.calendar,
          sort: 'organisation',
          cell: d => html`<a href="${d.href}">${d.organisationName} ${d.year}</a>`,
        },
      ],
    })}
    ${listFoot(frame, '/v1/deadlines', total, next)}`,
  );
}

function setTo({ speaker }: Frame, { date, moved, record }: DeadlineRow): Content {
  const { deadlines: told, site } = speaker.texts;
  const from =
    moved === null ? undefined : fill(told.moved, { date: dayText(moved.from), reason: moved.reason });
  return html`${dayText(date)} ${from !== undefined && html`<span class="soft">${from}</span>`}
    <a class="why" href="/v1/events/${record}">${site.record}</a>`;
}

const ruleOf = ({ speaker: { texts } }: Frame, { rule }: DeadlineRow): Content =>
  rule === null ? texts.deadlines.noRule : texts.words.rule[rule];
