import { OrganisationId } from '../../../contracts/primitives';
import { existsOn, organisationOf } from '../../../contracts/states/organisations';
import type { RequirementState } from '../../../contracts/states/requirement';
import { currentText, versionOf } from '../../../contracts/states/requirement-status';
import { stepOf } from '../../../contracts/states/log';
import { addresseeOf } from '../../../contracts/subjects';
import type { Status } from '../../../contracts/events/parts';
import type { Act, DecisionFacts } from '../facts';
import { firstOf, invalid, refuse, type Verdict } from '../refusals';
import { decideDeviation } from './deviation';

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
      return state.answers.some(
        a => a.mark.record === act.data.answer || a.mark.correctedBy === act.data.answer,
      )
        ? undefined
        : invalid(
            '/data/answer',
            'the record of a standing answer of this requirement',
            act.data.answer,
            'Take the id from the history of the requirement.',
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
    case 'superseded':
    case 'addressee-succeeded':
    case 'cascaded':
    case 'fulfilled':
    case 'closed':
    case 'received':
    case 'clarification-asked':
    case 'status-asked':
    case 'corrected':
    case 'follow-up-declined':
      return undefined;
  }
}

function decideIssue(
  state: RequirementState,
  act: RequirementAct & { readonly what: 'issued' },
  facts: DecisionFacts,
): Verdict {
  const { data, owner, time, organisation } = act;
  const addressee = organisationOf(facts.register, owner);
  const { parent } = data;
  return firstOf(
    () =>
      state.issued === undefined
        ? undefined
        : refuse(
            'I111',
            `${act.subject} was issued before.`,
            'a requirement that is not there yet',
            'Amend it, carry it forward, or issue the new text under a key of its own.',
          ),
    () =>
      addressee !== undefined && existsOn(addressee, time.slice(0, 10))
        ? undefined
        : refuse(
            'I104',
            `${owner} is not in the register on ${time.slice(0, 10)}.`,
            'a registered organisation as addressee',
            'Register it with no.kravspor.organisations.registered.v1 first.',
          ),
    () =>
      data.issuer === organisation
        ? undefined
        : invalid(
            '/data/issuer',
            `the organisation that sends the event, ${organisation}`,
            data.issuer,
            'The issuer speaks for itself.',
          ),
    () => classified(data.classification),
    () =>
      data.kind !== 'indicator' || data.indicator !== undefined
        ? undefined
        : refuse(
            'indicator-without-direction',
            'The indicator has no direction and unit.',
            'data.indicator with direction and unit',
            'Tell whether more or less is wanted: a colour would be wrong otherwise.',
          ),
    () => (parent === undefined ? undefined : isParent(parent.requirement, organisation, facts)),
  );
}

/** Exempt from public access needs its legal basis. */
export const classified = (classification: {
  readonly access: string;
  readonly legalBasis?: string;
}): Verdict =>
  classification.access === 'exempt' && classification.legalBasis === undefined
    ? invalid(
        '/data/classification/legalBasis',
        'the legal basis of the exemption',
        'nothing',
        'Name the section of law, such as offl. § 14.',
      )
    : undefined;

/** A parent is a requirement laid on the very organisation that now cascades it. */
export function isParent(parent: string, issuer: string, facts: DecisionFacts): Verdict {
  if (addresseeOf(parent) !== issuer || !OrganisationId.is(addresseeOf(parent))) {
    return refuse(
      'lifecycle',
      `${parent} is not laid on ${issuer}.`,
      `a requirement whose addressee is ${issuer}`,
      'Name a parent of your own, or choose the cascade kind added.',
    );
  }
  return facts.requirements.get(parent)?.issued === undefined
    ? refuse(
        'I103',
        `${parent} has not been issued.`,
        'an issued requirement as parent',
        'Issue the parent first.',
      )
    : undefined;
}

const isIssued = (state: RequirementState, act: RequirementAct): Verdict =>
  state.issued !== undefined && (act.what !== 'accepted' || state.issued.mark.time <= act.time)
    ? undefined
    : refuse(
        'I103',
        `${act.subject} was not issued ${state.issued === undefined ? '' : `before ${state.issued.mark.time}`}.`.replace(
          ' .',
          '.',
        ),
        'an issued requirement',
        'Nothing can be said of a requirement before it is issued. Check the subject and the time.',
      );

const ENDS: ReadonlySet<string> = new Set(['withdrawn', 'superseded', 'fulfilled', 'closed']);
const AFTER_THE_END: ReadonlySet<string> = new Set([
  'corrected',
  'report-question-asked',
  'report-question-answered',
]);

function isNotEnded({ ended, years }: RequirementState, act: RequirementAct): Verdict {
  if (ended === undefined || AFTER_THE_END.has(act.what) || act.time < ended.mark.time) return undefined;
  // What it was laid for is still answered for after the year, when the next year's text may have taken its place.
  if (ended.how !== 'withdrawn' && 'period' in act.data && years.some(y => y.year === periodYear(act.data)))
    return undefined;
  // A fulfilled requirement is still answered for in the annual report, and can still be closed.
  if (ended.how === 'fulfilled' && act.what !== 'fulfilled') return undefined;
  return refuse(
    'lifecycle',
    `The requirement was ${ended.how} on ${ended.mark.time.slice(0, 10)}.`,
    ENDS.has(act.what) ? 'a requirement that has not ended' : 'an open requirement',
    'What happened before its end can still be recorded, with its own time.',
  );
}

const periodYear = (data: RequirementAct['data']): number | undefined =>
  'period' in data ? data.period.year : undefined;

function nextVersion(state: RequirementState, version: number): Verdict {
  const next = (currentText(state)?.version ?? 0) + 1;
  return version === next
    ? undefined
    : invalid('/data/version', `version ${next}`, String(version), 'Amend the text that stands now.');
}

function textVersion(state: RequirementState, version: number, time: string): Verdict {
  const current = currentText(state);
  const named = versionOf(state, version);
  if (current === undefined || version === current.version) return undefined;
  const next = versionOf(state, version + 1);
  if (named !== undefined && next !== undefined && time < next.mark.time) return undefined;
  return refuse(
    'text-version-not-current',
    `The acceptance names version ${version}; the text stands at version ${current.version}.`,
    `version ${current.version}, or a time before the amendment`,
    'Read both texts, and accept the one that stands.',
    {
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

function wasAsked(state: RequirementState, about: string, question: string): Verdict {
  const asked = state.questions.some(
    q => q.about === about && q.question === question && q.asked !== undefined,
  );
  return asked
    ? undefined
    : invalid(
        '/data/question',
        'the id of a question that was asked',
        question,
        'Take the id from the history of the requirement.',
      );
}

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
