/** What a thing is called in Bokmål, Nynorsk and English. */
export interface Label {
  readonly nb: string;
  readonly nn: string;
  readonly en: string;
}

export type Language = keyof Label;

export const languages: readonly Language[] = ['nb', 'nn', 'en'];

export const label = (nb: string, nn: string, en: string): Label => ({ nb, nn, en });
