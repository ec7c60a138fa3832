import type { HistoryEntry } from '../../contracts/history';
import { type Content, html } from './html';
import { tellEntry } from './history-text';
import type { Frame } from './layout';

/** A history as a list: the same words as the plain text, each with a link to its record. */
export const timelineOf = ({ speaker }: Frame, entries: readonly HistoryEntry[]): Content =>
  html`<ol class="timeline">
    ${entries.map(entry => {
      const { when, heading, sentence, notes, record } = tellEntry(speaker, entry);
      return html`<li class="${entry.standing}" id="r-${entry.record}">
        <h3><time datetime="${entry.time}">${when}</time> ${heading}</h3>
        <p class="said">${sentence}</p>
        ${notes.map(note => html`<p class="note">${note}</p>`)}
        <p class="why"><a href="/v1/events/${entry.record}">${record}</a></p>
      </li>`;
    })}
  </ol>`;
