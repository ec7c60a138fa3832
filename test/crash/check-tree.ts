import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isLeft } from 'fp-ts/Either';
import { fieldOf } from '../../contracts/json/field';
import { startTree } from '../../services/audit';
import { openEventLog } from '../../services/event-log';
import { openSigningKey } from '../../services/vault';
import { ROOT } from './server';

const ORIGIN = 'kravspor.local/log';
const DEADLINE_MS = 60_000;

/**
 * Is the tree that of the log? It is grown to the log's end, every leaf and tile of it is made anew and compared, and the
 * verifier that auditors are given is run over its files.
 */
export async function checkTree(
  data: string,
  uri = `file:${join(data, 'events.db')}`,
): Promise<readonly string[]> {
  const log = await openEventLog(uri, { readOnly: true })();
  if (isLeft(log)) return [log.left.message];
  const signer = openSigningKey(join(data, 'log.key'), { name: ORIGIN, create: false });
  if (isLeft(signer)) return [signer.left.message];
  const folder = join(data, 'log');
  const tree = await startTree({
    log: log.right,
    folder,
    anchor: `${data}.anchor`,
    signer: signer.right,
    origin: ORIGIN,
  });
  try {
    const count = (await log.right.head())?.count ?? 0;
    if (!(await tree.waitFor(count - 1, DEADLINE_MS)))
      return [`the tree does not come to the log's end: ${JSON.stringify(tree.status())}`];
    const { alarm, checked } = await tree.scrub();
    const wrongs = alarm === undefined ? [] : [`the tree: ${alarm.message}`];
    return checked === count ? wrongs : [...wrongs, `${checked} of ${count} records were scrubbed`];
  } finally {
    await tree.close();
    await log.right.close();
  }
}

/** What the stand-alone verifier says of the folder, in a process of its own. */
export function checkByVerifier(data: string): readonly string[] {
  const signer = openSigningKey(join(data, 'log.key'), { name: ORIGIN, create: false });
  if (isLeft(signer)) return [signer.left.message];
  const verifier = join(ROOT, 'dist/kravspor-verify.js');
  if (!existsSync(verifier)) return ['there is no verifier'];
  try {
    const args = [verifier, 'log', join(data, 'log'), '--key', signer.right.verifierKey, '--json'];
    const said: unknown = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
    return fieldOf(said, 'verdict') === 'verified' ? [] : [`the verifier: ${JSON.stringify(said)}`];
  } catch (error) {
    return [`the verifier: ${String(fieldOf(error, 'stdout') ?? error).slice(0, 500)}`];
  }
}
