import { type Either, isLeft, type Left, left, right } from 'fp-ts/Either';
import type { auditEndpoints } from '../../../contracts/api';
import type { QueryOf } from '../../../contracts/api/params';
import type { Problem } from '../../../contracts/problems';
import { ownerOf } from '../../../contracts/subjects';
import type { RequirementView } from '../../../contracts/views';
import type { BundlePlan } from '../../audit/bundle';
import type { Principal } from '../../lifecycle';
import { badParameter } from '../read/problems';
import { allOf, type Seen } from '../read/seen';
import { isOpen } from './export-access';
import { lastSeal } from './export-seal';
import { reportPlan } from './export-report';
import { nameOf, usage } from './export-usage';

export interface ExportPlan extends BundlePlan {
  /** For the name of the file. */
  readonly name: string;
}

export type ExportQuery = QueryOf<(typeof auditEndpoints)['export']['query']>;

/** Only of the whole log, or of what this reader may see every record of. */
export async function planOf(
  seen: Seen,
  query: ExportQuery,
  principal: Principal,
): Promise<Either<Problem, ExportPlan>> {
  const { report, organisation, stream, year } = query;
  const meta = seen.reader.whole || principal.roles.includes('auditor') ? 'given' : 'withheld';
  if (report !== undefined && [organisation, stream, year].some(other => other !== undefined))
    return left(badParameter('report', 'no other choice beside it', 'A report brings all it rests on.'));
  if (report !== undefined) return reportPlan(seen, report, meta);
  return closedTo(seen, query) ?? historyPlan(seen, query, meta);
}

/** Why this reader may not have it. */
function closedTo(seen: Seen, { organisation, stream }: ExportQuery): Left<Problem> | undefined {
  if (organisation === undefined && stream === undefined)
    return seen.reader.whole ? undefined : refusal(NOT_WHOLE);
  const unseen = organisation !== undefined && !seen.reader.sees(organisation) ? [organisation] : [];
  const closed = [...unseen, ...(stream ?? []).filter(name => !isOpen(name, seen))];
  return closed.length === 0 ? undefined : refusal(notTheirs(closed.join(', ')));
}

const refusal = (problem: Problem): Left<Problem> => ({ _tag: 'Left', left: problem });

async function historyPlan(
  seen: Seen,
  { organisation, stream, year }: ExportQuery,
  meta: BundlePlan['meta'],
): Promise<Either<Problem, ExportPlan>> {
  const ofYear = year === undefined ? undefined : await streamsOfYear(seen, year);
  if (ofYear !== undefined && isLeft(ofYear)) return ofYear;
  const named = stream === undefined ? undefined : new Set<string>(stream);
  const wants = (name: string): boolean =>
    (named === undefined || named.has(name)) &&
    (organisation === undefined || (ownerOf(name) === organisation && isOpen(name, seen))) &&
    (ofYear === undefined || ofYear.right(name));
  const isAll = organisation !== undefined && named === undefined && ofYear === undefined;
  const last = isAll ? await lastSeal(seen, organisation) : undefined;
  const seal = last?.heads.every(head => wants(head.stream)) === true ? last : undefined;
  const scope = {
    ...(organisation === undefined ? {} : { organisation }),
    ...(named === undefined ? {} : { streams: [...named].sort() }),
    ...(year === undefined ? {} : { year }),
  };
  const isWhole = Object.keys(scope).length === 0;
  const leftOut = [
    ...(isWhole ? [] : ['all records of other streams than those of the scope']),
    ...(meta === 'given' ? [] : ['what was stamped on the records: meta, with its salts']),
    ...(isWhole || seal !== undefined ? [] : ['completeness: no seal covers what is here']),
  ];
  const heads = seal === undefined ? [] : [{ path: 'heads', bytes: Buffer.from(seal.text) }];
  return right({
    ...{ kind: 'history', name: nameOf(scope), scope, meta, leftOut, wants, seal: seal?.claim },
    extra: [...heads, ...usage('history', scope, leftOut, seen)],
  });
}

/** Reports and calendars of the year, and the requirements that are laid for it. */
async function streamsOfYear(
  seen: Seen,
  year: number,
): Promise<Either<Problem, (stream: string) => boolean>> {
  const filter = { op: 'equals', path: 'years', value: year } as const;
  const requirements = await allOf<RequirementView, string>(seen, 'requirements', [filter], ({ key }) => [
    `requirement-${key}`,
  ]);
  if (isLeft(requirements)) return requirements;
  const names = new Set(requirements.right);
  const named = new RegExp(String.raw`^(?:report-[^.]+\.[a-z]+\.${year}\.\d+|calendar-[^.]+\.${year})$`);
  return right(stream => names.has(stream) || named.test(stream));
}

const NOT_WHOLE: Problem = {
  problem: 'not-allowed',
  detail: 'This exports the whole log.',
  expected: 'a credential with the scope whole-log, or the parameter organisation',
  advice: 'Ask for ?organisation=<your own>, or the administrator for a key with that scope.',
};

const notTheirs = (what: string): Problem => ({
  problem: 'not-allowed',
  detail: `This exports what you may not see all of: ${what.slice(0, 300)}.`,
  expected: 'what you may read all of',
  advice: 'Ask for ?organisation=<your own>.',
});
