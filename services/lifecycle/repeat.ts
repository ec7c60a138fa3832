import { type Either, left, right } from 'fp-ts/Either';
import { differences } from '../../contracts/diff';
import { canonicalJson } from '../../contracts/json/canonical';
import type { Problem } from '../../contracts/problems';
import type { EventLog } from '../event-log/port';
import { readRecord } from '../event-log/records';
import type { Receipt } from './receipt';
import type { Received } from './receive';
import { type Loaded, StreamDamaged } from './streams';

/**
 * Is the event's id taken in its stream? The same body again gives its first answer again; another body is refused with
 * what differs. Tracing does not count as body.
 */
export async function repeated(
  log: EventLog,
  loaded: Loaded,
  received: Received,
): Promise<Either<Problem, Receipt> | undefined> {
  const revision = loaded.records.indexOf(received.id);
  if (revision < 0) return undefined;
  for await (const entry of log.readStream(loaded.stream, revision)) {
    const record = readRecord(entry);
    if (record._tag === 'Left')
      throw new StreamDamaged(`${loaded.stream} at ${revision}: ${record.left.explanation}`);
    const { event, meta } = record.right;
    const [before, now] = [untraced(event), untraced(received.event)];
    if (canonicalJson(before) !== canonicalJson(now)) return left(reused(received, differences(before, now)));
    return right({
      id: meta.id,
      type: event.type,
      stream: loaded.stream,
      revision,
      position: entry.position,
      time: event.time,
      recordedAt: meta.recordedAt,
      again: true,
    });
  }
  throw new StreamDamaged(`${loaded.stream} has no record at ${revision}`);
}

function untraced(event: Received['event']): unknown {
  const { traceparent: _, tracestate: __, ...rest } = event;
  return rest;
}

const reused = ({ event, id }: Received, differs: unknown): Problem => ({
  problem: 'id-reused',
  detail: `The id ${event.id} of ${event.source} was used before in this stream, with another body.`,
  expected: 'the same body, or a new id',
  advice: 'Send a new event with an id of its own; if the old one was wrong, send a corrected event.',
  extra: { record: id, differs },
});
