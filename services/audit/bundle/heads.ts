/** The newest record of a stream as of some cut: its revision and the hash of its leaf in hex. */
export interface OwnHead {
  readonly stream: string;
  readonly revision: number;
  readonly leaf: string;
}

export const HEADS_FORMAT = 'kravspor-heads/v1';

/**
 * The list of an organisation's own streams as of a cut, sorted by name (in bytes), as a seal names it by its SHA-256:
 * format, origin, organisation and basis on a line each, then stream, revision and leaf hash of each.
 */
export function formatHeads(
  origin: string,
  organisation: string,
  basis: number,
  heads: readonly OwnHead[],
): string {
  const sorted = [...heads].sort((a, b) => (a.stream < b.stream ? -1 : 1));
  const lines = sorted.map(({ stream, revision, leaf }) => `${stream} ${revision} ${leaf}`);
  return [HEADS_FORMAT, origin, organisation, String(basis), ...lines, ''].join('\n');
}
