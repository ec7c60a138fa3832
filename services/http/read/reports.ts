import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type { Language } from '../../../contracts/labels';
import type { ReportStep } from '../../../contracts/events/parts';
import type { Problem } from '../../../contracts/problems';
import { type Difference, reportDigest } from '../../../contracts/reports';
import { lastOf, type ReportState, standing } from '../../../contracts/states/report';
import { reportStream } from '../../../contracts/subjects';
import type { ReportView } from '../../../contracts/views';
import { collect, recordsOf } from '../../lifecycle';
import { renderHtml, renderJson, REPORT_POLICY, reportPage, type ReportPage } from '../../reports';
import { type Answer, jsonAnswer } from '../handler';
import { linked } from './details';
import { knownOf } from './known';
import { nameOf } from './names';
import { badParameter, unknownThing } from './problems';
import { type Seen, viewOf } from './seen';

type Found = Promise<Either<Problem, Answer>>;

/** Which version of a report, cut where, looked at from where; what is left out is chosen. */
export interface Version {
  readonly step?: ReportStep;
  readonly basis?: number;
  readonly seen?: number;
}

export async function reportFor(id: string, seen: Seen): Promise<ReportView | undefined> {
  const view = await viewOf<ReportView>(seen, 'reports', id);
  return view !== undefined && seen.reader.sees(view.organisation) ? view : undefined;
}

/** The version that has come furthest: the board's where it is submitted, else the administrative one. */
const furthest = (state: ReportState): ReportStep =>
  lastOf(state, 'board') === undefined ? 'administrative' : 'board';

/**
 * A version of an annual report with what stands around it. Without a basis it is that of the last submission, else the
 * newest record, and it is looked at from the newest record. With one it is looked at from there, unless told otherwise,
 * so that the same cut gives the same bytes for ever.
 */
export async function versionOf(
  view: ReportView,
  { step = furthest(view), ...asked }: Version,
  seen: Seen,
): Promise<Either<Problem, ReportPage>> {
  const known = knownOf(seen.service);
  const { log } = seen.service;
  const basis = asked.basis ?? lastOf(view, step)?.basis ?? seen.seq;
  const from = asked.seen ?? (asked.basis === undefined ? Math.max(basis, seen.seq) : basis);
  if (basis > seen.seq || from > seen.seq || from < basis)
    return left(
      badParameter(
        'basis',
        `at most ${seen.seq}, and seen not before it`,
        'There is no such place in the log.',
      ),
    );
  const { organisation, year, report } = view;
  const happened = seen.point?.asOf === undefined ? {} : { asOf: seen.point.asOf };
  const collected = await collect(log, known, { organisation, year, step, basis, ...happened });
  const point = await known.recordAt(from);
  if (collected === undefined || point === undefined)
    return left(
      badParameter('basis', 'the seq of a record of the log', 'There is no such place in the log.'),
    );
  const stream = reportStream(report);
  const streams = new Map(collected.streams).set(stream, await recordsOf(log, known, stream));
  const first = step === 'board' ? lastOf(view, 'administrative') : undefined;
  const cut = first === undefined || first.basis > basis ? undefined : await known.recordAt(first.basis);
  return right(
    reportPage({
      query: collected.query,
      report,
      streams,
      seen: { seq: from, recordedAt: point.recordedAt, ...happened },
      ...(first === undefined || cut === undefined
        ? {}
        : { administrative: { seq: first.basis, recordedAt: cut.recordedAt, ...happened } }),
    }),
  );
}

const isAnnual = ({ kind }: ReportView): boolean => kind === 'annual';

const notAnnual = (id: string): Problem => unknownThing(`annual report ${id}`);

/** The report: its submissions with their punctuality, and the differences with what was decided of each. */
export async function reportAnswer(id: string, seen: Seen): Found {
  const view = await reportFor(id, seen);
  if (view === undefined) return left(unknownThing(`report ${id}`));
  const href = `/v1/reports/${id}`;
  const around = isAnnual(view) && view.opened !== undefined ? await aroundOf(view, seen) : undefined;
  if (around !== undefined && isLeft(around)) return around;
  const value = {
    href,
    ...view,
    organisationName: nameOf(seen, view.organisation),
    process: around?.right.process ?? null,
    differences: around?.right.differences?.map(differenceOf) ?? null,
    because: linked(view.because),
    links: {
      history: `${href}/history`,
      model: `${href}/model`,
      document: `${href}/document`,
      submission: `${href}/submission`,
    },
  };
  return right(jsonAnswer(value, { revision: view.revision }));
}

/** Once there is an administrative version, what has changed since is a difference, submitted or not. */
const aroundOf = (view: ReportView, seen: Seen): Promise<Either<Problem, ReportPage>> =>
  standing(view, 'administrative') === undefined
    ? versionOf(view, { step: 'administrative' }, seen)
    : versionOf(view, { step: 'board' }, seen);

const differenceOf = ({ requirement, change, changed, answer, decision }: Difference) => ({
  requirement,
  href: `/v1/requirements/${requirement}`,
  change,
  changed,
  answer,
  decision,
});

async function pageFor(id: string, version: Version, seen: Seen): Promise<Either<Problem, ReportPage>> {
  const view = await reportFor(id, seen);
  if (view === undefined) return left(unknownThing(`report ${id}`));
  return isAnnual(view) ? versionOf(view, version, seen) : left(notAnnual(id));
}

/** The report in canonical JSON. */
export async function modelAnswer(id: string, version: Version, seen: Seen): Found {
  const page = await pageFor(id, version, seen);
  if (isLeft(page)) return page;
  return right({
    etag: tagOf(page.right),
    body: { kind: 'text', mediaType: 'application/json; charset=utf-8', text: renderJson(page.right) },
  });
}

/** The report as a document. */
export async function documentAnswerOf(id: string, version: Version, language: Language, seen: Seen): Found {
  const page = await pageFor(id, version, seen);
  if (isLeft(page)) return page;
  return right({
    etag: `${tagOf(page.right)}-${language}`,
    headers: { 'Content-Language': language, 'Content-Security-Policy': REPORT_POLICY },
    body: { kind: 'text', mediaType: 'text/html; charset=utf-8', text: renderHtml(page.right, language) },
  });
}

/** The content of the report and the point it is looked at from. */
const tagOf = ({ report, process }: ReportPage): string =>
  `${reportDigest(report).slice(0, 24)}-${process?.seen.seq ?? report.basis.seq}`;
