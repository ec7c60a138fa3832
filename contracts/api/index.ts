import { aboutEndpoints } from './about';
import { auditEndpoints } from './audit';
import type { Endpoint } from './endpoint';
import { readEndpoints } from './read';
import { writeEndpoints } from './write';

export { aboutEndpoints, auditEndpoints, readEndpoints, writeEndpoints };
export type { Access, Content, Endpoint, Endpoints, PartsOf, Reply } from './endpoint';
export type { Param, Params, QueryOf } from './params';

/** Every endpoint there is, by the name of its handler. */
export const endpoints: Readonly<Record<string, Endpoint>> = {
  ...writeEndpoints,
  ...readEndpoints,
  ...auditEndpoints,
  ...aboutEndpoints,
};
