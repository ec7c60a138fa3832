import type { DocumentView } from '../../../contracts/views';
import { fill } from '../fill';
import { type Content, html, step } from '../html';
import { type Frame, pageOf, within } from '../layout';

/** What is shown of an original: its lines, or why there are none. */
export type Original =
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  | { readonly kind: 'not-here' }
  /** Erased by this record. */
  | { readonly kind: 'erased'; readonly record: string }
  | { readonly kind: 'not-text' };

/** The original line by line, each with an anchor that items and citations lead to. */
export function originalPage(frame: Frame, view: DocumentView, original: Original): string {
  const { documents: told } = frame.speaker.texts;
  const title = fill(told.originalOf, { title: view.title ?? view.document });
  const back = within(`/documents/${step(view.document)}`, frame);
  return pageOf(
    frame,
    title,
    html`<p><a href="${back}">${view.title ?? view.document}</a></p>
      ${contentOf(frame, view, original)}`,
  );
}

function contentOf({ speaker: { texts } }: Frame, { registered }: DocumentView, original: Original): Content {
  const sha256 = registered?.original.sha256 ?? '';
  switch (original.kind) {
    case 'not-here':
      return html`<p>${fill(texts.documents.noOriginal, { sha256 })}</p>`;
    case 'erased':
      return html`<p>
        ${fill(texts.documents.erasedOriginal, { sha256 })}
        <a class="why" href="/v1/events/${original.record}">${texts.site.record}</a>
      </p>`;
    case 'not-text':
      return html`<p>${texts.documents.notText}</p>`;
    case 'lines':
      return html`<p class="soft">SHA-256 ${sha256}</p>
        <ol class="lines" lang="no">
          ${original.lines.map((line, i) => html`<li id="L${i + 1}">${line === '' ? ' ' : line}</li>`)}
        </ol>`;
  }
}
