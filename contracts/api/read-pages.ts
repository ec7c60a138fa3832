import { right } from 'fp-ts/Either';
import { label } from '../labels';
import { endpoint } from './endpoint';
import type { Param, Params } from './params';
import { listEndpoints } from './read-lists';
import { cut, lang, page, wait } from './read-params';

const html = { method: 'GET', tag: 'pages', access: 'reader', replies: page } as const;
const open = { ...html, access: 'public' } as const;
const looking = { lang, wait, ...cut };

/** What a form sends for a field that was left empty is no value. */
const blank = <A>(param: Param<A>): Param<A | undefined> => ({
  ...param,
  read: texts => {
    const given = texts.filter(text => text !== '');
    return given.length === 0 ? right(undefined) : param.read(given);
  },
});

type Blank<P extends Params> = {
  readonly [K in keyof P]: P[K] extends Param<infer A> ? Param<A | undefined> : never;
};

/** The filters of a list as a form on its page sends them. */
const filtered = <P extends Params>(list: P): Blank<P> & { readonly lang: typeof lang } => ({
  ...(Object.fromEntries(Object.entries(list).map(([name, param]) => [name, blank(param)])) as Blank<P>),
  lang,
});

const { format: _requirements, ...requirements } = listEndpoints.requirements.query;
const { format: _documents, ...documents } = listEndpoints.documents.query;
const { format: _deviations, ...deviations } = listEndpoints.deviations.query;
const { format: _deadlines, ...deadlines } = listEndpoints.deadlines.query;
const { format: _reports, ...reports } = listEndpoints.reports.query;

/** Plain pages for people, in Bokmål, Nynorsk and English; their lists take the filters of the lists. */
export const pageEndpoints = {
  frontPage: endpoint({
    ...open,
    path: '/',
    summary: label('Forsiden', 'Framsida', 'The front page'),
    query: looking,
  }),
  requirementsPage: endpoint({
    ...html,
    path: '/requirements',
    summary: label('Kravene', 'Krava', 'The requirements'),
    query: filtered(requirements),
  }),
  requirementPage: endpoint({
    ...html,
    logged: 'history',
    path: '/requirements/:id',
    parts: { id: 'Subject of the requirement.' },
    summary: label('Ett krav med tidslinje', 'Eitt krav med tidslinje', 'One requirement with its timeline'),
    query: looking,
  }),
  documentsPage: endpoint({
    ...html,
    path: '/documents',
    summary: label('Dokumentene', 'Dokumenta', 'The documents'),
    query: filtered(documents),
  }),
  documentPage: endpoint({
    ...html,
    path: '/documents/:id',
    parts: { id: 'Subject of the document.' },
    summary: label('Ett dokument med punktene', 'Eitt dokument med punkta', 'One document with its items'),
    query: looking,
  }),
  originalPage: endpoint({
    ...html,
    logged: 'export',
    path: '/documents/:id/original',
    parts: { id: 'Subject of the document.' },
    summary: label(
      'Originalen, linje for linje',
      'Originalen, linje for linje',
      'The original, line by line',
    ),
    query: looking,
  }),
  deviationsPage: endpoint({
    ...html,
    path: '/deviations',
    summary: label('Avvikene', 'Avvika', 'The deviations'),
    query: filtered(deviations),
  }),
  deadlinesPage: endpoint({
    ...html,
    path: '/deadlines',
    summary: label('Fristene', 'Fristane', 'The deadlines'),
    query: filtered(deadlines),
  }),
  reportsPage: endpoint({
    ...html,
    path: '/reports',
    summary: label('Rapportene', 'Rapportane', 'The reports'),
    query: filtered(reports),
  }),
  referencePage: endpoint({
    ...open,
    path: '/reference',
    summary: label('Hendelsestypene', 'Hendingstypane', 'The event types'),
    query: { lang },
  }),
  glossaryPage: endpoint({
    ...open,
    path: '/glossary',
    summary: label('Ordlisten', 'Ordlista', 'The glossary'),
    query: { lang },
  }),
  problemsPage: endpoint({
    ...open,
    path: '/problems',
    summary: label('Avslagene', 'Avslaga', 'The refusals'),
    query: { lang },
  }),
  problemPage: endpoint({
    ...open,
    path: '/problems/:name',
    parts: { name: 'The name of the problem, the last step of its `type`.' },
    summary: label('Ett avslag forklart', 'Eitt avslag forklart', 'One refusal explained'),
    query: { lang },
  }),
  styleSheet: endpoint({
    ...open,
    path: '/assets/kravspor.css',
    summary: label('Stilarket', 'Stilarket', 'The style sheet'),
    replies: { 200: { description: 'CSS.', content: [{ mediaType: 'text/css' }] } },
  }),
};
