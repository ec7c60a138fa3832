import type { FollowUpsView } from '../../contracts/views';
import { type Draft, fromDocument, toDocument } from '../plain';
import { indexed, momentOf, type Part, type SharedView } from '../view';

/** What each act causes elsewhere: open until the runner of follow-ups has told that all of it is done. */
export const followUps: SharedView = {
  version: 1,
  collection: {
    name: 'follow-ups',
    indexes: indexed('value', 'open', 'stream', 'seq', 'type', 'organisation'),
    sorts: [['open', 'seq']],
  },
  streamsOf: (key, document) => {
    const { stream } = fromDocument<FollowUpsView>(document);
    return stream === undefined ? [closingOf(key)] : [stream, closingOf(key)];
  },
  parts: ({ stream, subject, acts, state }) => {
    const told = acts.map(({ record, ...act }): Part => ({
      key: record,
      part: toDocument({ stream, ...act }),
    }));
    if (!('completed' in state)) return told;
    const { mark, rules, total, declined } = state.completed;
    return [...told, { key: subject, part: toDocument({ ...momentOf(mark), rules, total, declined }) }];
  },
  join: (key, document, given) => {
    const before = document && fromDocument<FollowUpsView>(document);
    const closing = closingOf(key);
    const said = [...given].filter(([stream]) => stream !== closing).map(([, part]) => part);
    const told = said.length === 0 ? before && toldOf(before) : said[0] && fromDocument<ToldOf>(said[0]);
    const closed = given.get(closing);
    const completed = given.has(closing) ? closed && fromDocument<Completed>(closed) : before?.completed;
    if (told === undefined && completed === undefined) return undefined;
    return toDocument({ act: key, open: completed === undefined, ...told, completed });
  },
};

const closingOf = (act: string): string => `follow-ups-${act}`;

type Completed = NonNullable<FollowUpsView['completed']>;
type ToldOf = Draft<Pick<FollowUpsView, 'stream' | 'time' | 'recordedAt' | 'seq' | 'type' | 'organisation'>>;

function toldOf({ stream, time, recordedAt, seq, type, organisation }: FollowUpsView): ToldOf | undefined {
  return stream === undefined ? undefined : { stream, time, recordedAt, seq, type, organisation };
}
