import type { DeviationRow } from '../../../contracts/api/rows';
import { fill } from '../fill';
import { filterForm, type Option } from '../form';
import { dayText } from '../format';
import { type Content, html, step } from '../html';
import { type Frame, pageOf, within } from '../layout';
import { listFoot, tableOf } from '../table';
import { wordOf } from '../texts';

export interface DeviationsPage {
  readonly rows: readonly DeviationRow[];
  readonly total: number;
  readonly next?: string;
  readonly organisations: readonly Option[];
}

export function deviationsPage(frame: Frame, { rows, total, next, organisations }: DeviationsPage): string {
  const { deviations: told, site, requirements } = frame.speaker.texts;
  return pageOf(
    frame,
    told.title,
    html`${filterForm(frame, [
      { kind: 'text', name: 'q', label: site.search },
      { kind: 'choice', name: 'organisation', label: told.organisation, options: organisations },
      { kind: 'year', name: 'year', label: requirements.year },
      { kind: 'check', name: 'open', label: site.openOnly },
      { kind: 'check', name: 'essential', label: told.essential },
    ])}
    ${deviationsTable(frame, rows)} ${listFoot(frame, '/v1/deviations', total, next)}`,
  );
}

/** Deviations with cause, measures and effect; one requirement's, or the list of all, which may be sorted. */
export function deviationsTable(frame: Frame, rows: readonly DeviationRow[], isList = false): Content {
  const { deviations: told } = frame.speaker.texts;
  return tableOf(frame, {
    caption: told.caption,
    none: told.none,
    rows,
    columns: [
      {
        title: told.deviation,
        cell: d => html`<a href="${d.href}">${d.deviation}</a> ${d.description}`,
      },
      {
        title: told.requirement,
        cell: d =>
          html`<a href="${within(`/requirements/${step(d.requirement)}`, frame)}">${d.requirement}</a>`,
      },
      {
        title: told.organisation,
        ...(isList ? { sort: 'organisation' } : {}),
        cell: d => d.organisationName,
      },
      { title: told.state, cell: d => stateOf(frame, d) },
      { title: told.cause, cell: d => d.cause },
      { title: told.measures, ...(isList ? { sort: 'due' } : {}), cell: d => measuresOf(frame, d) },
      { title: told.effect, cell: d => effectOf(frame, d) },
    ],
  });
}

function stateOf({ speaker: { texts } }: Frame, d: DeviationRow): Content {
  const { deviations: told } = texts;
  const until = d.accepted && dayText(d.accepted.until);
  return [
    d.open ? told.open : told.closed,
    d.about !== undefined && `, ${wordOf(texts, 'about', d.about)}`,
    d.essential && `, ${told.essential}`,
    until !== undefined &&
      (d.acceptanceExpired
        ? html`<br /><span class="late">${fill(told.expired, { until })}</span>`
        : html`<br />${fill(told.acceptedUntil, { until })}`),
    d.open && d.lacks.includes('cause') && html`<br /><span class="late">${told.lacksCause}</span>`,
    d.open && d.lacks.includes('measure') && html`<br /><span class="late">${told.lacksMeasure}</span>`,
  ];
}

function measuresOf({ speaker: { texts } }: Frame, { measures }: DeviationRow): Content {
  if (measures.length === 0) return undefined;
  return html`<ul>
    ${measures.map(
      m =>
        html`<li>
          ${m.text}
          (${wordOf(texts, 'stage', m.stage)}${
            m.due !== undefined && `, ${fill(texts.deviations.due, { due: dayText(m.due) })}`
          }${m.droppedBecause !== undefined && `: ${m.droppedBecause}`})
          <a class="why" href="/v1/events/${m.record}">${texts.site.record}</a>
        </li>`,
    )}
  </ul>`;
}

const effectOf = ({ speaker: { texts } }: Frame, { effect }: DeviationRow): Content =>
  effect && `${effect.effective ? texts.words.effective.true : texts.words.effective.false}: ${effect.text}`;
