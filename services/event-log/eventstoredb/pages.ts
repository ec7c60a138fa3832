import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { Recorded } from './codec';
import type { Door, Reading } from './door';
import { GivenUp } from './failures';

/** Large entries come in shorter pages, so that what a reader holds in memory is bounded. */
const PAGE_BYTES = 8 * 1024 * 1024;

export interface Page {
  readonly events: readonly Recorded[];
  /** There is no such stream. */
  readonly missing: boolean;
  /** The page ended for its size: there may be more. */
  readonly cut: boolean;
}

/**
 * One read call, collected whole, so that its deadline is about the server and not about whoever takes the entries. The
 * client keeps the deadline by a timer of its own, but the way to the call may wait for discovery: see `tries`.
 */
export async function readPage(door: Door, request: ReadReq, limit: number): Promise<Page> {
  return collect(await door.reading(request, limit));
}

function collect(call: Reading): Promise<Page> {
  return new Promise((resolve, reject) => {
    const events: Recorded[] = [];
    let bytes = 0;
    let missing = false;
    call.on('data', (answer: ReadResp) => {
      missing ||= answer.hasStreamNotFound();
      const recorded = answer.getEvent()?.getEvent();
      if (recorded === undefined) return;
      events.push(recorded);
      bytes += recorded.getData_asU8().length + recorded.getCustomMetadata_asU8().length;
      if (bytes < PAGE_BYTES) return;
      resolve({ events, missing, cut: true });
      call.cancel();
    });
    call.on('error', reject);
    call.on('end', () => resolve({ events, missing, cut: false }));
    call.on('close', () => reject(new GivenUp('the read was ended without an answer')));
  });
}
