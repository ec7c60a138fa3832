import fc from 'fast-check';
import { canonicalJson, sha256Hex } from '../../contracts/json/canonical';
import type { LogRecord } from '../../contracts/record';
import { readFeed } from '../../services/event-log/feed';
import { leafOf, LEAF_FORMAT, parseLeaf } from '../../services/audit';
import { parseLeaf as parseAlone } from '../../services/audit/verifier/leaves';
import { openPlace, ORIGIN } from './support';

const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map(b => Buffer.from(b).toString('hex'));

describe('the leaf of a record', () => {
  it('is the canonical form of its nine members', () =>
    fc.assert(
      fc.property(
        hex(32),
        hex(16),
        fc.option(hex(32)),
        fc.nat(),
        fc.integer({ min: 0, max: 999_999_999 }),
        (digest, salt, prev, seq, revision) => {
          const meta = {
            digest,
            salts: { event: salt, meta: salt },
            actor: 'p-æøå "x"',
            facts: { streams: [] },
          };
          const record = { event: {}, meta } as unknown as LogRecord;
          const source = {
            seq,
            recordedAt: '2031-03-01T09:00:00.000Z',
            stream: 'document-x.y-1',
            revision,
            record,
          };
          const { salts: _, ...rest } = meta;
          const leaf = leafOf(ORIGIN, source, prev);
          const members = {
            format: LEAF_FORMAT,
            origin: ORIGIN,
            seq,
            stream: source.stream,
            revision,
            prev,
            recordedAt: source.recordedAt,
            event: digest,
            meta: sha256Hex(Buffer.from(salt, 'hex'), canonicalJson(rest)),
          };
          expect(leaf.toString()).toBe(canonicalJson(members));
          const { format: __, ...said } = members;
          expect(parseLeaf(leaf)).toEqual(said);
          expect(parseAlone(leaf.toString('latin1'))).toEqual(said);
        },
      ),
    ));

  it('tells all times with milliseconds', () => {
    const meta = { digest: 'a'.repeat(64), salts: { event: '', meta: '' } };
    const record = { event: {}, meta } as unknown as LogRecord;
    const leaf = leafOf(
      ORIGIN,
      { seq: 0, recordedAt: '2031-03-01T09:00:00Z', stream: 'log', revision: 0, record },
      null,
    );
    expect(parseLeaf(leaf)?.recordedAt).toBe('2031-03-01T09:00:00.000Z');
  });

  it('holds the digests of the stored bytes with their salts', async () => {
    const place = await openPlace();
    try {
      await place.grow(3);
      for await (const batch of readFeed(place.log)) {
        for (const record of batch) {
          const { salts } = record.record.meta;
          const leaf = parseLeaf(leafOf(ORIGIN, record, null));
          const withoutSalts = record.entry.metadata.replace(/"salts":\{[^}]*\},/, '');
          expect(leaf?.event).toBe(sha256Hex(Buffer.from(salts.event, 'hex'), record.entry.data));
          expect(leaf?.meta).toBe(sha256Hex(Buffer.from(salts.meta, 'hex'), withoutSalts));
        }
      }
    } finally {
      await place.remove();
    }
  });

  it('is read in its one form only', () => {
    const meta = { digest: 'a'.repeat(64), salts: { event: '', meta: '' } };
    const record = { event: {}, meta } as unknown as LogRecord;
    const source = { seq: 7, recordedAt: '2031-03-01T09:00:00.000Z', stream: 'log', revision: 7, record };
    const text = leafOf(ORIGIN, source, 'b'.repeat(64)).toString();
    for (const other of [
      text.replace('"seq":7', '"seq":07'),
      text.replace('"seq":7', '"seq": 7'),
      text.replace('"seq":7', '"seq":7.0'),
      text.replace('leaf/v1', 'leaf/v2'),
      text.replace('"b', '"B'),
      `${text}\n`,
      ` ${text}`,
      text.replace('{', '{"a":1,'),
      text.replace('.000Z', 'Z'),
    ]) {
      expect(parseLeaf(Buffer.from(other))).toBeUndefined();
      expect(parseAlone(other)).toBeUndefined();
    }
  });
});
