import type { LogRecord } from '../../../contracts/record';
import type { DocumentState } from '../../../contracts/states/document';
import type { RequirementState } from '../../../contracts/states/requirement';
import { type AnyTold, toldBy } from '../../../contracts/states/told';
import { requirementStream } from '../../../contracts/subjects';
import type { EventLog } from '../../event-log/port';
import { readRecord } from '../../event-log/records';
import { load, StreamDamaged } from '../streams';
import type { Act } from './events';
import type { PlanFacts } from './plan';

/** Reads again what the act's record names, at the revisions it names. */
export async function factsOf(log: EventLog, { record, told }: Act): Promise<PlanFacts> {
  const named = record.meta.facts.streams;
  const registerRevision =
    told.family === 'organisations'
      ? told.revision
      : (named.find(f => f.stream === 'organisations')?.revision ?? null);
  const register = await load(log, 'organisations', 'organisations', registerRevision ?? -1);
  const requirements = new Map<string, RequirementState>();
  const revisions = new Map<string, number | null>();
  for (const { stream, revision } of named) {
    if (!stream.startsWith('requirement-')) continue;
    const subject = stream.slice('requirement-'.length);
    requirements.set(subject, (await load(log, stream, 'requirement', revision ?? -1)).state);
    revisions.set(subject, revision);
  }
  return {
    register: register.state,
    registerRevision,
    requirements,
    revisions,
    ...(await documentOf(log, record)),
    ...(await childrenOf(log, told)),
  };
}

async function documentOf(
  log: EventLog,
  { meta }: LogRecord,
): Promise<{ readonly document?: DocumentState }> {
  if (!meta.stream.startsWith('document-')) return {};
  return { document: (await load(log, meta.stream, 'document', meta.revision)).state };
}

/**
 * The children that were derived from an earlier text: those told before the amendment, and those that an earlier act was
 * still about to tell. Acts are carried out in the order of the log, so that the latter are in the log by now; whoever
 * comes after is derived from the new text, and more can only be added at the end.
 */
async function childrenOf(log: EventLog, told: AnyTold): Promise<{ readonly children?: readonly string[] }> {
  if (told.family !== 'requirement' || told.what !== 'amended') return {};
  const before = (await load(log, told.stream, 'requirement', told.revision)).state.children;
  const now = (await load(log, told.stream, 'requirement')).state.children;
  const children = before.map(c => c.requirement);
  for (const { requirement } of now) {
    if (children.includes(requirement)) continue;
    const version = await derivedFrom(log, requirement);
    if (version !== undefined && version < told.data.version) children.push(requirement);
  }
  return { children };
}

/** The version of its parent's text that a requirement was issued on. */
async function derivedFrom(log: EventLog, requirement: string): Promise<number | undefined> {
  const { told } = await load(log, requirementStream(requirement), 'requirement', 0);
  const [issued] = told;
  return issued?.family === 'requirement' && issued.what === 'issued'
    ? issued.data.parent?.version
    : undefined;
}

/** A record of a stream by its id, where it tells something known here. */
export async function actAt(log: EventLog, stream: string, id: string): Promise<Act | undefined> {
  for await (const entry of log.readStream(stream)) {
    if (entry.id !== id) continue;
    const record = readRecord(entry);
    if (record._tag === 'Left')
      throw new StreamDamaged(`${stream} at ${entry.revision}: ${record.left.explanation}`);
    const told = toldBy(record.right);
    return told === undefined ? undefined : { record: record.right, told };
  }
  return undefined;
}
