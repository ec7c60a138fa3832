import { typeName } from '../../../contracts/catalogue/catalogue';
import type { Timestamp } from '../../../contracts/primitives';
import type { DocumentState } from '../../../contracts/states/document';
import type { OrganisationsState } from '../../../contracts/states/organisations';
import type { RequirementState } from '../../../contracts/states/requirement';
import { currentText } from '../../../contracts/states/requirement-status';
import type { AnyTold } from '../../../contracts/states/told';
import { publicationPlan } from './publication';

/** The rules by which follow-ups are worked out; `completed` names the version. */
export const RULES_VERSION = 1;

/** One event that an act causes in another stream. */
export interface FollowUp {
  readonly type: string;
  readonly subject: string;
  readonly data: unknown;
  /** When it happened, where that is not the time of the act. */
  readonly time?: Timestamp;
}

/** The facts an act names, read again at the revisions it names. */
export interface PlanFacts {
  readonly register: OrganisationsState;
  readonly registerRevision: number | null;
  readonly requirements: ReadonlyMap<string, RequirementState>;
  /** The revisions at which those requirements were looked at. */
  readonly revisions: ReadonlyMap<string, number | null>;
  /** The act's own stream just after the act, where it is a document's. */
  readonly document?: DocumentState;
  /** The children derived from an earlier text of the requirement that the act amends. */
  readonly children?: readonly string[];
}

/** What an act causes elsewhere: a pure function of the act and the facts it names. Order gives the ordinal. */
export function planFollowUps(act: AnyTold, facts: PlanFacts): readonly FollowUp[] {
  if (act.family === 'document' && act.what === 'published' && facts.document !== undefined) {
    return publicationPlan(act, facts.document, facts);
  }
  if (act.family === 'document' && act.what === 'accepted') {
    const { boardCase, wording } = act.data;
    return act.data.requirements.map(({ requirement, version, reservation }) => ({
      type: typeName('requirement', 'accepted'),
      subject: requirement,
      data: { version, boardCase, wording, ...(reservation === undefined ? {} : { reservation }) },
    }));
  }
  if (act.family === 'requirement' && act.what === 'amended') {
    const { version, text } = act.data;
    return (facts.children ?? []).map(subject => ({
      type: typeName('requirement', 'parent-changed'),
      subject,
      data: { parent: act.subject, revision: act.revision, version, act: act.record, text },
    }));
  }
  if (act.family === 'organisations' && act.what === 'merged') {
    const { into, from, reason } = act.data;
    return [...facts.requirements]
      .filter(
        ([, state]) =>
          state.issued !== undefined && state.ended === undefined && currentText(state) !== undefined,
      )
      .map(([subject]) => ({
        type: typeName('requirement', 'addressee-succeeded'),
        subject,
        data: { successor: into, from, reason },
      }));
  }
  return [];
}
