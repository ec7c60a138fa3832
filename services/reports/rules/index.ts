import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '../../../contracts/json/canonical';

/** The rules by which this program folds annual reports, in words; the log registers them by their hash. */
export interface RuleSet {
  readonly ruleSet: string;
  readonly version: number;
  readonly sha256: string;
  readonly description: string;
  readonly text: string;
}

const text = readFileSync(join(__dirname, 'annual-report-1.txt'), 'utf8');

export const ANNUAL_RULES: RuleSet = {
  ruleSet: 'annual-report',
  version: 1,
  sha256: sha256Hex(text),
  description: 'How answers become an annual report',
  text,
};
