import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BundlePlan, bundlePage, type NewBundleFile, scopeText } from '../../audit/bundle';
import type { Seen } from '../read/seen';

/** The verifier, and the page that tells how to use it. */
export const usage = (
  kind: BundlePlan['kind'],
  scope: BundlePlan['scope'],
  leftOut: readonly string[],
  { service }: Pick<Seen, 'service'>,
): readonly NewBundleFile[] => [
  ...verifierFile(),
  {
    path: 'index.html',
    bytes: Buffer.from(bundlePage({ kind, origin: service.header.origin, scope: scopeText(scope), leftOut })),
  },
];

/** For a file. */
export const nameOf = (scope: BundlePlan['scope']): string =>
  scopeText(scope)
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .slice(0, 60);

/** The verifier goes with each bundle, where this program was built with it. */
function verifierFile(): readonly NewBundleFile[] {
  for (const folder of ['../../..', '../../../dist']) {
    try {
      const path = 'kravspor-verify.js';
      return [{ path, bytes: readFileSync(join(__dirname, folder, path)) }];
    } catch {
      continue; // not in this place
    }
  }
  return [];
}
