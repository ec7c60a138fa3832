import type { Either } from 'fp-ts/Either';
import { right } from 'fp-ts/Either';
import type { Language } from '../../../../contracts/labels';
import type { Problem } from '../../../../contracts/problems';
import { bareNames, type Frame, type Option, speakerOf } from '../../../web';
import type { Answer, Context } from '../../handler';
import type { ShownPersons } from '../../persons/shown';
import type { CutQuery } from '../cut';
import { namesOf } from '../names';
import type { Seen } from '../seen';

export type Asked = Pick<Context, 'service' | 'principal' | 'language' | 'request'> & {
  readonly query: CutQuery & {
    readonly lang?: Language | undefined;
    readonly wait?: string | undefined;
  };
};

/** What stands around a page; without `seen` it rests on nothing of the log. */
export function frameOf(
  { service, query, language, request }: Asked,
  seen?: Seen,
  persons?: ShownPersons,
): Frame {
  const { pathname, search } = new URL(request.originalUrl, 'http://localhost');
  return {
    speaker: speakerOf(query.lang ?? language, seen === undefined ? bareNames : namesOf(seen, persons)),
    path: pathname,
    search,
    simulated: service.header.clock === 'simulated' ? service.clock.now() : undefined,
    seq: seen?.seq,
    past: seen?.point && { asOf: query.asOf, knownAt: query.knownAt },
  };
}

export const pageAnswer = (
  frame: Frame,
  text: string,
  headers: Answer['headers'] = {},
): Either<Problem, Answer> =>
  right({
    headers: { ...headers, 'Content-Language': frame.speaker.language },
    body: { kind: 'text', mediaType: 'text/html; charset=utf-8', text },
  });

/** The organisations this reader may see, for the filters of a page. */
export const organisationOptions = ({ register, reader }: Seen): readonly Option[] =>
  register.organisations
    .filter(o => reader.sees(o.id))
    .map(o => ({ value: o.id, label: o.name }))
    .sort((a, b) => NORWEGIAN.compare(a.label, b.label));

const NORWEGIAN = new Intl.Collator('nb');
