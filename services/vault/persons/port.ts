import type { TaskEither } from 'fp-ts/TaskEither';
import type { Person } from '../../../contracts/persons';

export type RegisterError =
  /** The person was erased: nothing is kept under that id again. */
  | { readonly kind: 'erased' }
  /** The disk is full; nothing was kept. */
  | { readonly kind: 'no-space'; readonly detail: string }
  | { readonly kind: 'unavailable'; readonly detail: string };

export interface PersonQuery {
  /** Only persons of these organisations; absent: of all. */
  readonly organisations?: readonly string[];
  /** Only those behind this id, in the order of ids. */
  readonly after?: string;
  readonly limit: number;
}

/** Names and addresses of persons, by the opaque ids that events know them by. Not derived from the log: part of every backup. */
export interface PersonRegister {
  /** Fills in a person, or changes what was filled in. The right side is reached only when it is durable. */
  put(person: Person): TaskEither<RegisterError, 'added' | 'changed'>;
  /** Those of these persons that the register knows, by id. */
  get(ids: readonly string[]): TaskEither<RegisterError, ReadonlyMap<string, Person>>;
  /** A page of persons, and how many there are on all pages together. */
  list(
    query: PersonQuery,
  ): TaskEither<RegisterError, { readonly items: readonly Person[]; readonly total: number }>;
  /**
   * Removes these persons and keeps their ids as erased: in a file of ours no byte of them remains; a database server may
   * keep some for a while in pages it does not use and in the log for its replicas. Gives how many it knew. What was
   * erased before, or never known, is no matter.
   */
  erase(ids: readonly string[]): TaskEither<RegisterError, number>;
  close(): Promise<void>;
}
