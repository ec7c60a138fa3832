import type { ServerResponse } from 'node:http';
import type { Request } from 'express';
import type { Either } from 'fp-ts/Either';
import type { Endpoint, Endpoints, PartsOf } from '../../contracts/api/endpoint';
import type { QueryOf } from '../../contracts/api/params';
import type { Language } from '../../contracts/labels';
import type { Problem } from '../../contracts/problems';
import type { Principal } from '../lifecycle';
import type { Service } from './service';

/** A request as a handler sees it: its parameters are read, and its sender is known. */
export interface Context<E extends Endpoint = Endpoint> {
  readonly service: Service;
  readonly principal: Principal;
  readonly parts: Readonly<Record<PartsOf<E['path']>, string>>;
  readonly query: QueryOf<E['query']>;
  /** What the reader would rather read, by Accept-Language; nb where nothing is said. */
  readonly language: Language;
  /** The media type to answer with, of those the endpoint can give; the first where the reader has no wish. */
  readonly mediaType: string;
  readonly request: Request;
  /** For whoever reads a body; the answer is written by the app alone. */
  readonly response: ServerResponse;
  /** Given when the client has gone, or the service is closing. */
  readonly signal: AbortSignal;
}

export type Handler<E extends Endpoint = Endpoint> = (
  context: Context<E>,
) => Promise<Either<Problem, Answer>>;

/** A handler for each row of a table. */
export type Handlers<T extends Endpoints> = { readonly [K in keyof T]: Handler<T[K]> };

export interface Link {
  readonly rel: string;
  readonly href: string;
  readonly type?: string;
}

export type Cell = string | number | boolean | null | undefined;

/** What is answered. The app makes a response of it: status, headers, body. */
export interface Answer {
  /** Default 200. */
  readonly status?: number;
  /** The ETag: the revision of the stream the answer is about. */
  readonly revision?: number | null;
  /** The ETag of what is no stream, without quotation marks. */
  readonly etag?: string;
  readonly location?: string;
  readonly links?: readonly Link[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Body;
}

export type Body =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly value: unknown; readonly mediaType?: string }
  /** Text with its media type, charset included; with a file name the browser saves it. */
  | { readonly kind: 'text'; readonly mediaType: string; readonly text: string; readonly fileName?: string }
  | {
      readonly kind: 'bytes';
      readonly mediaType: string;
      readonly bytes: Uint8Array;
      readonly fileName?: string;
    }
  /** A page of a list: as JSON `{items, total, next}` with a Link to the next page, or as csv where that was asked for. */
  | {
      readonly kind: 'list';
      readonly items: readonly unknown[];
      readonly total: number;
      /** Cursor of the next page. */
      readonly next?: string;
      /** More for the JSON form, beside the items. */
      readonly more?: Readonly<Record<string, unknown>>;
      readonly table: {
        readonly name: string;
        readonly header: readonly string[];
        readonly rows: readonly (readonly Cell[])[];
      };
    }
  /** Written piece by piece, for as long as it takes. Headers are out when `write` is called; it must heed `signal`. */
  | {
      readonly kind: 'stream';
      readonly mediaType: string;
      readonly write: (response: ServerResponse, signal: AbortSignal) => Promise<void>;
    };

export const jsonAnswer = (value: unknown, more: Omit<Answer, 'body'> = {}): Answer => ({
  ...more,
  body: { kind: 'json', value },
});
