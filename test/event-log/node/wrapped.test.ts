import fc from 'fast-check';
import { type Payload, unwrap, wrap } from '../../../services/event-log/node/wrapped';

const bytes = fc.oneof(
  fc.uint8Array(),
  fc.string({ unit: 'grapheme' }).map(text => new Uint8Array(Buffer.from(text))),
  fc.json().map(text => new Uint8Array(Buffer.from(text))),
);
const payload: fc.Arbitrary<Payload> = fc.record({ json: fc.boolean(), data: bytes, custom: bytes });

const plain = ({ json, data, custom }: Payload) => ({ json, data: [...data], custom: [...custom] });

describe('what a node keeps of an event', () => {
  it('comes back to the byte, whatever it is, and is text that the log can store', () => {
    fc.assert(
      fc.property(payload, fc.nat(), (given, now) => {
        const texts = wrap(given, now);
        for (const text of [texts.data, texts.metadata]) {
          expect(text.isWellFormed() && !text.includes('\0')).toBe(true);
        }
        const back = unwrap(texts);
        expect(plain(back)).toEqual(plain(given));
      }),
    );
  });

  it('is stored as it is where its metadata tells when it was recorded, and says so as its time', () => {
    const data = '{"id":"blåbær"}';
    const custom = '{"actor":"p-1","recordedAt":"2031-02-03T04:05:06.789Z"}';
    const texts = wrap({ json: true, data: Buffer.from(data), custom: Buffer.from(custom) }, 1);
    expect(texts).toEqual({ data, metadata: custom });
    expect(unwrap(texts).created).toBe(`${Date.parse('2031-02-03T04:05:06.789Z')}0000`);
  });

  it.each([
    ['a time that is none', '{"recordedAt":"soon"}'],
    ['a time further in', '{"facts":{"recordedAt":"2031-02-03T04:05:06Z"}}'],
    ['no JSON', '"recordedAt"'],
  ])('gets a time of its own with %s', (_what, custom) => {
    const texts = wrap({ json: true, data: Buffer.from('{}'), custom: Buffer.from(custom) }, 1_234);
    expect(texts.metadata).not.toBe(custom);
    expect(unwrap(texts).created).toBe('12340000');
    expect(Buffer.from(unwrap(texts).custom).toString()).toBe(custom);
  });
});
