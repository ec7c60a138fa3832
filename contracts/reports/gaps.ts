import type { AnnualReport, Section } from './model';

/** The requirements whose answer is due and not given, in the order of the report (I112). */
export const gapsOf = ({ sections }: AnnualReport): readonly Section[] =>
  sections.filter(s => s.answer === null);
