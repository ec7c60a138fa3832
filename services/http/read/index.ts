import { type Either, isLeft } from 'fp-ts/Either';
import type { readEndpoints } from '../../../contracts/api';
import type { detailEndpoints } from '../../../contracts/api/read-details';
import type { Problem } from '../../../contracts/problems';
import { calendarStream, documentStream, reportStream, requirementStream } from '../../../contracts/subjects';
import type { Answer, Context, Handlers } from '../handler';
import type { CutQuery } from './cut';
import {
  calendarAnswer,
  commonAnswer,
  deviationAnswer,
  documentAnswer,
  itemAnswer,
  organisationAnswer,
  requirementAnswer,
} from './details';
import { eventStreamAnswer } from './event-stream';
import { eventAnswer, eventsAnswer } from './events';
import { followUpAnswer } from './follow-up';
import { historyAnswer } from './history';
import { listHandlers } from './lists';
import { pageHandlers } from './pages';
import { documentAnswerOf, modelAnswer, reportAnswer } from './reports';
import { sealAnswer } from './seal';
import { look, type Seen } from './seen';
import { submissionAnswer } from './submission';
import { orWhy } from './why';

type Found = Promise<Either<Problem, Answer>>;
type Asked = Pick<Context, 'service' | 'principal'> & {
  readonly query: { readonly wait?: string } & CutQuery;
};

/** Looks, and answers from what is seen. */
const seeing =
  <A extends Asked>(answer: (seen: Seen, asked: A) => Found) =>
  async (asked: A): Found => {
    const seen = await look(asked);
    return isLeft(seen) ? seen : answer(seen.right, asked);
  };

const detailHandlers: Handlers<typeof detailEndpoints> = {
  requirement: seeing((seen, asked) =>
    orWhy('requirements', asked.parts.id, asked, seen, requirementAnswer(asked.parts.id, seen)),
  ),
  requirementHistory: asked =>
    historyAnswer(asked, {
      family: 'requirement',
      stream: requirementStream(asked.parts.id),
      subject: asked.parts.id,
    }),
  commonText: seeing((seen, asked) =>
    orWhy('common', asked.parts.key, asked, seen, commonAnswer(asked.parts.key, seen)),
  ),
  document: seeing((seen, asked) =>
    orWhy('documents', asked.parts.id, asked, seen, documentAnswer(asked.parts.id, seen)),
  ),
  documentItem: seeing((seen, { parts }) => itemAnswer(parts.id, parts.item, seen)),
  documentHistory: asked =>
    historyAnswer(asked, {
      family: 'document',
      stream: documentStream(asked.parts.id),
      subject: asked.parts.id,
    }),
  deviation: seeing((seen, asked) => {
    const { requirement, deviation } = asked.parts;
    const key = `${requirement}/${deviation}`;
    return orWhy('deviations', key, asked, seen, deviationAnswer(requirement, deviation, seen));
  }),
  organisation: seeing((seen, asked) => {
    const { id } = asked.parts;
    return orWhy('organisations', id, asked, seen, organisationAnswer(id, asked.query.on, seen));
  }),
  organisationHistory: asked =>
    historyAnswer(asked, { family: 'organisations', stream: 'organisations', subject: asked.parts.id }),
  calendar: seeing((seen, asked) =>
    orWhy('calendars', asked.parts.id, asked, seen, calendarAnswer(asked.parts.id, seen)),
  ),
  calendarHistory: asked =>
    historyAnswer(asked, { family: 'calendar', stream: calendarOf(asked.parts.id), subject: asked.parts.id }),
  report: seeing((seen, asked) =>
    orWhy('reports', asked.parts.id, asked, seen, reportAnswer(asked.parts.id, seen)),
  ),
  reportHistory: asked =>
    historyAnswer(asked, { family: 'report', stream: reportStream(asked.parts.id), subject: asked.parts.id }),
  reportModel: seeing((seen, { parts, query }) => modelAnswer(parts.id, query, seen)),
  reportDocument: seeing((seen, { parts, query, language }) =>
    documentAnswerOf(parts.id, query, query.lang ?? language, seen),
  ),
  reportSubmission: seeing((seen, { parts, query, principal }) =>
    submissionAnswer(parts.id, query.step, principal, seen),
  ),
  reportSeal: seeing((seen, { parts, principal }) => sealAnswer(parts.id, principal, seen)),
  followUp: followUpAnswer,
  events: eventsAnswer,
  eventStream: eventStreamAnswer,
  event: eventAnswer,
};

function calendarOf(id: string): string {
  const [organisation = '', year = ''] = id.split('.');
  return calendarStream(organisation, Number(year));
}

/** A handler for every endpoint that only reads. */
export const readHandlers: Handlers<typeof readEndpoints> = {
  ...listHandlers,
  ...detailHandlers,
  ...pageHandlers,
};
