import type { Language } from '../../contracts/labels';
import { languages } from '../../contracts/labels';
import { IsoDate, Timestamp } from '../../contracts/primitives';
import { fill } from './fill';
import { dayText, type Speaker, timeText } from './format';
import { type Content, html } from './html';
import { changed, given } from './query';
import { textsIn } from './texts';

/** What stands around every page. */
export interface Frame {
  readonly speaker: Speaker;
  /** Of this page, with its query: the language links lead back to it. */
  readonly path: string;
  readonly search: string;
  /** Where a simulated clock stands; absent where the clock is the machine's. */
  readonly simulated?: Timestamp | undefined;
  /** The point in the past that is shown; absent where it is now. */
  readonly past?: { readonly asOf?: string | undefined; readonly knownAt?: string | undefined } | undefined;
  /** Index of the last record that what is shown rests on; absent on pages that rest on none. */
  readonly seq?: number | undefined;
}

type Section =
  'requirements' | 'documents' | 'deviations' | 'deadlines' | 'reports' | 'reference' | 'glossary';

const SECTIONS: readonly Section[] = [
  'requirements',
  'documents',
  'deviations',
  'deadlines',
  'reports',
  'reference',
  'glossary',
];

/** A whole page: landmarks, a way past the menu, the menu, the content, and what it rests on. */
export function pageOf(frame: Frame, title: string, content: Content): string {
  const { speaker, path } = frame;
  const { texts, language } = speaker;
  const page = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}${path === '/' ? '' : ` – ${texts.site.name}`}</title>
        <link rel="stylesheet" href="/assets/kravspor.css" />
      </head>
      <body>
        <a class="skip" href="#main">${texts.site.skip}</a>
        <header>
          <div class="top">
            <a class="site" href="${within('/', frame)}">${texts.site.name}</a>
            <nav aria-label="${texts.site.languages}">
              <ul>
                ${languages.map(
                  other =>
                    html`<li>
                      <a
                        href="${inLanguage(frame, other)}"
                        lang="${other}"
                        hreflang="${other}"
                        ${current(other === language)}
                        >${textsIn(other).language}</a
                      >
                    </li>`,
                )}
              </ul>
            </nav>
          </div>
          <nav aria-label="${texts.site.navigation}">
            <ul>
              ${SECTIONS.map(
                section =>
                  html`<li>
                    <a href="${within(`/${section}`, frame)}" ${current(path.split('/')[1] === section)}
                      >${texts.site[section]}</a
                    >
                  </li>`,
              )}
            </ul>
          </nav>
          ${clockOf(frame)} ${pastOf(frame)}
        </header>
        <main id="main" tabindex="-1">
          <h1>${title}</h1>
          ${content}
        </main>
        <footer>${footOf(frame)}</footer>
      </body>
    </html> `;
  return page.markup;
}

const current = (is: boolean): Content => is && html`aria-current="true"`;

function clockOf({ speaker, simulated }: Frame): Content {
  if (simulated === undefined) return undefined;
  return html`<p class="clock">${fill(speaker.texts.site.simulated, { now: timeText(simulated) })}</p>`;
}

function pastOf({ speaker: { texts }, past, path, search }: Frame): Content {
  if (past === undefined) return undefined;
  const { asOf, knownAt } = past;
  const { shownAsOf, shownKnownAt, backToNow } = texts.site;
  const now = `${path}${changed(search, { asOf: undefined, knownAt: undefined, cursor: undefined })}`;
  return html`<p class="past" role="status">
    ${asOf !== undefined && fill(shownAsOf, { when: whenOf(asOf) })}
    ${knownAt !== undefined && fill(shownKnownAt, { when: whenOf(knownAt) })}
    <a href="${now}">${backToNow}</a>
  </p>`;
}

/** A day or a time as it was asked for. */
function whenOf(when: string): string {
  if (IsoDate.is(when)) return dayText(when);
  return Timestamp.is(when) ? timeText(when) : when;
}

function footOf({ speaker: { texts }, seq }: Frame): Content {
  if (seq === undefined) return texts.site.name;
  return seq < 0 ? texts.site.nothingYet : fill(texts.site.cutOff, { count: String(seq + 1) });
}

function inLanguage({ path, search }: Frame, language: Language): string {
  const query = new URLSearchParams(search);
  query.set('lang', language);
  return `${path}?${query.toString()}`;
}

/** What goes along from page to page: the language chosen by hand, and the point in the past that is looked at. */
export const CARRIED = ['lang', 'asOf', 'knownAt'] as const;

/** A link within the site, with what goes along. */
export function within(href: string, { search }: Pick<Frame, 'search'>): string {
  const [path = '', fragment] = href.split('#');
  const [address = '', own = ''] = path.split('?');
  const query = new URLSearchParams(own);
  for (const name of CARRIED) {
    const value = given(search, name);
    if (value !== undefined && value !== '' && !query.has(name)) query.set(name, value);
  }
  const text = query.toString();
  return `${address}${text === '' ? '' : `?${text}`}${fragment === undefined ? '' : `#${fragment}`}`;
}
