import { type Content, html } from './html';
import type { Frame } from './layout';
import { given } from './query';

export type Field =
  | {
      readonly kind: 'choice';
      readonly name: string;
      readonly label: string;
      readonly options: readonly Option[];
    }
  | { readonly kind: 'text' | 'year'; readonly name: string; readonly label: string }
  | { readonly kind: 'check'; readonly name: string; readonly label: string };

export interface Option {
  readonly value: string;
  readonly label: string;
}

/** A filter as a plain form: the address it leads to can be linked to. */
export function filterForm(frame: Frame, fields: readonly Field[]): Content {
  const { speaker, path, search } = frame;
  const { site } = speaker.texts;
  return html`<form class="filter" method="get" action="${path}" role="search" aria-label="${site.filter}">
    ${fields.map(field => fieldOf(field, search, site.all))} ${dayOf('asOf', site.asOf, search)}
    ${dayOf('knownAt', site.knownAt, search)}
    ${['order', 'lang'].map(name => {
      const value = given(search, name);
      return value !== undefined && html`<input type="hidden" name="${name}" value="${value}" />`;
    })}
    <button type="submit">${site.apply}</button>
    <a href="${path}">${site.clear}</a>
  </form>`;
}

/** Every list can be seen as it stood, and as it was known, on another day. */
const dayOf = (name: string, label: string, search: string): Content =>
  html`<div>
    <label for="f-${name}">${label}</label
    ><input id="f-${name}" name="${name}" type="date" value="${given(search, name) ?? ''}" />
  </div>`;

function fieldOf(field: Field, search: string, all: string): Content {
  const { kind, name, label } = field;
  const value = given(search, name);
  switch (kind) {
    case 'choice':
      return html`<div>
        <label for="f-${name}">${label}</label
        ><select id="f-${name}" name="${name}">
          <option value="">${all}</option>
          ${field.options.map(
            o => html`<option value="${o.value}" ${o.value === value && html`selected`}>${o.label}</option>`,
          )}
        </select>
      </div>`;
    case 'text':
      return html`<div>
        <label for="f-${name}">${label}</label
        ><input id="f-${name}" name="${name}" type="search" value="${value ?? ''}" maxlength="200" />
      </div>`;
    case 'year':
      return html`<div>
        <label for="f-${name}">${label}</label
        ><input
          id="f-${name}"
          name="${name}"
          inputmode="numeric"
          pattern="[0-9]{4}"
          size="6"
          value="${value ?? ''}"
        />
      </div>`;
    case 'check':
      return html`<div>
        <label
          ><input name="${name}" type="checkbox" value="true" ${value === 'true' && html`checked`} />
          ${label}</label
        >
      </div>`;
  }
}
