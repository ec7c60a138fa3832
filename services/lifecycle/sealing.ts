import type { LogState } from '../../contracts/states/log';
import type { Directory } from './directory';
import type { AnyAct, SealFacts } from './facts';
import { reportOf } from './reporting';

/**
 * SHA-256 of the list of an organisation's own streams as of a cut: their newest revisions with the hashes of their
 * leaves. Undefined where there is no such cut.
 */
export type HeadsOf = (organisation: string, basis: number) => Promise<string | undefined>;

/** What a seal is checked against; nothing where the act is none. */
export async function sealFacts(
  directory: Directory,
  headsOf: HeadsOf | undefined,
  act: AnyAct,
  log: LogState,
): Promise<SealFacts | undefined> {
  if (act.family !== 'report' || act.what !== 'sealed' || headsOf === undefined) return undefined;
  const { basis, ruleSet } = act.data;
  const { organisation } = reportOf(act.subject);
  const registered = log.ruleSets.find(r => r.ruleSet === ruleSet.ruleSet && r.version === ruleSet.version);
  const places = registered === undefined ? [] : await directory.recordsOfStream('log');
  const at = places.find(place => place.id === registered?.mark.record)?.seq;
  const isInLog = (await directory.recordAt(basis)) !== undefined;
  const heads = isInLog ? await headsOf(organisation, basis) : undefined;
  return { heads, ruleSetAt: at };
}
