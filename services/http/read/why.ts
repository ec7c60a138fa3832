import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type { Problem } from '../../../contracts/problems';
import { views, whyOf } from '../../../projections';
import { type Answer, jsonAnswer } from '../handler';
import { asJson, shownPersons, uncached } from '../persons/shown';
import { badParameter } from './problems';
import type { Seen } from './seen';

/** Answers with the records behind a field of a document that this reader may see, oldest first. */
export async function whyAnswer(
  collection: string,
  key: string,
  field: string,
  seen: Seen,
): Promise<Either<Problem, Answer>> {
  const { service, generation, present, seq } = seen;
  const document = await generation.get(collection, key);
  const [name = ''] = field.split('.');
  if (document === undefined || !(name in document) || UNREASONED.has(name))
    return left(
      badParameter(
        'why',
        `one of ${Object.keys(document ?? {})
          .filter(known => !UNREASONED.has(known))
          .join(', ')}, or a field in it such as ${name}.0`,
        `There is no field ${name} here.`,
      ),
    );
  const point = seen.point ?? { upTo: seq };
  const reasons = await whyOf(service.log, present, views, point, { collection, key, field });
  const records = reasons.map(reason => ({ href: `/v1/events/${reason.record}`, ...reason }));
  const value = records.at(-1)?.value ?? null;
  const persons = await shownPersons({ [name]: value, records }, seen);
  const told = { field, value, records, seq: point.upTo, ...asJson(persons) };
  return right(jsonAnswer(told, { headers: uncached(persons) }));
}

/** What every record of a stream moves, and what is an answer to this question itself. */
const UNREASONED: ReadonlySet<string> = new Set(['because', 'revision', 'seq', 'last', 'first', 'stream']);

interface Asked {
  readonly query: { readonly why?: string };
}

/** The usual answer, or the reasons for one of its fields: only who may see the one may ask for the other. */
export async function orWhy(
  collection: string,
  key: string,
  { query }: Asked,
  seen: Seen,
  answer: Promise<Either<Problem, Answer>>,
): Promise<Either<Problem, Answer>> {
  const usual = await answer;
  return query.why === undefined || isLeft(usual) ? usual : whyAnswer(collection, key, query.why, seen);
}
