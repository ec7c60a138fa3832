import { fromDecimal, textOf } from './notes';
import { stop } from './verdict';

/** What a bundle says of itself. None of it is believed where it can be checked. */
export interface Manifest {
  readonly kind: 'history' | 'report';
  readonly origin: string;
  readonly scope: string;
  readonly size: number;
  readonly records: number;
  readonly metaGiven: boolean;
  readonly seal: SealClaim | undefined;
  readonly leftOut: readonly string[];
  readonly missingOriginals: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, ManifestFile>;
}

export interface SealClaim {
  readonly organisation: string;
  readonly basis: number;
  readonly seq: number;
  readonly heads: string;
}

export interface ManifestFile {
  readonly size: number;
  readonly sha256: string;
}

const MOST_LINE = 1 << 16;
const HASH = /^[0-9a-f]{64}$/;

/** Reads a manifest written exactly as the format has it: its lines in their order, and no other. */
export function parseManifest(bytes: Buffer): Manifest {
  const text = textOf(bytes) ?? bad('is not text');
  const lines = text.split('\n');
  if (lines.pop() !== '') bad('does not end with its last line');
  let at = 0;
  const next = (word: string): string | undefined => {
    const line = lines[at];
    if (line === undefined || line.length > MOST_LINE || !line.startsWith(`${word} `)) return undefined;
    at++;
    return line.slice(word.length + 1);
  };
  const one = (word: string): string => next(word) ?? bad(`has no ${word} where it belongs`);
  const all = (word: string): string[] => {
    const values: string[] = [];
    for (let value = next(word); value !== undefined; value = next(word)) values.push(value);
    return values;
  };
  if (lines[at++] !== 'kravspor-bundle/v1') bad('is of another format');
  const kind = one('kind');
  if (kind !== 'history' && kind !== 'report') return bad('is of another kind');
  const origin = one('origin');
  const scope = one('scope');
  const size = fromDecimal(one('checkpoint')) ?? bad('counts no leaves');
  const records = fromDecimal(one('records')) ?? bad('counts no records');
  const meta = one('meta');
  if (meta !== 'given' && meta !== 'withheld') bad('does not say whether meta is given');
  const complete = next('complete');
  const seal = complete === undefined ? undefined : claimOf(complete);
  const leftOut = all('left-out');
  const missing = all('original-missing').map(line => {
    const [sha256 = '', why = '', ...more] = line.split(' ');
    return HASH.test(sha256) && (why === 'erased' || why === 'not-kept') && more.length === 0
      ? ([sha256, why] as const)
      : bad('names a missing original in another way');
  });
  const files = filesOf(all('file'));
  if (at !== lines.length) bad(`has something else in line ${at + 1}`);
  return {
    ...{ kind, origin, scope, size, records, metaGiven: meta === 'given', seal, leftOut, files },
    missingOriginals: new Map(missing),
  };
}

function filesOf(lines: readonly string[]): Map<string, ManifestFile> {
  const files = new Map<string, ManifestFile>();
  for (const line of lines) {
    const [, sha256 = '', digits = '', path = ''] =
      /^([0-9a-f]{64}) ([0-9]{1,12}) ([!-~]{1,200})$/.exec(line) ?? [];
    const size = fromDecimal(digits) ?? bad('names a file in another way');
    if (files.has(path)) bad(`names ${path} twice`);
    files.set(path, { size, sha256 });
  }
  return files;
}

function claimOf(line: string): SealClaim {
  const [organisation = '', basis = '', seq = '', heads = '', ...more] = line.split(' ');
  const [cut, index] = [fromDecimal(basis), fromDecimal(seq)];
  return cut !== undefined && index !== undefined && HASH.test(heads) && more.length === 0
    ? { organisation, basis: cut, seq: index, heads }
    : bad('claims to be complete in another way');
}

const bad = (what: string): never => stop('unreadable', 'bad-manifest', `The manifest ${what}.`);
