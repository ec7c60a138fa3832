import { isLeft } from 'fp-ts/Either';
import type { Sha256 } from '../../../contracts/primitives';
import { type Content, openContent } from '../../content';
import type { Progress } from '../output';
import type { Way } from './places';
import { between, done, failed } from './stores';
import type { ToldOf } from './told';

/** What has become of the originals that a log names, all of them. */
export interface Originals {
  /** How many are in the target now. */
  readonly there: number;
  /** How many were erased, by a mark in the store or a record of the log. They are marked so in the target. */
  readonly erased: number;
  /** Named by an event alone, which no bytes came with: no loss. */
  readonly neverGiven: readonly Sha256[];
  /** Given to the store by an import, and in neither store now. */
  readonly lost: readonly Lost[];
}

export interface Lost {
  readonly sha256: Sha256;
  readonly why: 'missing' | 'damaged';
}

type Fate = 'there' | 'erased' | Lost['why'];

/** Brings the originals that a log names from one store to another, and erases first what it says is erased. */
export const moveOriginals = (told: ToldOf, way: Way, shown: Progress): Promise<Originals> =>
  between('store of originals', openContent, way, async (from, to) => {
    for (const hash of told.erasedOriginals) await erase(hash, to);
    let there = 0;
    let erased = 0;
    const neverGiven: Sha256[] = [];
    const lost: Lost[] = [];
    for (const [at, [sha256, { given }]] of [...told.originals].entries()) {
      const fate = told.erasedOriginals.has(sha256) ? 'erased' : await bring(sha256, from, to);
      if (fate === 'there') there++;
      else if (fate === 'erased') erased++;
      else if (fate === 'missing' && !given) neverGiven.push(sha256);
      else lost.push({ sha256, why: fate });
      shown.at(at + 1, told.originals.size);
    }
    return { there, erased, neverGiven, lost };
  });

async function bring(hash: Sha256, from: Content, to: Content): Promise<Fate> {
  const found = await look(hash, from);
  if (found === 'erased') await erase(hash, to);
  if (found === 'erased') return 'erased';
  // An earlier try may have brought what is gone since.
  if (found === 'missing' || found === 'damaged') {
    const brought = await look(hash, to);
    return brought instanceof Uint8Array ? 'there' : brought === 'erased' ? 'erased' : found;
  }
  const put = await to.put(found)();
  if (isLeft(put) && put.left.kind === 'erased') return 'erased';
  done(`original ${hash}`, put);
  return 'there';
}

async function look(hash: Sha256, content: Content): Promise<Uint8Array | Exclude<Fate, 'there'>> {
  const found = await content.get(hash)();
  if (!isLeft(found)) return found.right ?? 'missing';
  const { kind } = found.left;
  if (kind === 'erased' || kind === 'damaged') return kind;
  throw failed(`original ${hash}`, found.left);
}

async function erase(hash: Sha256, content: Content): Promise<void> {
  done(`erasure of the original ${hash}`, await content.erase(hash)());
}
