import type { Request } from 'express';
import { type Either, left, right } from 'fp-ts/Either';
import type { Endpoint } from '../../contracts/api/endpoint';
import type { Problem } from '../../contracts/problems';

/** Words for `?format=`, for those who cannot set a header. */
const FORMATS: Readonly<Record<string, string>> = {
  json: 'application/json',
  csv: 'text/csv',
  text: 'text/plain',
  html: 'text/html',
  ndjson: 'application/x-ndjson',
};

/** The media type to answer with: by `?format=`, else by Accept, else the first the endpoint has. */
export function mediaTypeFor(
  request: Request,
  endpoint: Endpoint,
  search: URLSearchParams,
): Either<Problem, string> {
  const offered = mediaTypesOf(endpoint);
  const [first] = offered;
  if (first === undefined) return right('application/json');
  const format = search.get('format');
  if (format !== null && Object.hasOwn(endpoint.query, 'format')) {
    const asked = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
    return asked !== undefined && offered.includes(asked) ? right(asked) : left(none(offered, format));
  }
  const accepted = request.accepts([...offered]);
  return typeof accepted === 'string' ? right(accepted) : left(none(offered, 'what Accept asks for'));
}

function mediaTypesOf({ replies }: Endpoint): readonly string[] {
  const good = Object.entries(replies).filter(([status]) => status.startsWith('2'));
  return [
    ...new Set(good.flatMap(([, { content }]) => content.map(c => c.mediaType.split(';', 1).join('')))),
  ];
}

const none = (offered: readonly string[], asked: string): Problem => ({
  problem: 'not-acceptable',
  detail: `This address does not give ${asked.slice(0, 60)}.`,
  expected: offered.join(' or '),
  advice: 'Ask for one of these with Accept.',
});
