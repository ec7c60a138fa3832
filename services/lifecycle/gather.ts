import type { Family } from '../../contracts/catalogue/define';
import type { Timestamp } from '../../contracts/primitives';
import type { DocumentState } from '../../contracts/states/document';
import type { RequirementState } from '../../contracts/states/requirement';
import { documentStream, requirementStream } from '../../contracts/subjects';
import type { Directory } from './directory';
import type { Act, AnyAct, DecisionFacts } from './facts';
import { type Loaded, revisionOf } from './streams';

/** Reads a stream for a decision. */
export type Read = <F extends Family>(family: F, stream: string) => Promise<Loaded<F>>;

interface Needs {
  readonly requirements?: readonly string[];
  readonly documents?: readonly string[];
  readonly keys?: readonly string[];
  /** All requirements laid on this organisation. */
  readonly laidOn?: string;
}

/** What a decision on this act has to know of other streams. A pure function, so that it can be told from the record. */
export function needsOf(act: AnyAct, document?: DocumentState): Needs {
  switch (act.family) {
    case 'requirement':
      return act.what === 'issued' && act.data.parent !== undefined
        ? { requirements: [act.data.parent.requirement] }
        : {};
    case 'organisations':
      return act.what === 'merged' ? { laidOn: act.subject } : {};
    case 'document':
      return needsOfDocument(act, document);
    case 'log':
    case 'access':
    case 'report':
    case 'calendar':
    case 'follow-ups':
      return {};
  }
}

function needsOfDocument(act: Act<'document'>, document: DocumentState | undefined): Needs {
  switch (act.what) {
    case 'registered':
      return act.data.supplements === undefined ? {} : { documents: [act.data.supplements] };
    case 'item-linked':
      return act.data.parent === undefined ? {} : { requirements: [act.data.parent] };
    case 'item-directed':
      return { keys: [act.data.effect.key] };
    case 'accepted':
      return { requirements: act.data.requirements.map(r => r.requirement) };
    case 'published':
      return {
        requirements: document?.items.flatMap(i => i.link?.parent ?? []) ?? [],
        keys: document?.items.flatMap(i => i.effect?.key ?? []) ?? [],
      };
    default:
      return {};
  }
}

/** Gathers the facts of a decision, and lists every stream looked at with its revision. */
export async function gather(
  act: AnyAct,
  own: Loaded,
  now: Timestamp,
  read: Read,
  directory: Directory,
): Promise<DecisionFacts> {
  const register = await read('organisations', 'organisations');
  const log = await read('log', 'log');
  const needs = needsOf(act, own.family === 'document' ? documentOf(own) : undefined);
  const byKey = await Promise.all(
    unique(needs.keys).map(async key => [key, await directory.requirementsWithKey(key)] as const),
  );
  const laid = needs.laidOn === undefined ? [] : await directory.requirementsOf(needs.laidOn);
  const subjects = unique([...(needs.requirements ?? []), ...byKey.flatMap(([, list]) => list), ...laid]);
  const requirements = await Promise.all(subjects.map(s => read('requirement', requirementStream(s))));
  const documents = await Promise.all(unique(needs.documents).map(s => read('document', documentStream(s))));
  return {
    now,
    register: register.state,
    log: log.state,
    requirements: statesOf(subjects, requirements),
    documents: statesOf(unique(needs.documents), documents),
    addressees: new Map(byKey),
    looked: [register, log, ...requirements, ...documents]
      .map(l => ({ stream: l.stream, revision: revisionOf(l) }))
      .filter(f => f.stream !== own.stream)
      .map(asFact),
  };
}

const documentOf = (own: Loaded): DocumentState | undefined => ('items' in own.state ? own.state : undefined);

const unique = (list: readonly string[] | undefined): readonly string[] => [...new Set(list)];

function statesOf<S extends RequirementState | DocumentState>(
  subjects: readonly string[],
  loaded: readonly { readonly state: S }[],
): ReadonlyMap<string, S> {
  return new Map(
    subjects.flatMap((s, i) => (loaded[i] === undefined ? [] : [[s, loaded[i].state] as const])),
  );
}

function asFact({
  stream,
  revision,
}: {
  readonly stream: string;
  readonly revision: number | null;
}): DecisionFacts['looked'][number] {
  return { stream: stream as DecisionFacts['looked'][number]['stream'], revision };
}
