import { type Either, left, right } from 'fp-ts/Either';
import type { Problem } from '../../../contracts/problems';
import type { Streams } from '../../../contracts/reports';
import { folds } from '../../../contracts/states';
import { foldStream } from '../../../contracts/states/fold';
import { lastOf } from '../../../contracts/states/report';
import { toldBy } from '../../../contracts/states/told';
import { reportStream } from '../../../contracts/subjects';
import { type BundlePlan, formatPoints, type NewBundleFile, type ReportPoints } from '../../audit/bundle';
import { collect, recordsOf, reportOf } from '../../lifecycle';
import { ANNUAL_RULES, reportFiles, sealedPage } from '../../reports';
import { knownOf } from '../read/known';
import { unknownThing } from '../read/problems';
import { reportFor } from '../read/reports';
import type { Seen } from '../read/seen';
import { isOpen } from './export-access';
import type { ExportPlan } from './export-plan';
import { sealOf, type Sealed } from './export-seal';
import { nameOf, usage } from './export-usage';

/** A sealed report with all it rests on, as far as this reader may see it. */
export async function reportPlan(
  seen: Seen,
  report: string,
  meta: BundlePlan['meta'],
): Promise<Either<Problem, ExportPlan>> {
  const nothing = left(unknownThing(`sealed report ${report}`));
  const view = await reportFor(report, seen);
  const seal = view && (await sealOf(seen, view));
  if (seal === undefined) return nothing;
  const folded = await foldSealed(seen, report, seal);
  if (folded === undefined) return nothing;
  const { streams, files } = folded;
  const closed = [...streams.keys()].filter(stream => !isOpen(stream, seen)).sort();
  const wanted = new Set([...streams.keys()].filter(stream => !closed.includes(stream)));
  const scope = { report };
  const leftOut = [
    'all records of other streams than those that the report rests on',
    ...closed.map(stream => `${stream}: the reader this was written for may not see all of it`),
    ...(meta === 'given' ? [] : ['what was stamped on the records: meta, with its salts']),
  ];
  return right({
    ...{ kind: 'report', name: nameOf(scope), scope, meta, leftOut, seal: seal.claim },
    wants: stream => wanted.has(stream),
    extra: [
      { path: 'heads', bytes: Buffer.from(seal.text) },
      ...files,
      ...usage('report', scope, leftOut, seen),
    ],
  });
}

interface Folded {
  readonly streams: Streams;
  readonly files: readonly NewBundleFile[];
}

/** The report as it was sealed, folded anew; looked at from its seal. */
async function foldSealed(seen: Seen, report: string, { claim }: Sealed): Promise<Folded | undefined> {
  const { log } = seen.service;
  const known = knownOf(seen.service);
  const { organisation, basis, seq } = claim;
  const question = { organisation, year: reportOf(report).year, step: 'board', basis } as const;
  const collected = await collect(log, known, question);
  const sealedAt = await known.recordAt(seq);
  if (collected === undefined || sealedAt === undefined) return undefined;
  const own = await recordsOf(log, known, reportStream(report));
  const streams = new Map(collected.streams).set(reportStream(report), own);
  const told = own.filter(r => r.seq <= seq).flatMap(({ record }) => toldBy(record) ?? []);
  const first = lastOf(foldStream(folds.report, told), 'administrative');
  const cut = first === undefined || first.basis > basis ? undefined : await known.recordAt(first.basis);
  const points: ReportPoints = {
    basis: collected.query.basis,
    seen: { seq, recordedAt: sealedAt.recordedAt },
    ...(first === undefined || cut === undefined
      ? {}
      : { administrative: { seq: first.basis, recordedAt: cut.recordedAt } }),
  };
  const file = (name: string, text: string): NewBundleFile => ({
    path: `report/${name}`,
    bytes: Buffer.from(text),
  });
  const files = reportFiles(sealedPage({ report, streams, ...points }));
  return {
    streams,
    files: [
      ...files.map(({ name, text }) => file(name, text)),
      file('points', formatPoints(points)),
      file('rules.txt', ANNUAL_RULES.text),
    ],
  };
}
