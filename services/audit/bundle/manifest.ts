import { sha256Hex } from '../../../contracts/json/canonical';

export const BUNDLE_FORMAT = 'kravspor-bundle/v1';

/** Which of the log is in a bundle; a bundle of an organisation holds nothing of another. */
export interface Scope {
  readonly organisation?: string;
  readonly streams?: readonly string[];
  readonly year?: number;
  readonly report?: string;
}

/** That all of an organisation's own streams are there as of its seal. */
export interface SealClaim {
  readonly organisation: string;
  /** The cut of the log that the seal speaks of. */
  readonly basis: number;
  /** Index of the record that seals. */
  readonly seq: number;
  /** SHA-256 of the list of heads, which the record names. */
  readonly heads: string;
}

export interface BundleFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

/** What a bundle says of itself; `leftOut` in words. */
export interface Manifest {
  readonly kind: 'history' | 'report';
  readonly origin: string;
  readonly scope: Scope;
  /** Leaves under the checkpoint. */
  readonly size: number;
  readonly records: number;
  readonly meta: 'given' | 'withheld';
  readonly seal: SealClaim | undefined;
  readonly leftOut: readonly string[];
  readonly missingOriginals: readonly { readonly sha256: string; readonly why: 'erased' | 'not-kept' }[];
  readonly files: readonly BundleFile[];
}

/** One line for each thing, in one order, without anything that may be written in two ways. */
export function formatManifest(manifest: Manifest): string {
  const { kind, origin, scope, size, records, meta, seal, leftOut, missingOriginals, files } = manifest;
  return [
    BUNDLE_FORMAT,
    `kind ${kind}`,
    `origin ${origin}`,
    `scope ${scopeText(scope)}`,
    `checkpoint ${size}`,
    `records ${records}`,
    `meta ${meta}`,
    ...(seal === undefined ? [] : [`complete ${seal.organisation} ${seal.basis} ${seal.seq} ${seal.heads}`]),
    ...leftOut.map(what => `left-out ${what}`),
    ...missingOriginals.map(({ sha256, why }) => `original-missing ${sha256} ${why}`),
    ...files.map(file => `file ${file.sha256} ${file.size} ${file.path}`),
    '',
  ].join('\n');
}

export function scopeText({ organisation, streams, year, report }: Scope): string {
  const words = [
    ...(organisation === undefined ? [] : [`organisation ${organisation}`]),
    ...(streams === undefined ? [] : [`streams ${streams.join(',')}`]),
    ...(year === undefined ? [] : [`year ${year}`]),
    ...(report === undefined ? [] : [`report ${report}`]),
  ];
  return words.length === 0 ? 'whole-log' : words.join(' ');
}

/** As `sha256sum --check` reads it. */
export const manifestDigest = (manifest: string): string => `${sha256Hex(manifest)}  manifest\n`;
