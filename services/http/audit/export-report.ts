import { type Either, left } from 'fp-ts/Either';
import type { Problem } from '../../../contracts/problems';
import { unknownThing } from '../read/problems';
import type { Seen } from '../read/seen';
import type { BundlePlan } from '../../audit/bundle';
import type { ExportPlan } from './export-plan';

/** A sealed report with all it rests on. */
export function reportPlan(
  _seen: Seen,
  report: string,
  _meta: BundlePlan['meta'],
): Promise<Either<Problem, ExportPlan>> {
  return Promise.resolve(left(unknownThing(`sealed report ${report}`)));
}
