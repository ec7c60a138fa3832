import { aboutEndpoints, readEndpoints, writeEndpoints } from '../../contracts/api';
import { aboutHandlers } from './about';
import { readHandlers } from './read';
import { type Route, routesOf } from './routes';
import { writeHandlers } from './write';

/** Every route but the door for events, which comes before all of them. */
export function allRoutes(closing: AbortSignal): readonly Route[] {
  const { sendEvents: _, ...writes } = writeEndpoints;
  return [
    ...routesOf(writes, writeHandlers),
    ...routesOf(readEndpoints, readHandlers),
    ...routesOf(aboutEndpoints, aboutHandlers(closing)),
  ];
}
