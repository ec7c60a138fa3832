import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Manifest, parseManifest } from './bundle-manifest';
import { type Folder, openFolder } from './files';
import { sha256 } from './hashes';
import { add, type Report, stop } from './verdict';

/** A bundle whose every file is as its manifest says. */
export interface Bundle {
  readonly manifest: Manifest;
  readonly folder: Folder;
  /** A file of the bundle; undefined where the manifest has none of that name. */
  readonly read: (path: string) => Buffer | undefined;
}

const MOST_MANIFEST_BYTES = 1 << 26;
/** Chunks of records are of about 1 MiB; a report or a list of heads may be larger. */
const limitOf = (path: string): number => (path.startsWith('records/') ? 1 << 23 : 1 << 26);
const MOST_ENTRIES = 2_000_000;
const KNOWN =
  /^(?:checkpoint|heads|index\.html|kravspor-verify\.js|records\/\d{6}|tile\/[0-9]{1,2}\/[x0-9/]+(?:\.p\/\d{1,3})?|originals\/[0-9a-f]{64}|report\/[a-z.]{1,30})$/;

/** Opens a bundle and holds each file against the manifest, and the manifest against its own digest. */
export function openBundle(report: Report, dir: string): Bundle {
  const folder = openFolder(dir);
  const bytes =
    folder.read('manifest', MOST_MANIFEST_BYTES) ??
    stop('incomplete', 'missing-file', 'There is no manifest in the folder.');
  const digest = sha256(bytes).toString('hex');
  const stated =
    folder.read('manifest.sha256', 200) ??
    stop('incomplete', 'missing-file', 'There is no manifest.sha256 in the folder.');
  if (stated.toString('latin1') !== `${digest}  manifest\n`) {
    const message = 'The manifest, or its digest, has been altered.';
    const found = digest;
    add(report, {
      verdict: 'tampered',
      code: 'manifest-altered',
      message,
      expected: stated.toString('latin1', 0, 64),
      found,
    });
  }
  const manifest = parseManifest(bytes);
  report.notes.push(
    `that this is the bundle that was written: compare the SHA-256 of its manifest, ${digest}`,
  );
  for (const [path, { size, sha256: expected }] of manifest.files) {
    if (!KNOWN.test(path)) stop('unreadable', 'unknown-file', `${path} is no file of a bundle.`);
    const found = folder.digest(path, size);
    if (found === undefined) {
      const message = `${path} is in the manifest, but not in the folder.`;
      add(report, { verdict: 'incomplete', code: 'missing-file', message });
      continue;
    }
    if (found === expected) continue;
    const message = `${path} is not the file that the manifest names.`;
    add(report, { verdict: 'tampered', code: 'file-altered', message, expected, found });
  }
  report.counts['Files'] = manifest.files.size;
  for (const path of filesBelow(dir))
    if (!manifest.files.has(path) && path !== 'manifest' && path !== 'manifest.sha256') {
      const message = `${path} lies in the folder, but is not in the manifest.`;
      add(report, { verdict: 'tampered', code: 'extra-file', message });
    }
  return {
    manifest,
    folder,
    read: path => (manifest.files.has(path) ? folder.read(path, limitOf(path)) : undefined),
  };
}

/** Every file below a folder that is a bundle's; links are not followed but named. */
function* filesBelow(dir: string): Generator<string> {
  const waiting = [''];
  let seen = 0;
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const entry of readdirSync(join(dir, at), { withFileTypes: true })) {
      if (++seen > MOST_ENTRIES) stop('unreadable', 'too-many', 'The folder holds too many files.');
      const path = at === '' ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory()) waiting.push(path);
      else yield path;
    }
  }
}
