import { label } from '../labels';
import { endpoint, json } from './endpoint';

const about = { method: 'GET', tag: 'about' } as const;

/** What the service tells of itself. */
export const aboutEndpoints = {
  live: endpoint({
    ...about,
    path: '/livez',
    access: 'public',
    summary: label('Lever tjenesten?', 'Lever tenesta?', 'Is the service alive?'),
    replies: { 200: json('It is.', { type: 'object' }) },
  }),
  ready: endpoint({
    ...about,
    path: '/readyz',
    access: 'public',
    summary: label('Kan tjenesten brukes?', 'Kan tenesta brukast?', 'Can the service be used?'),
    replies: {
      200: json('It can: the log takes events and the views follow.', { type: 'object' }),
      503: json('It cannot; each check says why. It turns green by itself.', { type: 'object' }),
    },
  }),
  metrics: endpoint({
    ...about,
    path: '/metrics',
    access: 'public',
    summary: label('Målinger', 'Målingar', 'Metrics'),
    replies: { 200: { description: 'In Prometheus’ format.', content: [{ mediaType: 'text/plain' }] } },
  }),
  catalogue: endpoint({
    ...about,
    path: '/v1/catalogue',
    access: 'public',
    summary: label('Alle hendelsestyper', 'Alle hendingstypar', 'All event types'),
    description: 'Each type with who may send it, the schema of its data, and an example that is valid.',
    replies: { 200: json('The catalogue.', { type: 'object' }) },
  }),
  openapi: endpoint({
    ...about,
    path: '/openapi.json',
    access: 'public',
    summary: label('OpenAPI-beskrivelse', 'OpenAPI-omtale', 'OpenAPI description'),
    replies: { 200: json('OpenAPI 3.1.', { type: 'object' }) },
  }),
} as const;
