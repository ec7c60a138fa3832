import { right } from 'fp-ts/Either';
import { aboutEndpoints, endpoints } from '../../../contracts/api';
import { describeCatalogue } from '../../../contracts/catalogue/catalogue';
import { sha256Hex } from '../../../contracts/json/canonical';
import { type Handlers, jsonAnswer } from '../handler';
import { readinessOf } from './health';
import { openApiOf } from './openapi';

const catalogue = { types: describeCatalogue() };
const catalogueTag = sha256Hex(JSON.stringify(catalogue)).slice(0, 16);

export function aboutHandlers(closing: AbortSignal): Handlers<typeof aboutEndpoints> {
  const openApi = openApiOf(endpoints);
  const openApiTag = sha256Hex(JSON.stringify(openApi)).slice(0, 16);
  return {
    live: () =>
      Promise.resolve(right(jsonAnswer({ alive: true }, { headers: { 'Cache-Control': 'no-store' } }))),
    ready: async ({ service }) => {
      const readiness = await readinessOf(service, closing.aborted);
      const headers = { 'Cache-Control': 'no-store' };
      return right(jsonAnswer(readiness, { status: readiness.ready ? 200 : 503, headers }));
    },
    metrics: async ({ service: { metrics } }) => {
      const text = await metrics.registry.metrics();
      return right({ body: { kind: 'text', mediaType: metrics.registry.contentType, text } });
    },
    catalogue: () => Promise.resolve(right(jsonAnswer(catalogue, { etag: catalogueTag }))),
    openapi: () => Promise.resolve(right(jsonAnswer(openApi, { etag: openApiTag }))),
  };
}
