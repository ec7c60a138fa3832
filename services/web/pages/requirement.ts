import type { CommonRow, DeviationRow } from '../../../contracts/api/rows';
import type { Due, DueItem } from '../../../contracts/due';
import type { Punctuality } from '../../../contracts/calendar';
import { diffWords } from '../../../contracts/diff';
import type { HistoryEntry } from '../../../contracts/history';
import type { TextVersion } from '../../../contracts/states/requirement';
import type { RequirementView } from '../../../contracts/views';
import { factsOf } from '../facts';
import { fill } from '../fill';
import { dateText, dayText, daysText, type Speaker } from '../format';
import { type Content, html, step } from '../html';
import { type Frame, pageOf, within } from '../layout';
import { timelineOf } from '../timeline';
import { deviationsTable } from './deviations';
import { factsAbout } from './requirement-facts';
import { shortened } from './requirements';

export interface RequirementPage {
  readonly view: RequirementView;
  readonly due: Due;
  /** Versions of the text, the oldest first. */
  readonly versions: readonly TextVersion[];
  readonly deviations: readonly DeviationRow[];
  readonly history: readonly HistoryEntry[];
  readonly common: CommonRow | undefined;
}

/** One requirement: where it stands, what is due, its text over time, and everything that happened to it. */
export function requirementPage(frame: Frame, page: RequirementPage): string {
  const { view, due, versions, deviations, history, common } = page;
  const { requirement: told, site } = frame.speaker.texts;
  const api = `/v1/requirements/${step(view.requirement)}`;
  return pageOf(
    frame,
    shortened(view.text ?? view.requirement, 110),
    html`<p class="soft">${view.requirement}</p>
      ${
        view.parked !== undefined &&
        html`<p class="note">${fill(site.parked, { seq: String(view.parked.seq), why: view.parked.why })}</p>`
      }
      <h2>${told.now}</h2>
      ${factsOf(frame, factsAbout(frame, view))}
      <h2>${told.due}</h2>
      ${dueList(frame.speaker, due)}
      <h2>${told.versions}</h2>
      ${versions.map((version, i) => versionOf(frame.speaker, version, versions[i - 1]))}
      <h2>${told.deviations}</h2>
      ${deviationsTable(frame, deviations)}
      ${common !== undefined && commonOf(frame, common, view.requirement)}
      <h2>${told.timeline}</h2>
      ${timelineOf(frame, history)}
      <p>
        ${told.history}:
        <a href="${api}/history?format=text&amp;lang=${frame.speaker.language}">${site.text}</a>,
        <a href="${api}/history">${site.json}</a>. ${told.now}: <a href="${api}">${site.json}</a>.
      </p>`,
  );
}

/** What is due and when, and how the last answer stood to its deadline, on both clocks. */
function dueList(speaker: Speaker, { items, answered }: Due): Content {
  const { requirement: told, requirements, deadlines } = speaker.texts;
  const when = (punctuality: Punctuality): string =>
    punctuality === 'on-time'
      ? told.onTime
      : fill(told.daysLate, { days: daysText(speaker, punctuality.daysLate) });
  return html`${
    items.length === 0
      ? html`<p>${requirements.noDue}</p>`
      : html`<ul>
          ${items.map(item => html`<li>${dueText(speaker, item)}</li>`)}
        </ul>`
  }
  ${
    answered !== null &&
    html`<p>
      ${told.answer} (${dayText(answered.effective)}):
      ${fill(told.punctualClaimed, { when: when(answered.claimed) })},
      ${fill(told.punctualRecorded, { when: when(answered.recorded) })}.
      <a class="why" href="/v1/calendars/${step(answered.calendar)}">${deadlines.calendar}</a>
    </p>`
  }`;
}

function dueText(speaker: Speaker, item: DueItem): Content {
  const { requirement: told, requirements, words } = speaker.texts;
  const { effective, date, rule, moved, title, daysOver, done, record, what } = item;
  const notes = [
    ...(effective === date || rule === null
      ? []
      : [fill(told.movedByRule, { date: dayText(date), rule: words.rule[rule] })]),
    ...(what === 'own' || rule !== null ? [] : [told.noRule]),
    ...(moved === null ? [] : [fill(told.movedFrom, { date: dayText(moved.from), reason: moved.reason })]),
  ];
  return html`<strong>${dayText(effective)}</strong> ${title ?? told.ownDue}
    ${notes.length > 0 && html`<span class="soft">(${notes.join('; ')})</span>`} ${done && '✓'}
    ${daysOver > 0 && html`<span class="late">${fill(requirements.late, { days: daysText(speaker, daysOver) })}</span>`}
    ${record !== null && html`<a class="why" href="/v1/events/${record}">${speaker.texts.site.record}</a>`}`;
}

function versionOf(speaker: Speaker, version: TextVersion, before: TextVersion | undefined): Content {
  const { requirement: told, words } = speaker.texts;
  const { text, reason, mark, renewAcceptance } = version;
  const number = String(version.version);
  return html`<h3>${fill(told.version, { version: number })}, ${dateText(mark.time)}</h3>
    ${
      reason !== undefined &&
      html`<p>${reason} ${renewAcceptance ? words.renewAcceptance.true : words.renewAcceptance.false}</p>`
    }
    <blockquote lang="no">${text}</blockquote>
    ${
      before !== undefined &&
      html`<details>
        <summary>${fill(told.changes, { from: String(before.version), to: number })}</summary>
        <blockquote lang="no">${diffOf(before.text, text)}</blockquote>
      </details>`
    }
    <p class="why">
      <a href="/v1/events/${mark.correctedBy ?? mark.record}">${speaker.texts.site.record}</a>
    </p>`;
}

const diffOf = (older: string, newer: string): Content =>
  diffWords(older, newer).map(({ kind, text }) =>
    kind === 'kept' ? text : kind === 'removed' ? html`<del>${text}</del>` : html`<ins>${text}</ins>`,
  );

function commonOf(frame: Frame, { parts, joint }: CommonRow, own: string): Content {
  const { requirement: told, words } = frame.speaker.texts;
  const others = parts.filter(p => p.requirement !== own);
  if (others.length === 0) return undefined;
  return html`<h2>${told.common}${joint !== null && ` (${words.judgement[joint]})`}</h2>
    <ul>
      ${others.map(
        part =>
          html`<li>
            <a href="${within(`/requirements/${step(part.requirement)}`, frame)}">${part.organisationName}</a
            >: ${part.joint === null ? words.stage[part.stage] : words.judgement[part.joint]}
          </li>`,
      )}
    </ul>`;
}
