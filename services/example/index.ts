/** The example year: fictive organisations, their documents, and the story that plays them. */
export { chapters, play } from './play';
export { type Client, clientOf, NotAsTold, type Said } from './client';
