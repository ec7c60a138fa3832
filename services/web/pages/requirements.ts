import type { RequirementRow } from '../../../contracts/api/rows';
import type { Punctuality } from '../../../contracts/calendar';
import { fill } from '../fill';
import { filterForm, type Option } from '../form';
import { dayText, daysText, periodText, type Speaker, statusText } from '../format';
import { type Content, html, step } from '../html';
import { type Frame, pageOf, within } from '../layout';
import { listFoot, tableOf } from '../table';
import { wordOf } from '../texts';

export interface RequirementsPage {
  readonly rows: readonly RequirementRow[];
  readonly total: number;
  readonly next?: string;
  /** Those that requirements may be laid on. */
  readonly organisations: readonly Option[];
}

/** The status list, with its filters in the address. */
export function requirementsPage(
  frame: Frame,
  { rows, total, next, organisations }: RequirementsPage,
): string {
  const { texts } = frame.speaker;
  const { requirements: told, words } = texts;
  const choices = (vocabulary: 'kind' | 'acceptance' | 'stage', keys: readonly string[]): readonly Option[] =>
    keys.map(value => ({ value, label: wordOf(texts, vocabulary, value) }));
  return pageOf(
    frame,
    told.title,
    html`${filterForm(frame, [
      { kind: 'text', name: 'q', label: texts.site.search },
      { kind: 'choice', name: 'organisation', label: told.organisation, options: organisations },
      { kind: 'year', name: 'year', label: told.year },
      {
        kind: 'choice',
        name: 'kind',
        label: told.kind,
        options: choices('kind', ['task', 'indicator', 'framing']),
      },
      {
        kind: 'choice',
        name: 'acceptance',
        label: told.acceptance,
        options: choices('acceptance', Object.keys(words.acceptance)),
      },
      { kind: 'check', name: 'open', label: texts.site.openOnly },
      { kind: 'check', name: 'deviating', label: told.deviations },
    ])}
    ${tableOf(frame, {
      caption: told.caption,
      none: told.none,
      rows,
      columns: [
        { title: told.requirement, sort: 'key', cell: row => titleOf(row, frame) },
        { title: told.organisation, sort: 'organisation', cell: row => row.organisationName },
        { title: told.year, sort: 'year', cell: row => row.years.join(', ') },
        { title: told.kind, sort: 'kind', cell: row => row.kind && words.kind[row.kind] },
        { title: told.stage, sort: 'stage', cell: row => words.stage[row.stage] },
        { title: told.acceptance, sort: 'acceptance', cell: row => words.acceptance[row.acceptance] },
        { title: told.status, sort: 'status', cell: row => answerOf(row, frame.speaker) },
        { title: told.due, cell: row => dueOf(row, frame.speaker) },
        { title: told.deviations, sort: 'deviations', number: true, cell: row => row.deviations.open },
        { title: told.flags, cell: row => row.flags.map(flag => html`${words.flag[flag]}<br />`) },
      ],
    })}
    ${listFoot(frame, '/v1/requirements', total, next)}`,
  );
}

const titleOf = ({ requirement, text }: RequirementRow, frame: Frame): Content =>
  html`<a href="${within(`/requirements/${step(requirement)}`, frame)}">${shortened(text ?? requirement)}</a
    ><br /><span class="soft">${requirement}</span>`;

/** A text that fits in a table. */
export const shortened = (text: string, length = 160): string =>
  Array.from(text).length <= length
    ? text
    : `${Array.from(text)
        .slice(0, length - 1)
        .join('')}…`;

function answerOf({ answer, due }: RequirementRow, speaker: Speaker): Content {
  if (answer === undefined) return undefined;
  const { answered } = due;
  const late = answered !== null && (answered.claimed !== 'on-time' || answered.recorded !== 'on-time');
  const how = late
    ? fill(speaker.texts.requirements.answeredLate, {
        claimed: lateness(answered.claimed, speaker),
        recorded: lateness(answered.recorded, speaker),
      })
    : undefined;
  return html`${statusText(speaker, answer.status)} (${periodText(speaker, answer.period)})
  ${how !== undefined && html`<br /><span class="late">${how}</span>`}`;
}

const lateness = (punctuality: Punctuality, speaker: Speaker): string =>
  punctuality === 'on-time' ? speaker.texts.requirements.onTime : daysText(speaker, punctuality.daysLate);

function dueOf({ due: { next } }: RequirementRow, speaker: Speaker): Content {
  const { requirements: told } = speaker.texts;
  if (next === null) return html`<span class="soft">${told.noDue}</span>`;
  const late = next.daysOver > 0 && fill(told.late, { days: daysText(speaker, next.daysOver) });
  return html`${dayText(next.effective)} ${late !== false && html`<span class="late">${late}</span>`}<br /><span
      class="soft"
      >${next.title ?? speaker.texts.requirement.ownDue}</span
    >`;
}
