import { from as observable, NEVER } from 'rxjs';
import { EventLogUnavailable } from '../../services/event-log';
import { follow, type FeedRecord, LogDamaged, readFeed } from '../../services/event-log/feed';
import type { Entry, EventLog } from '../../services/event-log/port';
import { openPlace, type Place, teller } from '../projections/support';
import { requirement, tale } from '../projections/tales';

let place: Place;
let tell: ReturnType<typeof teller>;

beforeEach(async () => {
  place = await openPlace();
  tell = teller(place.log);
});
afterEach(() => place.remove());

const issued = requirement('issued');
const received = requirement('received');

async function all(batches: AsyncIterable<readonly FeedRecord[]>): Promise<FeedRecord[]> {
  const records: FeedRecord[] = [];
  for await (const batch of batches) records.push(...batch);
  return records;
}

/** The log with some of its entries changed on the way out. */
const altered = (log: EventLog, alter: (entry: Entry) => Entry): EventLog => ({
  ...log,
  async *readAll(after, batchSize) {
    for await (const entries of log.readAll(after, batchSize)) yield entries.map(alter);
  },
});

describe('the feed', () => {
  it('counts the records of all streams from 0, in the order of the log', async () => {
    await tell(issued, tale('log', 'log', 'opened'), received);
    const records = await all(readFeed(place.log));
    expect(records.map(r => [r.seq, r.stream, r.revision])).toEqual([
      [0, 'requirement-granvik.helse-solheim-sr-2031-i012', 0],
      [1, 'log', 0],
      [2, 'requirement-granvik.helse-solheim-sr-2031-i012', 1],
    ]);
    expect(records.map(r => r.told?.what)).toEqual(['issued', 'opened', 'received']);
  });

  it('is empty for an empty log', async () => {
    expect(await all(readFeed(place.log))).toEqual([]);
  });

  it.each([1, 2, 3, 10])('goes on where a reader stopped, in batches of %i', async batchSize => {
    await tell(issued, received, requirement('accepted'), requirement('measured'), requirement('fulfilled'));
    const whole = await all(readFeed(place.log));
    for (const stop of whole) {
      const rest = await all(readFeed(place.log, stop, { batchSize }));
      expect(rest.map(r => [r.seq, r.record.meta.id])).toEqual(
        whole.slice(stop.seq + 1).map(r => [r.seq, r.record.meta.id]),
      );
    }
  });

  it('never lets recordedAt run backwards, over a resumption either', async () => {
    await tell(
      { ...issued, recordedAt: '2031-03-01T09:00:00.500Z' },
      { ...received, recordedAt: '2031-03-01T09:00:00Z' },
      { ...requirement('accepted'), recordedAt: '2031-03-01T09:00:00.25Z' },
      { ...requirement('fulfilled'), recordedAt: '2031-03-01T10:00:00Z' },
    );
    const whole = await all(readFeed(place.log));
    const expected = ['2031-03-01T09:00:00.500Z', '2031-03-01T09:00:00.500Z', '2031-03-01T09:00:00.500Z'];
    expect(whole.map(r => r.recordedAt)).toEqual([...expected, '2031-03-01T10:00:00Z']);
    const rest = await all(readFeed(place.log, whole[0]));
    expect(rest.map(r => r.recordedAt)).toEqual([...expected.slice(1), '2031-03-01T10:00:00Z']);
  });

  it('hands on what it cannot read as an event, untold', async () => {
    await tell(issued, { ...received, type: 'no.kravspor.requirement.received.v9' }, requirement('accepted'));
    expect((await all(readFeed(place.log))).map(r => r.told?.what)).toEqual([
      'issued',
      undefined,
      'accepted',
    ]);
  });

  it('ends loudly at a record that is not what was written', async () => {
    await tell(issued, received);
    const damaged = altered(place.log, entry =>
      entry.revision === 1 ? { ...entry, data: entry.data.replace('Journalført', 'Bortkommet') } : entry,
    );
    const reading = all(readFeed(damaged));
    await expect(reading).rejects.toThrow(LogDamaged);
    await expect(reading).rejects.toMatchObject({ damage: { revision: 1 } });
  });
});

describe('the follower', () => {
  it('gives history, tells that it is through, and then gives what comes', async () => {
    await tell(issued);
    const stop = new AbortController();
    const seen: (readonly number[])[] = [];
    for await (const batch of follow(place.log, undefined, stop.signal)) {
      seen.push(batch.map(r => r.seq));
      if (seen.length === 2) await tell(received);
      if (seen.length === 4) stop.abort();
    }
    expect(seen).toEqual([[0], [], [1], []]);
  });

  it('misses and doubles nothing while writers go on', async () => {
    const stop = new AbortController();
    const writing = Promise.all(
      ['a', 'b', 'c', 'd'].map(async name => {
        const subject = `granvik.${name}`;
        for (let i = 0; i < 50; i++) {
          await tell(tale('requirement', subject, i === 0 ? 'issued' : 'measured'));
        }
      }),
    );
    const seqs: number[] = [];
    for await (const batch of follow(place.log, undefined, stop.signal, { batchSize: 7 })) {
      seqs.push(...batch.map(r => r.seq));
      if (seqs.length >= 200) stop.abort();
    }
    await writing;
    expect(seqs).toEqual(Array.from({ length: 200 }, (_, i) => i));
  });

  it.each([
    ['is never given', NEVER],
    ['ends', observable([])],
  ])('looks for itself where the nudge %s', async (_, tail) => {
    const stop = new AbortController();
    let isFirst = true;
    const seqs: number[] = [];
    for await (const batch of follow({ ...place.log, tail }, undefined, stop.signal, { pollMs: 5 })) {
      seqs.push(...batch.map(r => r.seq));
      if (isFirst) await tell(issued);
      isFirst = false;
      if (seqs.length === 1) stop.abort();
    }
    expect(seqs).toEqual([0]);
  });

  it('ends when told to, waiting for the tail', async () => {
    const stop = new AbortController();
    const batches: number[] = [];
    for await (const batch of follow(place.log, undefined, stop.signal, { pollMs: 3_600_000 })) {
      batches.push(batch.length);
      setTimeout(() => stop.abort(), 5);
    }
    expect(batches).toEqual([0]);
  });

  it('ends when told to, even where the log does not answer', async () => {
    const stop = new AbortController();
    const silent: EventLog = {
      ...place.log,
      readAll: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }) }),
    };
    setTimeout(() => stop.abort(), 5);
    expect(await all(follow(silent, undefined, stop.signal))).toEqual([]);
  });

  it('waits for a log that cannot be reached, goes on where it was, and claims nothing meanwhile', async () => {
    await tell(issued, received, requirement('accepted'));
    let reads = 0;
    const flaky: EventLog = {
      ...place.log,
      async *readAll(after, batchSize) {
        reads += 1;
        // The first read is lost after a batch, the second at once.
        if (reads === 2) throw new EventLogUnavailable('The event log cannot be read now.');
        for await (const entries of place.log.readAll(after, batchSize)) {
          yield entries;
          if (reads === 1) throw new EventLogUnavailable('The event log cannot be read now.');
        }
      },
    };
    const stop = new AbortController();
    const batches: (readonly number[])[] = [];
    for await (const batch of follow(flaky, undefined, stop.signal, { batchSize: 1, pollMs: 5 })) {
      batches.push(batch.map(record => record.seq));
      if (batch.length === 0) stop.abort();
    }
    expect(batches).toEqual([[0], [1], [2], []]);
    expect(reads).toBe(3);
  });

  it('ends at once where it was told so before it began', async () => {
    await tell(issued);
    expect(await all(follow(place.log, undefined, AbortSignal.abort()))).toEqual([]);
  });
});
