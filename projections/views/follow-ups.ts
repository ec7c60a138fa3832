import type { FollowUpsView } from '../../contracts/views';
import { compact, fromDocument, toDocument } from '../plain';
import { indexed, momentOf, type Part, type SharedView } from '../view';

/** What each act causes elsewhere: open until the runner of follow-ups has told that all of it is done. */
export const followUps: SharedView = {
  version: 1,
  collection: {
    name: 'follow-ups',
    indexes: indexed('value', 'open', 'stream', 'seq', 'type', 'organisation'),
    sorts: [['open', 'seq']],
  },
  parts: ({ stream, subject, acts, state }) => {
    const told = acts.map(({ record, ...act }): Part => ({
      key: record,
      part: toDocument({ stream, ...act }),
    }));
    if (!('completed' in state) || state.completed === undefined) return told;
    const { mark, rules, total, declined } = state.completed;
    return [...told, { key: subject, part: toDocument({ ...momentOf(mark), rules, total, declined }) }];
  },
  join: (key, document, stream, part) => {
    const before = document && fromDocument<FollowUpsView>(document);
    const told = stream === closing(key) ? before && toldOf(before) : part && fromDocument<ToldOf>(part);
    const completed = stream === closing(key) ? part && fromDocument<Completed>(part) : before?.completed;
    if (told === undefined && completed === undefined) return undefined;
    return toDocument(compact({ act: key, open: completed === undefined, ...told, completed }));
  },
};

type Completed = NonNullable<FollowUpsView['completed']>;
type ToldOf = Pick<FollowUpsView, 'stream' | 'seq' | 'type' | 'time' | 'recordedAt' | 'organisation'>;

const closing = (act: string): string => `follow-ups-${act}`;

function toldOf({ stream, time, recordedAt, seq, type, organisation }: FollowUpsView): ToldOf | undefined {
  return stream === undefined ? undefined : compact({ stream, time, recordedAt, seq, type, organisation });
}
