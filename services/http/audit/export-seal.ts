import { isLeft } from 'fp-ts/Either';
import { reportStream } from '../../../contracts/subjects';
import type { ReportView } from '../../../contracts/views';
import { formatHeads, type OwnHead, type SealClaim } from '../../audit/bundle';
import { sha256Hex } from '../../../contracts/json/canonical';
import { allOf, type Seen } from '../read/seen';
import { ownHeads } from './own-heads';

export interface Sealed {
  readonly claim: SealClaim;
  readonly heads: readonly OwnHead[];
  /** The list as the seal names it by its hash. */
  readonly text: string;
}

/** The last seal of an organisation, by its basis; undefined where it has sealed nothing, or where the list is another now. */
export async function lastSeal(seen: Seen, organisation: string): Promise<Sealed | undefined> {
  const filter = { op: 'equals', path: 'organisation', value: organisation } as const;
  const reports = await allOf<ReportView, ReportView>(seen, 'reports', [filter], ({ view }) => [view]);
  if (isLeft(reports)) return undefined;
  const sealed = reports.right
    .filter(view => view.sealed !== undefined)
    .sort((a, b) => (b.sealed?.basis ?? 0) - (a.sealed?.basis ?? 0));
  const [last] = sealed;
  return last === undefined ? undefined : sealOf(seen, last);
}

/** The seal of a report, with the list it stands for. */
export async function sealOf(seen: Seen, view: ReportView): Promise<Sealed | undefined> {
  const { sealed, organisation, report } = view;
  if (sealed === undefined) return undefined;
  const { basis, heads: digest, mark } = sealed;
  const { service } = seen;
  const heads = await ownHeads(service, organisation, basis);
  const text = formatHeads(service.header.origin, organisation, basis, heads);
  const places = await service.directory.recordsOfStream(reportStream(report), seen.seq)();
  const seq = isLeft(places) ? undefined : places.right.find(p => p.id === mark.record)?.seq;
  if (seq === undefined || sha256Hex(text) !== digest) return undefined;
  return { claim: { organisation, basis, seq, heads: digest }, heads, text };
}
