import { detailEndpoints } from './read-details';
import { listEndpoints } from './read-lists';
import { pageEndpoints } from './read-pages';

/** Everything that is read: lists, single things and their history, the log's events, reports, and pages. */
export const readEndpoints = { ...listEndpoints, ...detailEndpoints, ...pageEndpoints } as const;

export type ReadEndpoints = typeof readEndpoints;
