import { type JsonSchema, oneOf, type Static } from '../codec/kit';
import type { Label } from '../labels';
import type { Role } from '../primitives';
import type { ProblemName } from '../problems';
import type { Param, Params } from './params';

/**
 * Who may call: `public` without a credential (liveness, documentation); `reader` whoever the door knows, and what is
 * given is cut to what they may see; `whole-log` only those who may read all of the log; `writer` whoever may send events,
 * of which the catalogue decides each by itself.
 */
export type Access = 'public' | 'reader' | 'whole-log' | 'writer';

/** What kind of reading is written down in the log of reads. */
export const ReadKind = oneOf('history', 'export', 'proof', 'person', 'reads');
export type ReadKind = Static<typeof ReadKind>;

/** A body that is sent or given, by media type. */
export interface Content {
  readonly mediaType: string;
  readonly schema?: JsonSchema;
  readonly example?: unknown;
}

export interface Reply {
  readonly description: string;
  readonly content: readonly Content[];
  /** Headers worth telling of, by name: what each means. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** One row of the table of endpoints. Everything told about the HTTP side elsewhere is derived from these. */
export interface Endpoint<P extends Params = Params, Path extends string = string> {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** As Express 5 reads it: `/v1/requirements/:id`. */
  readonly path: Path;
  readonly summary: Label;
  readonly description?: string;
  readonly tag: 'write' | 'read' | 'reports' | 'log' | 'about' | 'pages';
  readonly access: Access;
  /** Only those who have one of these roles. */
  readonly roles?: readonly Role[];
  /** Who calls this is written down in the log of reads: always, or where it is answered in one of these media types. */
  readonly logged?: ReadKind | Readonly<Record<string, ReadKind>>;
  /** What each part of the path that begins with a colon stands for. */
  readonly parts: Readonly<Record<string, string>>;
  /** Parameters of the query. Any other is refused. */
  readonly query: P;
  /** Request headers worth telling of. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly description: string; readonly content: readonly Content[] };
  /** By status. Problems are told apart in `problems`. */
  readonly replies: Readonly<Record<number, Reply>>;
  /** The refusals to be expected, beyond those that every endpoint has. */
  readonly problems: readonly ProblemName[];
}

/** The rows by the name of their handler. */
export type Endpoints = { readonly [id: string]: Endpoint };

/** The names of the parts of a path: `id` of `/v1/requirements/:id/history`, `index` of `/log/tile/:level/*index`. */
export type PartsOf<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | PartsOf<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : Path extends `${string}*${infer Name}`
      ? Name
      : never;

interface Told<P extends Params, Path extends string> extends Omit<
  Endpoint<P, Path>,
  'parts' | 'query' | 'problems'
> {
  readonly parts?: Readonly<Record<PartsOf<Path>, string>>;
  readonly query?: P;
  readonly problems?: readonly ProblemName[];
}

/** No parameters at all. */
export type NoParams = { readonly [name in never]: Param<unknown> };

/** Tells an endpoint: without parameters and problems of its own unless they are given. */
export const endpoint = <const Path extends string, P extends Params = NoParams>({
  parts,
  query,
  problems,
  ...told
}: Told<P, Path>): Endpoint<P, Path> => ({
  parts: parts ?? {},
  query: query ?? ({} as P),
  problems: problems ?? [],
  ...told,
});

/** How reading this endpoint is written down, where it is answered in that media type; undefined: not at all. */
export const loggedAs = ({ logged }: Pick<Endpoint, 'logged'>, mediaType: string): ReadKind | undefined =>
  typeof logged === 'object' ? logged[mediaType] : logged;

/** A reply in JSON. */
export const json = (description: string, schema: JsonSchema, example?: unknown): Reply => ({
  description,
  content: [{ mediaType: 'application/json', schema, ...(example === undefined ? {} : { example }) }],
});
