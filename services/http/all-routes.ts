import {
  aboutEndpoints,
  auditEndpoints,
  personEndpoints,
  readEndpoints,
  readLogEndpoints,
  writeEndpoints,
} from '../../contracts/api';
import { aboutHandlers } from './about';
import { auditHandlers } from './audit';
import { personHandlers } from './persons';
import { readHandlers } from './read';
import { readLogHandlers } from './read-log';
import { type Route, routesOf } from './routes';
import { writeHandlers } from './write';

/** Every route but the door for events, which comes before all of them. */
export function allRoutes(closing: AbortSignal): readonly Route[] {
  const { sendEvents: _, ...writes } = writeEndpoints;
  return [
    ...routesOf(writes, writeHandlers),
    ...routesOf(readEndpoints, readHandlers),
    ...routesOf(personEndpoints, personHandlers),
    ...routesOf(readLogEndpoints, readLogHandlers),
    ...routesOf(auditEndpoints, auditHandlers),
    ...routesOf(aboutEndpoints, aboutHandlers(closing)),
  ];
}
