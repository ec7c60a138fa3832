import { describeCatalogue } from '../../../contracts/catalogue/catalogue';
import type { TypeDescription } from '../../../contracts/catalogue/define';
import { type Content, html } from '../html';
import { type Frame, pageOf } from '../layout';
import { factsOf } from '../facts';

const types = describeCatalogue();
const families = [...new Set(types.map(t => t.family))];

/** Every event type, told by the catalogue. */
export function referencePage(frame: Frame): string {
  const { reference: told } = frame.speaker.texts;
  return pageOf(
    frame,
    told.title,
    html`<p>${told.lead}</p>
      <ul>
        ${families.map(family => html`<li><a href="#${family}">${told.families[family]}</a></li>`)}
      </ul>
      ${families.map(
        family =>
          html`<h2 id="${family}">${told.families[family]}</h2>
            ${types.filter(t => t.family === family).map(type => typeOf(frame, type))}`,
      )}`,
  );
}

function typeOf(frame: Frame, { type, labels, stream, who, schema, example }: TypeDescription): Content {
  const { texts, language } = frame.speaker;
  const { reference: told, words } = texts;
  return html`<h3 id="${type}">${labels[language]}</h3>
    <p><code>${type}</code></p>
    ${factsOf(frame, [
      { name: told.stream, value: stream },
      { name: told.who, value: words.relation[who.relation] },
      { name: told.roles, value: who.roles.map(role => words.role[role]).join(', ') },
    ])}
    <details>
      <summary>${told.example}</summary>
      <pre>${JSON.stringify(example, undefined, 2)}</pre>
    </details>
    <details>
      <summary>${told.schema}</summary>
      <pre>${JSON.stringify(schema, undefined, 2)}</pre>
    </details>`;
}
