import { OURS } from '../../../services/mongodb';

/** The store's own: which generations there are, and which one is current. */
export const REGISTER = `${OURS}views`;

const ofGeneration = (token: string): string => `${REGISTER}.${token}.`;

/** `token` is drawn anew for each generation, so that a dropped one is not mistaken for another of its name. */
export const documentsName = (token: string, collection: number): string =>
  `${ofGeneration(token)}${collection}`;
export const stepsName = (token: string): string => `${ofGeneration(token)}steps`;

/** The token in the name of a generation's collection; undefined for others. */
export const tokenIn = (name: string): string | undefined =>
  name.startsWith(`${REGISTER}.`) ? name.slice(REGISTER.length + 1).split('.')[0] : undefined;

/** Raised when what is stored changes its shape; an older store is then built anew. */
export const FORMAT = 2;
