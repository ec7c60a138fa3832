import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { canonicalJson, sha256Hex } from '../../contracts/json/canonical';
import { readFeed } from '../../services/event-log/feed';
import { leafOf, type Tree } from '../../services/audit';
import { leafHash } from '../../services/audit/merkle';
import { ORIGIN } from './folder';
import { entryOf, type Place, rightOf } from './support';

export interface MadeBundle {
  /** Path to bytes, without the manifest and its hash. */
  readonly files: Map<string, Buffer>;
  readonly head: string[];
}

export const REPORT = 'report-granvik.annual.2031.1';

/** Records of an organisation, the last of which seals the others; and all of it in a bundle that claims to be complete. */
export async function makeBundle(place: Place, records: number): Promise<MadeBundle> {
  await place.grow(records);
  const heads = await headsOf(place);
  const list = ['kravspor-heads/v1', ORIGIN, 'granvik', String(records - 1), ...heads, ''].join('\n');
  const data = { basis: records - 1, heads: sha256Hex(list) };
  const seal = entryOf(REPORT, 0, 9_000, undefined, { type: 'no.kravspor.report.sealed.v1', data });
  rightOf(await place.log.append(REPORT, 'none', [seal])());
  const tree = await place.start();
  await tree.waitFor(records);
  const files = new Map<string, Buffer>();
  files.set('checkpoint', tree.checkpoint() ?? Buffer.alloc(0));
  files.set('records/000000', await recordsOf(place, tree));
  await tree.close();
  const tile = `tile/0/000.p/${records + 1}`;
  files.set(tile, readFileSync(join(place.tiles, tile)));
  files.set('heads', Buffer.from(list));
  const head = [
    'kravspor-bundle/v1',
    'kind history',
    `origin ${ORIGIN}`,
    'scope organisation granvik',
    `checkpoint ${records + 1}`,
    `records ${records + 1}`,
    'meta given',
    `complete granvik ${records - 1} ${records} ${sha256Hex(list)}`,
    'left-out streams of other organisations',
    `original-missing ${'ab'.repeat(32)} erased`,
  ];
  return { files, head };
}

/** Writes it, with a manifest that fits. */
export function writeBundle(folder: string, { files, head }: MadeBundle): void {
  const listed = [...files].map(([path, bytes]) => `file ${sha256Hex(bytes)} ${bytes.length} ${path}`);
  const manifest = [...head, ...listed, ''].join('\n');
  const all = new Map(files);
  all.set('manifest', Buffer.from(manifest));
  all.set('manifest.sha256', Buffer.from(`${sha256Hex(manifest)}  manifest\n`));
  for (const [path, bytes] of all) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}

export const copied = (from: string, to: string): void => cpSync(from, to, { recursive: true });

async function headsOf(place: Place): Promise<readonly string[]> {
  const heads = new Map<string, { revision: number; hash: string }>();
  for await (const batch of readFeed(place.log))
    for (const record of batch) {
      const hash = leafHash(leafOf(ORIGIN, record, heads.get(record.stream)?.hash ?? null)).toString('hex');
      heads.set(record.stream, { revision: record.revision, hash });
    }
  return [...heads].map(([stream, { revision, hash }]) => `${stream} ${revision} ${hash}`).sort();
}

async function recordsOf(place: Place, tree: Tree): Promise<Buffer> {
  const lines: (Buffer | string)[] = [];
  for await (const batch of readFeed(place.log))
    for (const { seq, record, entry } of batch) {
      const { salts, ...meta } = record.meta;
      lines.push(
        (await tree.leafAt(seq)) ?? '',
        `\n${salts.event} ${salts.meta}\n${entry.data}\n${canonicalJson(meta)}\n`,
      );
    }
  return Buffer.concat(lines.map(line => Buffer.from(line)));
}
