import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type { auditEndpoints } from '../../../contracts/api';
import type { QueryOf } from '../../../contracts/api/params';
import type { Problem } from '../../../contracts/problems';
import { ownerOf } from '../../../contracts/subjects';
import type { RequirementView } from '../../../contracts/views';
import type { BundlePlan } from '../../audit/bundle';
import type { Principal } from '../../lifecycle';
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
  if (report !== undefined) return reportPlan(seen, report, meta);
  const isWhole = organisation === undefined && stream === undefined;
  if (isWhole && !seen.reader.whole) return left(NOT_WHOLE);
  const unseen = organisation !== undefined && !seen.reader.sees(organisation) ? [organisation] : [];
  const closed = (stream ?? []).filter(name => !isOpen(name, seen));
  if (unseen.length > 0 || closed.length > 0) return left(notTheirs([...unseen, ...closed].join(', ')));
  const ofYear = year === undefined ? undefined : await streamsOfYear(seen, year);
  if (ofYear !== undefined && isLeft(ofYear)) return ofYear;
  const named = stream === undefined ? undefined : new Set<string>(stream);
  const wants = (name: string): boolean =>
    (named === undefined || named.has(name)) &&
    (organisation === undefined || (ownerOf(name) === organisation && isOpen(name, seen))) &&
    (ofYear === undefined || ofYear.right(name));
  const seal =
    organisation === undefined || named !== undefined || ofYear !== undefined
      ? undefined
      : await lastSeal(seen, organisation);
  const isClaimed = seal !== undefined && seal.heads.every(head => wants(head.stream));
  const scope = {
    ...(organisation === undefined ? {} : { organisation }),
    ...(stream === undefined ? {} : { streams: [...stream].sort() }),
    ...(year === undefined ? {} : { year }),
  };
  const leftOut = [
    ...(isWhole && year === undefined ? [] : ['all records of other streams than those of the scope']),
    ...(meta === 'given' ? [] : ['what was stamped on the records: meta, with its salts']),
    ...(organisation === undefined || isClaimed
      ? []
      : ['completeness: no seal of the organisation covers what is here']),
  ];
  return right({
    ...{ kind: 'history', name: nameOf(scope), scope, meta, leftOut, wants },
    seal: isClaimed ? seal.claim : undefined,
    extra: [
      ...(isClaimed ? [{ path: 'heads', bytes: Buffer.from(seal.text) }] : []),
      ...usage('history', scope, leftOut, seen),
    ],
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
