import { label } from '../labels';
import { endpoint } from './endpoint';
import { listEndpoints } from './read-lists';
import { lang, page, wait } from './read-params';

const html = { method: 'GET', tag: 'pages', access: 'reader', replies: page } as const;
const open = { ...html, access: 'public' } as const;
const looking = { lang, wait };

const { format: _csv, ...requirements } = listEndpoints.requirements.query;
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
    query: { lang, ...requirements },
  }),
  requirementPage: endpoint({
    ...html,
    path: '/requirements/:id',
    parts: { id: 'Subject of the requirement.' },
    summary: label('Ett krav med tidslinje', 'Eitt krav med tidslinje', 'One requirement with its timeline'),
    query: looking,
  }),
  documentsPage: endpoint({
    ...html,
    path: '/documents',
    summary: label('Dokumentene', 'Dokumenta', 'The documents'),
    query: { lang, ...documents },
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
    query: { lang, ...deviations },
  }),
  deadlinesPage: endpoint({
    ...html,
    path: '/deadlines',
    summary: label('Fristene', 'Fristane', 'The deadlines'),
    query: { lang, ...deadlines },
  }),
  reportsPage: endpoint({
    ...html,
    path: '/reports',
    summary: label('Rapportene', 'Rapportane', 'The reports'),
    query: { lang, ...reports },
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
