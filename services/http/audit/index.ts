import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type { auditEndpoints } from '../../../contracts/api';
import type { Problem } from '../../../contracts/problems';
import type { Tree } from '../../audit';
import { type Answer, type Body, type Context, type Handlers, jsonAnswer } from '../handler';
import { notYet, unknownThing } from '../read/problems';
import { recordFor } from '../read/record-access';
import { look } from '../read/seen';
import { exportAnswer } from './export';

type Found = Promise<Either<Problem, Answer>>;

const TEXT = 'text/plain; charset=utf-8';
const FOR_EVER = 'public, max-age=31536000, immutable';

/** What auditors ask of the log itself. */
export const auditHandlers: Handlers<typeof auditEndpoints> = {
  checkpoint: ({ service }) => {
    const bytes = service.tree.checkpoint();
    return Promise.resolve(
      bytes === undefined
        ? left(notYet('No checkpoint has been signed yet.'))
        : right({ body: { kind: 'text', mediaType: TEXT, text: bytes.toString('utf8') } }),
    );
  },
  entryBundle: ({ service, parts }) => tileAnswer(service, `tile/entries/${parts.index}`),
  tile: ({ service, parts }) => tileAnswer(service, `tile/${parts.level}/${parts.index}`),
  proof: asked =>
    underCheckpoint(asked, async (tree, seq) => {
      const proof = await tree.proofOf(seq);
      return proof && { kind: 'text', mediaType: TEXT, text: proof.toString('utf8') };
    }),
  leaf: asked =>
    underCheckpoint(asked, async (tree, seq) => {
      const bytes = await tree.leafAt(seq);
      return bytes && { kind: 'bytes', mediaType: 'application/json', bytes };
    }),
  export: exportAnswer,
  startScrub: ({ service }) => begun(service.scrubs.start(), '/v1/scrubs/latest'),
  scrub: ({ service }) => Promise.resolve(right(jsonAnswer(service.scrubs.latest()))),
  startRebuild: ({ service }) => begun(service.rebuilds.start(), '/v1/rebuilds/latest'),
  rebuild: ({ service }) => Promise.resolve(right(jsonAnswer(service.rebuilds.latest()))),
  startReplay: ({ service }) => begun(service.replays.start(), '/v1/replays/latest'),
  replay: ({ service }) => Promise.resolve(right(jsonAnswer(service.replays.latest()))),
};

/** Something that takes its time runs; `location` tells how far it is. */
const begun = (job: unknown, location: string): Found =>
  Promise.resolve(right({ ...jsonAnswer(job), status: 202, location }));

async function tileAnswer({ tree }: Context['service'], path: string): Found {
  const tile = await tree.tile(path);
  if (tile === undefined) return left(unknownThing(path));
  return right({
    headers: { 'Cache-Control': tile.isFull ? FOR_EVER : 'no-cache' },
    body: { kind: 'bytes', mediaType: 'application/octet-stream', bytes: tile.bytes },
  });
}

type AskedOfRecord = Pick<Context<typeof auditEndpoints.proof>, 'service' | 'principal' | 'query' | 'parts'>;

/** What the tree tells of a record that this reader may see, as soon as it is under a checkpoint. */
async function underCheckpoint(
  asked: AskedOfRecord,
  take: (tree: Tree, seq: number) => Promise<Body | undefined>,
): Found {
  const seen = await look(asked);
  if (isLeft(seen)) return seen;
  const { id } = asked.parts;
  const found = await recordFor(id, seen.right);
  if (found === undefined) return left(unknownThing(`record ${id}`));
  const { tree } = asked.service;
  const { seq } = found.place;
  const body = (await tree.waitFor(seq)) ? await take(tree, seq) : undefined;
  return body === undefined ? left(notYet('The record is not under a checkpoint yet.')) : right({ body });
}
