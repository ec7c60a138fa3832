import { fill } from '../fill';
import { type Content, html } from '../html';
import { type Frame, pageOf, within } from '../layout';

/** How much there is; shown only to those who may know. */
export interface Counts {
  readonly requirements: number;
  readonly documents: number;
  readonly deviations: number;
}

/** The front page: where to look, and how to verify what is shown. */
export function frontPage(frame: Frame, counts: Counts | undefined): string {
  const { site, front } = frame.speaker.texts;
  const link = (href: string, title: string, text: string): Content =>
    html`<dt><a href="${within(href, frame)}">${title}</a></dt>
      <dd>${text}</dd>`;
  return pageOf(
    frame,
    site.name,
    html`<p>${front.lead}</p>
      ${counts !== undefined && html`<p>${fill(front.counts, numbers(counts))}</p>`}
      <h2>${front.look}</h2>
      <dl>
        ${link('/requirements?open=true', site.requirements, front.requirements)}
        ${link('/documents', site.documents, front.documents)}
        ${link('/deviations?open=true', site.deviations, front.deviations)}
        ${link('/deadlines', site.deadlines, front.deadlines)}
        ${link('/reports', site.reports, front.reports)}
        ${link('/reference', site.reference, front.reference)}
        ${link('/glossary', site.glossary, front.glossary)}
      </dl>
      <h2>${front.verify}</h2>
      <ul>
        <li>${front.verifyRecord}</li>
        <li>${front.verifyHistory}</li>
        <li>${front.verifyReport}</li>
        <li>${front.verifyFeed} <a href="/v1/events">/v1/events</a></li>
      </ul>
      <h2>${front.machines}</h2>
      <ul>
        <li><a href="/openapi.json">${front.openapi}</a></li>
        <li><a href="/v1/catalogue">/v1/catalogue</a></li>
        <li><a href="${within('/problems', frame)}">${site.problems}</a></li>
      </ul>`,
  );
}

const numbers = ({ requirements, documents, deviations }: Counts) => ({
  requirements: String(requirements),
  documents: String(documents),
  deviations: String(deviations),
});
