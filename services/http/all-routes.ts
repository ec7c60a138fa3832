import { aboutEndpoints, auditEndpoints, readEndpoints, writeEndpoints } from '../../contracts/api';
import { aboutHandlers } from './about';
import { auditHandlers } from './audit';
import { readHandlers } from './read';
import { type Route, routesOf } from './routes';
import { writeHandlers } from './write';

/** Every route but the door for events, which comes before all of them. */
export function allRoutes(closing: AbortSignal): readonly Route[] {
  const { sendEvents: _, ...writes } = writeEndpoints;
  return [
    ...routesOf(writes, writeHandlers),
    ...routesOf(readEndpoints, readHandlers),
    ...routesOf(auditEndpoints, auditHandlers),
    ...routesOf(aboutEndpoints, aboutHandlers(closing)),
  ];
}
