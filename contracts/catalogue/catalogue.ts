import { type Either, left, right } from 'fp-ts/Either';
import type { Static } from '../codec/kit';
import { decode, type Flaw } from '../codec/decode';
import { accessEvents } from '../events/access';
import { calendarEvents } from '../events/calendar';
import { documentEvents } from '../events/document';
import { followUpEvents } from '../events/follow-ups';
import { logEvents } from '../events/log';
import { organisationEvents } from '../events/organisations';
import { reportEvents } from '../events/report';
import { requirementEvents } from '../events/requirement';
import type { EventType, Family, TypeDescription } from './define';

/** Every event type, by family and by what happened. The one place where an event type is told. */
export const catalogue = {
  log: logEvents,
  organisations: organisationEvents,
  access: accessEvents,
  document: documentEvents,
  requirement: requirementEvents,
  report: reportEvents,
  calendar: calendarEvents,
  'follow-ups': followUpEvents,
} as const;

type Types = typeof catalogue;
type DataOf<E> = E extends { readonly data: infer C } ? Static<C> : never;

/** What happened in a family, with its data: a union told apart by `what`. */
export type Happening<F extends Family> = {
  [W in keyof Types[F]]: { readonly family: F; readonly what: W; readonly data: DataOf<Types[F][W]> };
}[keyof Types[F]];

export type AnyHappening = { [F in Family]: Happening<F> }[Family];

export type DataFor<F extends Family, W extends keyof Types[F]> = DataOf<Types[F][W]>;

const families: Readonly<Record<Family, Readonly<Record<string, EventType>>>> = catalogue;

const isFamily = (word: string): word is Family => Object.hasOwn(families, word);

const TYPE = /^no\.kravspor\.([a-z-]+)\.([a-z-]+)\.v(\d+)$/;

/** The CloudEvents type of an event of the catalogue. */
export const typeName = (family: Family, what: string): string =>
  `no.kravspor.${family}.${what}.v${families[family][what]?.version ?? 1}`;

interface Found {
  readonly family: Family;
  readonly what: string;
  readonly definition: EventType;
}

const found = new Map<string, Found>(
  Object.keys(families)
    .filter(isFamily)
    .flatMap(family =>
      Object.entries(families[family]).map(
        ([what, definition]) => [typeName(family, what), { family, what, definition }] as const,
      ),
    ),
);

/** Looks up a type name; undefined for an unknown type or version. */
export const lookUp = (type: string): Found | undefined => found.get(type);

/** The family a type name speaks of, known or not. */
export const familyOf = (type: string): string | undefined => TYPE.exec(type)?.[1];

export type Undecodable =
  | { readonly kind: 'unknown-type'; readonly type: string; readonly known: readonly string[] }
  | { readonly kind: 'bad-data'; readonly type: string; readonly flaws: readonly Flaw[] };

/** Reads an event's type and data; pointers of flaws are relative to the event. */
export function decodeHappening(event: {
  readonly type: string;
  readonly data: unknown;
}): Either<Undecodable, AnyHappening> {
  const entry = lookUp(event.type);
  if (entry === undefined) {
    const family = familyOf(event.type);
    const known = [...found.values()].filter(f => f.family === family).map(f => typeName(f.family, f.what));
    return left({ kind: 'unknown-type', type: event.type, known });
  }
  const data = decode(entry.definition.data, event.data, '/data');
  if (data._tag === 'Left') return left({ kind: 'bad-data', type: event.type, flaws: data.left });
  return right({ family: entry.family, what: entry.what, data: data.right } as AnyHappening);
}

const SINGLE: ReadonlySet<Family> = new Set<Family>(['log', 'organisations', 'access']);

/** The stream an event belongs to: its family, and its subject where the family has a stream for each thing. */
export const streamOf = (family: Family, subject: string): string =>
  SINGLE.has(family) ? family : `${family}-${subject}`;

/** The catalogue as plain data, for readers, forms and the reference documentation. */
export function describeCatalogue(): readonly TypeDescription[] {
  return [...found].map(([type, { family, what, definition }]) => ({
    type,
    family,
    what,
    version: definition.version,
    stream: SINGLE.has(family) ? family : `${family}-{subject}`,
    who: definition.who,
    labels: definition.labels,
    schema: definition.data.schema,
    example: definition.example,
  }));
}
