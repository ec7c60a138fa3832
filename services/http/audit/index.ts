import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type { auditEndpoints } from '../../../contracts/api';
import type { Problem } from '../../../contracts/problems';
import type { RecordView } from '../../../contracts/views';
import { readRecord } from '../../event-log/records';
import { StreamDamaged } from '../../lifecycle';
import { type Answer, type Context, type Handlers, jsonAnswer } from '../handler';
import { notYet, unknownThing } from '../read/problems';
import { maySeeRecord } from '../read/record-access';
import { look, viewOf } from '../read/seen';
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
  proof: async asked => {
    const seq = await seqFor(asked);
    if (isLeft(seq)) return seq;
    const { tree } = asked.service;
    const proof = (await tree.waitFor(seq.right)) ? await tree.proofOf(seq.right) : undefined;
    return proof === undefined
      ? left(notYet('The record is not under a checkpoint yet.'))
      : right({ body: { kind: 'text', mediaType: TEXT, text: proof.toString('utf8') } });
  },
  leaf: async asked => {
    const seq = await seqFor(asked);
    if (isLeft(seq)) return seq;
    const { tree } = asked.service;
    const bytes = (await tree.waitFor(seq.right)) ? await tree.leafAt(seq.right) : undefined;
    return bytes === undefined
      ? left(notYet('The record is not under a checkpoint yet.'))
      : right({ body: { kind: 'bytes', mediaType: 'application/json', bytes } });
  },
  export: exportAnswer,
  startScrub: ({ service }) => {
    const answer = jsonAnswer(service.scrubs.start());
    return Promise.resolve(right({ ...answer, status: 202, location: '/v1/scrubs/latest' }));
  },
  scrub: ({ service }) => Promise.resolve(right(jsonAnswer(service.scrubs.latest()))),
  startRebuild: ({ service }) => {
    const answer = jsonAnswer(service.rebuilds.start());
    return Promise.resolve(right({ ...answer, status: 202, location: '/v1/rebuilds/latest' }));
  },
  rebuild: ({ service }) => Promise.resolve(right(jsonAnswer(service.rebuilds.latest()))),
  startReplay: ({ service }) => {
    const answer = jsonAnswer(service.replays.start());
    return Promise.resolve(right({ ...answer, status: 202, location: '/v1/replays/latest' }));
  },
  replay: ({ service }) => Promise.resolve(right(jsonAnswer(service.replays.latest()))),
};

async function tileAnswer({ tree }: Context['service'], path: string): Found {
  const tile = await tree.tile(path);
  if (tile === undefined) return left(unknownThing(path));
  return right({
    headers: { 'Cache-Control': tile.isFull ? FOR_EVER : 'no-cache' },
    body: { kind: 'bytes', mediaType: 'application/octet-stream', bytes: tile.bytes },
  });
}

/** The index of a record that this reader may see. */
async function seqFor(
  asked: Pick<Context<typeof auditEndpoints.proof>, 'service' | 'principal' | 'query' | 'parts'>,
): Promise<Either<Problem, number>> {
  const seen = await look(asked);
  if (isLeft(seen)) return seen;
  const { id } = asked.parts;
  const place = await viewOf<RecordView>(seen.right, 'records', id);
  if (place === undefined) return left(unknownThing(`record ${id}`));
  for await (const entry of asked.service.log.readStream(place.stream, place.revision)) {
    const record = readRecord(entry);
    if (isLeft(record)) throw new StreamDamaged(`${place.stream}: ${record.left.explanation}`);
    if (await maySeeRecord(record.right, seen.right)) return right(place.seq);
    break;
  }
  return left(unknownThing(`record ${id}`));
}
