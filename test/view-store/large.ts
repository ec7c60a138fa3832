import { createHash } from 'node:crypto';
import type { Document } from '../../projections/stores';

const SYLLABLES = 'be drift else for før gen helse ing kvali krav mål om re sjon styr tet'.split(' ');

/** As many bytes, by chance, and the same each time. */
const bytes = (seed: string, length: number): Buffer =>
  createHash('shake256', { outputLength: Math.floor(length) })
    .update(seed)
    .digest();

const word = (_: unknown, i: number): string =>
  [...bytes(`word ${i}`, 1 + (i % 4))].map(byte => SYLLABLES[byte % SYLLABLES.length] ?? '').join('');

/** Words by chance, of which few are used much. */
const WORDS = Array.from({ length: 2 ** 13 }, word);
const text = (seed: string): string =>
  Array.from(new Uint32Array(new Uint8Array(bytes(seed, 16_000)).buffer), number => {
    const common = number % WORDS.length;
    return WORDS[common >> (number >>> 29)] ?? '';
  })
    .join(' ')
    .slice(0, 20_000);

/** The largest steering document that may be imported: 900 items of 20,000 characters. */
export const largeDocument = (title: string): Document => ({
  title,
  parts: Array.from({ length: 900 }, (_, number) => ({ number, text: text(`${title} ${number}`) })),
});

/** A text that cannot be stored in fewer bytes. */
export const noise = (length: number): string => bytes('noise', length).toString('base64');

/** To be compared without millions of characters being shown where they differ. */
export const digest = (document: Document | undefined): string =>
  createHash('sha256')
    .update(JSON.stringify(document ?? null))
    .digest('hex');
