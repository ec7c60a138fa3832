import { isLeft } from 'fp-ts/Either';
import { fieldOf } from '../../../contracts/json/field';
import { ownerOf } from '../../../contracts/subjects';
import { leafHash } from '../../audit/merkle';
import { sha256Hex } from '../../../contracts/json/canonical';
import { formatHeads, type OwnHead } from '../../audit/bundle';
import { DirectoryLagging } from '../../lifecycle';
import type { Service } from '../service';

type Needed = Pick<Service, 'runner' | 'directory' | 'tree'>;

/** SHA-256 of the list of heads, as a seal names it. */
export async function headsDigest(
  { header, ...needed }: Needed & Pick<Service, 'header'>,
  organisation: string,
  basis: number,
): Promise<string> {
  return sha256Hex(
    formatHeads(header.origin, organisation, basis, await ownHeads(needed, organisation, basis)),
  );
}

/** The newest record of each of an organisation's own streams as of a cut of the log, with the hash of its leaf. */
export async function ownHeads(
  { runner, directory, tree }: Needed,
  organisation: string,
  basis: number,
): Promise<readonly OwnHead[]> {
  const caughtUp = await runner.caughtUp(basis, DEADLINE_MS)();
  const generation = runner.generation();
  if (isLeft(caughtUp) || generation === undefined || !(await tree.waitFor(basis)))
    throw new DirectoryLagging('the views or the tree have not come as far as the basis');
  const heads: OwnHead[] = [];
  for await (const { key: stream, document } of generation.scan('streams')) {
    if (ownerOf(stream) !== organisation) continue;
    const newest = { revision: Number(fieldOf(document, 'revision')), seq: Number(fieldOf(document, 'seq')) };
    const at = newest.seq <= basis ? newest : await headAt(directory, stream, newest.seq, basis);
    if (at === undefined) continue;
    const leaf = await tree.leafAt(at.seq);
    if (leaf === undefined) throw new DirectoryLagging(`the leaf ${at.seq} is not there`);
    heads.push({ stream, revision: at.revision, leaf: leafHash(leaf).toString('hex') });
  }
  return heads.sort((a, b) => (a.stream < b.stream ? -1 : 1));
}

const DEADLINE_MS = 10_000;

/** The last record up to the basis; undefined where the stream began later. */
async function headAt(
  directory: Needed['directory'],
  stream: string,
  newest: number,
  basis: number,
): Promise<{ readonly revision: number; readonly seq: number } | undefined> {
  const places = await directory.recordsOfStream(stream, newest)();
  if (isLeft(places)) throw new DirectoryLagging(`the views are ${places.left.state} at ${places.left.seq}`);
  return places.right.filter(place => place.seq <= basis).at(-1);
}
