import type { Question, RequirementState } from '../../../contracts/states/requirement';
import { currentText, versionOf } from '../../../contracts/states/requirement-status';
import { stepOf } from '../../../contracts/states/log';
import { isBefore } from '../../../contracts/time';
import type { Status } from '../../../contracts/events/parts';
import type { Act, DecisionFacts } from '../facts';
import { firstOf, flawAt, invalid, refuse, type Verdict } from '../refusals';
import { decideDeviation } from './deviation';
import { decideIssue } from './issue';

type RequirementAct = Act<'requirement'>;

/** May this be said of the requirement as it stands? */
export function decideRequirement(
  state: RequirementState,
  act: RequirementAct,
  facts: DecisionFacts,
): Verdict {
  if (act.what === 'issued') return decideIssue(state, act, facts);
  if (act.what === 'follow-up-declined') return undefined;
  return firstOf(
    () => isIssued(state, act),
    () => isNotEnded(state, act),
    () => decideRest(state, act, facts),
  );
}

function decideRest(state: RequirementState, act: RequirementAct, facts: DecisionFacts): Verdict {
  switch (act.what) {
    case 'amended':
      return nextVersion(state, act.data.version);
    case 'accepted':
      return textVersion(state, act.data.version, act.time);
    case 'carried-forward':
      return laterYear(state, act.data.year);
    case 'deadline-extended':
      return state.due === undefined || act.data.due > state.due.date
        ? undefined
        : refuse(
            'lifecycle',
            `The deadline is ${state.due.date} already.`,
            'a later date',
            'Extend to a later date, or correct the record that set it.',
          );
    case 'responsible-assigned':
      return act.data.unit === undefined && act.data.person === undefined
        ? invalid('/data', 'a unit, a person, or both', 'neither', 'Name who is responsible.')
        : undefined;
    case 'superseded':
      return act.data.by === act.subject
        ? invalid(
            '/data/by',
            'another requirement',
            act.data.by,
            'Name the requirement that takes its place.',
          )
        : undefined;
    case 'clarification-asked':
      return isNewQuestion(state, 'clarification', act.data.question);
    case 'status-asked':
      return isNewQuestion(state, 'status', act.data.question);
    case 'clarification-given':
      return wasAsked(state, 'clarification', act.data.question);
    case 'status-given':
      return firstOf(
        () => wasAsked(state, 'status', act.data.question),
        () => onScale(act.data.status, '/data/status', facts),
      );
    case 'report-question-answered':
      return wasAsked(state, 'report', act.data.question);
    case 'report-question-asked':
      return firstOf(
        () => isNewQuestion(state, 'report', act.data.question),
        () => isAnswer(state, act.data.answer),
      );
    case 'reported':
      return firstOf(
        () => onScale(act.data.status, '/data/status', facts),
        () => onScale(act.data.forecast?.status, '/data/forecast/status', facts),
      );
    case 'measured':
    case 'baseline-set':
      return state.indicator === undefined
        ? refuse(
            'lifecycle',
            'The requirement is no indicator.',
            'an indicator with direction and unit',
            'Report it in words (reported), or specify the indicator where it is issued or amended.',
          )
        : undefined;
    case 'deviation-raised':
    case 'deviation-explained':
    case 'deviation-notified':
    case 'measure-planned':
    case 'measure-started':
    case 'measure-completed':
    case 'measure-dropped':
    case 'effect-verified':
    case 'deviation-accepted':
    case 'deviation-closed':
      return decideDeviation(state.deviations, act);
    case 'issued':
    case 'parent-changed':
    case 'reporting-mode-changed':
    case 'withdrawn':
    case 'addressee-succeeded':
    case 'cascaded':
    case 'fulfilled':
    case 'closed':
    case 'received':
    case 'corrected':
    case 'follow-up-declined':
      return undefined;
  }
}

function isIssued({ issued }: RequirementState, { subject, what, time }: RequirementAct): Verdict {
  if (issued !== undefined && (what !== 'accepted' || !isBefore(time, issued.mark.time))) return undefined;
  return refuse(
    'I103',
    issued === undefined
      ? `${subject} has not been issued.`
      : `${subject} was issued at ${issued.mark.time}, after what is told here.`,
    'an issued requirement',
    'Nothing can be said of a requirement before it is issued. Check the subject and the time.',
  );
}

const ENDS: ReadonlySet<string> = new Set(['withdrawn', 'superseded', 'fulfilled', 'closed']);
const AFTER_THE_END: ReadonlySet<string> = new Set([
  'corrected',
  'report-question-asked',
  'report-question-answered',
]);

function isNotEnded({ ended, years }: RequirementState, act: RequirementAct): Verdict {
  if (ended === undefined || AFTER_THE_END.has(act.what) || isBefore(act.time, ended.mark.time))
    return undefined;
  // What it was laid for is still answered for after the year, when the next year's text may have taken its place; and a
  // deviation is followed to its own end.
  if (ended.how !== 'withdrawn' && isAnswerFor(years, act.data)) return undefined;
  // A fulfilled requirement can still be spoken of, and closed.
  if (ended.how === 'fulfilled' && act.what !== 'fulfilled') return undefined;
  return refuse(
    'lifecycle',
    `The requirement was ${ended.how} on ${ended.mark.time.slice(0, 10)}.`,
    ENDS.has(act.what) ? 'a requirement that has not ended' : 'an open requirement',
    'What happened before its end can still be recorded, with its own time.',
  );
}

const isAnswerFor = (years: RequirementState['years'], data: RequirementAct['data']): boolean =>
  'period' in data ? years.some(y => y.year === data.period.year) : 'deviation' in data;

function nextVersion(state: RequirementState, version: number): Verdict {
  const next = (currentText(state)?.version ?? 0) + 1;
  return version === next
    ? undefined
    : invalid('/data/version', `version ${next}`, String(version), 'Amend the text that stands now.');
}

/** An acceptance names the text that stood at its time; where that is no longer the current one, it is superseded already. */
function textVersion(state: RequirementState, version: number, time: string): Verdict {
  const stood = currentText({
    ...state,
    versions: state.versions.filter(v => v.version === 1 || !isBefore(time, v.mark.time)),
  });
  const current = currentText(state);
  if (current === undefined || stood?.version === version) return undefined;
  const named = versionOf(state, version);
  return refuse(
    'text-version-not-current',
    `The acceptance names version ${version}; at ${time} the text stood at version ${stood?.version ?? 1}.`,
    `version ${current.version}, or the version that stood at the acceptance's time`,
    'Read both texts, and accept the one that stands.',
    {
      errors: [flawAt('/data/version', String(stood?.version ?? 1), String(version))],
      extra: {
        named: named === undefined ? null : { version, text: named.text },
        current: { version: current.version, text: current.text },
      },
    },
  );
}

function laterYear({ years }: RequirementState, year: number): Verdict {
  const last = Math.max(...years.map(y => y.year));
  return year > last
    ? undefined
    : invalid('/data/year', `a year after ${last}`, String(year), 'It is laid for that year already.');
}

const isAnswer = ({ answers }: RequirementState, record: string): Verdict =>
  answers.some(({ mark }) => mark.record === record || mark.correctedBy === record)
    ? undefined
    : invalid(
        '/data/answer',
        'the record of a standing answer of this requirement',
        record,
        'Take the id from the history of the requirement.',
      );

const isAsked = ({ questions }: RequirementState, about: Question['about'], question: string): boolean =>
  questions.some(q => q.about === about && q.question === question && q.asked !== undefined);

const isNewQuestion = (state: RequirementState, about: Question['about'], question: string): Verdict =>
  isAsked(state, about, question)
    ? invalid('/data/question', 'an id of its own for each question', question, 'Choose another id.')
    : undefined;

const wasAsked = (state: RequirementState, about: Question['about'], question: string): Verdict =>
  isAsked(state, about, question)
    ? undefined
    : invalid(
        '/data/question',
        'the id of a question that was asked',
        question,
        'Take the id from the history of the requirement.',
      );

function onScale(status: Status | undefined, pointer: string, { log }: DecisionFacts): Verdict {
  if (status === undefined || stepOf(log, status) !== undefined) return undefined;
  const scale = log.scales.find(s => s.scale === status.scale && s.version === status.version);
  const expected =
    scale === undefined
      ? 'a published status scale and version'
      : `one of ${scale.steps.map(s => s.value).join(', ')}`;
  return invalid(
    pointer,
    expected,
    `${status.scale} v${status.version}: ${status.value}`,
    'GET /v1/scales lists the published status scales.',
  );
}
