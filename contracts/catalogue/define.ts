import type { Codec, JsonSchema } from '../codec/kit';
import type { Label } from '../labels';
import type { Body, Role } from '../primitives';

/** Stream families, in the order a reader meets them. */
export type Family =
  'log' | 'organisations' | 'access' | 'document' | 'requirement' | 'report' | 'calendar' | 'follow-ups';

/**
 * How the organisation on whose behalf an event is sent must stand to the organisation whose stream it is:
 * `self` it is the same; `above` it is a superior one; `self-or-above` either; `addressee` the document names it;
 * `any` no relation is asked for; `system` only the program itself (follow-ups, the log's own records).
 */
export type Relation = 'self' | 'above' | 'self-or-above' | 'addressee' | 'any' | 'system';

export interface Who {
  readonly roles: readonly Role[];
  readonly relation: Relation;
  /** Where only one body of the organisation may say this. */
  readonly body?: Body;
}

/** One event type, told once; everything else about it is derived from here. */
export interface EventType<A = unknown> {
  readonly version: number;
  readonly data: Codec<A>;
  readonly who: Who;
  readonly labels: Label;
  readonly example: A;
  /** May a `corrected` event replace or annul it? Not where other words exist (returned, withdrawn, superseded). */
  readonly correctable: boolean;
  /** Needs If-Match: two people decide on the same thing side by side. */
  readonly guarded: boolean;
}

interface Told<A> {
  readonly data: Codec<A>;
  readonly who: Who;
  readonly labels: Label;
  readonly example: unknown;
  readonly correctable?: boolean;
  readonly guarded?: boolean;
}

/** Defines an event type at version 1, correctable and unguarded unless told otherwise. Its example must be valid. */
export function define<A>({ correctable = true, guarded = false, example, ...told }: Told<A>): EventType<A> {
  if (!told.data.is(example)) throw new Error(`the example of "${told.labels.en}" is not valid`);
  return { version: 1, correctable, guarded, example, ...told };
}

export interface TypeDescription {
  readonly type: string;
  readonly family: Family;
  readonly what: string;
  readonly version: number;
  readonly stream: string;
  readonly who: Who;
  readonly labels: Label;
  readonly schema: JsonSchema;
  readonly example: unknown;
}
