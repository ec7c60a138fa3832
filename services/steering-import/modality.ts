import type { Modality } from './model';
import { bare, wordsOf } from './words';

/** From the most to the least binding, each with its forms in bokmål and nynorsk. */
const MODALS: readonly (readonly [modality: Modality, forms: readonly string[]])[] = [
  ['skal', ['skal']],
  ['må', ['må']],
  ['forventes', ['forventes', 'forventast', 'forventer', 'ventast']],
  ['bør', ['bør']],
  ['kan', ['kan']],
];

/** The most binding modal verb of a text, if it has any. */
export function modalityOf(text: string): Modality | undefined {
  const words = new Set(wordsOf(text).map(bare));
  return MODALS.find(([, forms]) => forms.some(form => words.has(form)))?.[0];
}
