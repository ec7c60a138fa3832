import type { Endpoint, Endpoints } from '../../contracts/api/endpoint';
import type { Params, QueryOf } from '../../contracts/api/params';
import type { Flaw } from '../../contracts/codec/decode';
import { type Either, left, right } from 'fp-ts/Either';
import type { Problem } from '../../contracts/problems';
import type { Answer, Context, Handler, Handlers } from './handler';

/** What a request is before its endpoint has read the parameters. */
export type Arrived = Omit<Context, 'parts' | 'query'> & {
  readonly parts: Readonly<Record<string, string>>;
  readonly search: URLSearchParams;
};

/** An endpoint with its handler. */
export interface Route {
  readonly endpoint: Endpoint;
  readonly run: (arrived: Arrived) => Promise<Either<Problem, Answer>>;
}

/** The routes of a table, each row with the handler of its name. */
export function routesOf<T extends Endpoints>(endpoints: T, handlers: Handlers<T>): readonly Route[] {
  const isRow = (id: string): id is keyof T & string => Object.hasOwn(endpoints, id);
  return Object.keys(endpoints)
    .filter(isRow)
    .map(id => route(endpoints[id], handlers[id]));
}

function route<E extends Endpoint>(endpoint: E, handler: Handler<E>): Route {
  return {
    endpoint,
    run: async ({ parts, search, ...rest }) => {
      const query = readQuery(endpoint.query, search);
      if (query._tag === 'Left') return query;
      return handler({
        ...rest,
        parts,
        query: query.right,
      });
    },
  };
}

/** Decodes the parameters of a query. Unknown ones are refused, so that none is misspelt in silence. */
export function readQuery<P extends Params>(params: P, search: URLSearchParams): Either<Problem, QueryOf<P>> {
  const flaws: Flaw[] = [];
  const values: Record<string, unknown> = {};
  for (const name of new Set(search.keys())) {
    const param = Object.hasOwn(params, name) ? params[name] : undefined;
    if (param === undefined) {
      const known = Object.keys(params);
      const expected = known.length === 0 ? 'no parameters' : `one of the parameters ${known.join(', ')}`;
      flaws.push({ pointer: `?${name}`, expected, found: 'an unknown parameter' });
      continue;
    }
    const texts = search.getAll(name);
    const value = param.read(texts);
    if (value._tag === 'Right') values[name] = value.right;
    else
      flaws.push({
        pointer: `?${name}`,
        expected: value.left,
        found: JSON.stringify(texts.join(', ').slice(0, 60)),
      });
  }
  const [first] = flaws;
  if (first === undefined) return right(values as QueryOf<P>);
  return left({
    problem: 'bad-request',
    detail: `The query cannot be understood at ${first.pointer.slice(1, 60)}.`,
    expected: first.expected,
    advice: 'GET /openapi.json lists the parameters of each address.',
    errors: flaws,
  });
}
