import { type Either, isLeft, left, right } from 'fp-ts/Either';
import { typeName } from '../../../contracts/catalogue/catalogue';
import type { ReportStep } from '../../../contracts/events/parts';
import type { Problem, Rule } from '../../../contracts/problems';
import { type Prepared, prepareSubmission } from '../../../contracts/reports';
import { lastOf, type ReportState, standing } from '../../../contracts/states/report';
import { reportStream } from '../../../contracts/subjects';
import type { ReportView } from '../../../contracts/views';
import { type Principal, revisionOf } from '../../lifecycle';
import { type Answer, jsonAnswer } from '../handler';
import { unknownThing } from './problems';
import { reportFor, versionOf } from './reports';
import type { Seen } from './seen';

/** What stands in the way of a submission, and the way round it. */
export interface Obstacle {
  readonly rule: Rule;
  readonly detail: string;
  readonly advice: string;
}

/** A field of a ready body that only the sender can fill in. */
interface ToFillIn {
  readonly pointer: string;
  readonly what: string;
}

/**
 * What a submission would say now: the body of the event to send, the answers it pins, what is missing, and the ETag to
 * send it with. The basis is the newest record that the views have seen.
 */
export async function submissionAnswer(
  id: string,
  asked: ReportStep | undefined,
  principal: Principal,
  seen: Seen,
): Promise<Either<Problem, Answer>> {
  const view = await reportFor(id, seen);
  if (view === undefined || view.kind !== 'annual' || view.opened === undefined)
    return left(unknownThing(`open annual report ${id}`));
  const step = asked ?? (standing(view, 'administrative') === undefined ? 'administrative' : 'board');
  const page = await versionOf(view, { step, basis: seen.seq }, seen);
  if (isLeft(page)) return page;
  const { report, differences } = page.right;
  const prepared = prepareSubmission(report, differences ?? []);
  const revision = revisionOf(await seen.service.door.read('report', reportStream(id)));
  const sender = senderOf(view, principal, step, seen);
  const obstacles = obstaclesOf(view, step);
  const event = submissionEvent(view, step, prepared, sender);
  const toFillIn = missingIn(view, step, prepared);
  const value = {
    report: id,
    step,
    basis: report.basis,
    digest: prepared.data.digest,
    ready: obstacles.length === 0 && prepared.undecided.length === 0 && toFillIn.length === 0,
    send: { method: 'POST', href: '/v1/events', ifMatch: `"${revision ?? 0}"`, event, toFillIn },
    answers: prepared.answers,
    gaps: prepared.data.gaps.map(g => ({ ...g, href: `/v1/requirements/${g.requirement}` })),
    obstacles,
    undecided: (differences ?? [])
      .filter(d => d.decision === null)
      .map(({ requirement, answer, change, changed }) => ({
        ...{ requirement, href: `/v1/requirements/${requirement}`, change, changed, answer },
        send: { method: 'POST', href: '/v1/events', ...judgement(requirement, answer, sender) },
      })),
    decided: (differences ?? [])
      .filter(d => d.decision !== null)
      .map(({ requirement, answer, decision }) => ({
        ...{ requirement, answer, decision },
      })),
  };
  return right(jsonAnswer(value, { revision }));
}

/** Attributes that every event of this sender has. */
export function senderOf(
  { report, organisation }: ReportView,
  principal: Principal,
  step: ReportStep,
  seen: Seen,
) {
  return {
    specversion: '1.0',
    source: principal.sources?.[0] ?? `/v1/reports/${report}/submission`,
    subject: report,
    time: seen.service.clock.now(),
    organisation,
    body: principal.body ?? (step === 'board' ? 'board' : 'administration'),
    datacontenttype: 'application/json',
  };
}

type Sender = ReturnType<typeof senderOf>;

function submissionEvent(view: ReportView, step: ReportStep, { data }: Prepared, sender: Sender) {
  const returned = lastOf(view, step)?.returned?.mark.record;
  return {
    ...sender,
    id: `${view.report}-${step}-${data.basis}`,
    type: typeName('report', returned === undefined ? 'submitted' : 'submitted-anew'),
    data: returned === undefined ? data : { ...data, returned },
  };
}

function missingIn(view: ReportView, step: ReportStep, { data }: Prepared): readonly ToFillIn[] {
  const anew = lastOf(view, step)?.returned !== undefined;
  const reasons = data.gaps.map((gap, i) => ({
    pointer: `/data/gaps/${i}/reason`,
    what: `why ${gap.requirement} has no answer`,
  }));
  return [
    ...(anew ? [{ pointer: '/data/changes', what: 'what was changed since it was returned' }] : []),
    ...(step === 'board' ? reasons : []),
  ];
}

function judgement(requirement: string, answer: string, sender: Sender) {
  return {
    event: {
      ...sender,
      id: `judged-${answer.slice(0, 32)}-${requirement.slice(0, 120)}`,
      type: typeName('report', 'difference-judged'),
      data: { requirement, answer },
    },
    toFillIn: [
      { pointer: '/data/essential', what: 'true where the difference is essential, else false' },
      { pointer: '/data/reason', what: 'why' },
    ],
  };
}

/** The order in which the versions of a report may come. */
function obstaclesOf(state: ReportState, step: ReportStep): readonly Obstacle[] {
  const say = (rule: Rule, detail: string, advice: string): readonly Obstacle[] => [{ rule, detail, advice }];
  const last = lastOf(state, step);
  return [
    ...(last !== undefined && last.returned === undefined
      ? say(
          'lifecycle',
          `The ${step} version was submitted before.`,
          'What is submitted is frozen until it is returned.',
        )
      : []),
    ...(step === 'board' && standing(state, 'administrative') === undefined
      ? say(
          'I107',
          'The administrative version has not been submitted.',
          'Submit the administrative version first.',
        )
      : []),
    ...(step === 'board' && state.treated === undefined
      ? say(
          'I107',
          'The board has not treated the report.',
          `Record the board case with ${typeName('report', 'board-treated')}.`,
        )
      : []),
    ...(step === 'administrative' && standing(state, 'board') !== undefined
      ? say('I107', 'The board version is submitted.', 'Have the board version returned first.')
      : []),
  ];
}
