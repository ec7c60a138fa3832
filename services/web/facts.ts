import { fill } from './fill';
import { type Content, html } from './html';
import type { Frame } from './layout';

/** One fact of a thing, and the record it rests on. */
export interface Fact {
  readonly name: string;
  readonly value: Content;
  readonly record?: string | undefined;
}

/** Facts as a list of terms; those without a value are left out. */
export const factsOf = ({ speaker: { texts } }: Frame, facts: readonly Fact[]): Content =>
  html`<dl class="facts">
    ${facts
      .filter(({ value }) => !isNothing(value))
      .map(
        ({ name, value, record }) =>
          html`<dt>${name}</dt>
            <dd>
              ${value}
              ${
                record !== undefined &&
                html`<a
                  class="why"
                  href="/v1/events/${record}"
                  aria-label="${fill(texts.site.whyOpen, { field: name })}"
                  >${texts.site.record}</a
                >`
              }
            </dd>`,
      )}
  </dl>`;

const isNothing = (value: Content): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  value === '' ||
  (Array.isArray(value) && value.length === 0);
