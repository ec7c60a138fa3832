import type { Manifest } from './manifest';
import { escapeHtml, page } from './page-frame';

interface Words {
  readonly lang: 'nb' | 'nn' | 'en';
  readonly title: string;
  readonly what: string;
  readonly steps: readonly string[];
  readonly verdicts: string;
  readonly holds: string;
  readonly leftOut: string;
  readonly not: string;
}

const COMMAND = (kind: Manifest['kind']): string =>
  `node kravspor-verify.js ${kind === 'report' ? 'report' : 'bundle'} . --key ../log.vkey`;

const WORDS: readonly Words[] = [
  {
    lang: 'nb',
    title: 'Slik kontrollerer du denne mappen',
    what: 'Mappen holder hendelser fra en Kravspor-logg, slik de ble lagret, og det som trengs for å vise at ingen er endret, fjernet, byttet om eller satt inn. Du trenger en maskin med Node 20.19 eller nyere, og ikke noe nett.',
    steps: [
      'Skaff loggens nøkkel på en annen vei enn denne mappen, for eksempel fra en tidligere revisjon, og legg den i filen log.vkey ved siden av mappen. Skaff gjerne også kravspor-verify.js fra et sted du stoler på.',
      'Åpne et terminalvindu i mappen og skriv kommandoen under.',
      'Les svaret. Den første linjen sier utfallet, og nederst står det som ikke er bevist.',
    ],
    verdicts: '0 bekreftet · 1 endret · 2 ufullstendig · 3 ikke lesbart',
    holds: 'Mappen holder',
    leftOut: 'Utelatt',
    not: 'Kontrollen viser ikke at det som står i en hendelse er sant, eller at noe som aldri ble sendt ikke har skjedd.',
  },
  {
    lang: 'nn',
    title: 'Slik kontrollerer du denne mappa',
    what: 'Mappa held hendingar frå ein Kravspor-logg, slik dei vart lagra, og det som trengst for å vise at inga er endra, fjerna, bytt om eller sett inn. Du treng ei maskin med Node 20.19 eller nyare, og ikkje noko nett.',
    steps: [
      'Skaff nøkkelen til loggen på ein annan veg enn denne mappa, til dømes frå ein tidlegare revisjon, og legg han i fila log.vkey ved sida av mappa. Skaff gjerne også kravspor-verify.js frå ein stad du stolar på.',
      'Opne eit terminalvindauge i mappa og skriv kommandoen under.',
      'Les svaret. Den første linja seier utfallet, og nedst står det som ikkje er prova.',
    ],
    verdicts: '0 stadfesta · 1 endra · 2 ufullstendig · 3 ikkje lesbart',
    holds: 'Mappa held',
    leftOut: 'Utelate',
    not: 'Kontrollen viser ikkje at det som står i ei hending er sant, eller at noko som aldri vart sendt ikkje har hendt.',
  },
  {
    lang: 'en',
    title: 'How to check this folder',
    what: 'The folder holds events of a Kravspor log as they were stored, and what it takes to show that none was changed, removed, reordered or slipped in. You need a computer with Node 20.19 or newer, and no network.',
    steps: [
      'Get the key of the log on another way than with this folder, such as from an earlier audit, and put it in the file log.vkey beside this folder. Better still, get kravspor-verify.js from a source that you trust, too.',
      'Open a terminal in the folder and type the command below.',
      'Read the answer. Its first line is the verdict; at its end stands what is not proved.',
    ],
    verdicts: '0 verified · 1 tampered · 2 incomplete · 3 unreadable',
    holds: 'The folder holds',
    leftOut: 'Left out',
    not: 'The check does not show that what an event says is true, or that something which was never sent did not happen.',
  },
];

/** What is told about a bundle before it is written. */
export type Told = Pick<Manifest, 'kind' | 'origin' | 'leftOut'> & { readonly scope: string };

/** The page that tells a person how to use the bundle, in three languages; it needs nothing from elsewhere. */
export const bundlePage = (told: Told): string => page(WORDS.map(words => section(words, told)).join('\n'));

function section({ lang, title, what, steps, verdicts, holds, leftOut, not }: Words, told: Told): string {
  const list = (tag: string, items: readonly string[]): string =>
    `<${tag}>${items.map(item => `<li>${escapeHtml(item)}</li>`).join('')}</${tag}>`;
  return [
    `<section lang="${lang}">`,
    `<h1>${escapeHtml(title)}</h1>`,
    `<p>${escapeHtml(what)}</p>`,
    list('ol', steps),
    `<pre>${escapeHtml(COMMAND(told.kind))}</pre>`,
    `<p>${escapeHtml(verdicts)}</p>`,
    `<p>${escapeHtml(holds)}: ${escapeHtml(told.origin)}, ${escapeHtml(told.scope)}.</p>`,
    ...(told.leftOut.length === 0 ? [] : [`<p>${escapeHtml(leftOut)}:</p>`, list('ul', told.leftOut)]),
    `<p>${escapeHtml(not)}</p>`,
    '</section>',
  ].join('\n');
}
