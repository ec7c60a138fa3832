import { aboutEndpoints, writeEndpoints } from '../../contracts/api';
import { aboutHandlers } from './about';
import { type Route, routesOf } from './routes';
import { writeHandlers } from './write';

/** Every route but the door for events, which comes before all of them. */
export function allRoutes(closing: AbortSignal): readonly Route[] {
  const { sendEvents: _, ...writes } = writeEndpoints;
  return [...routesOf(writes, writeHandlers), ...routesOf(aboutEndpoints, aboutHandlers(closing))];
}
