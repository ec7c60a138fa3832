import { createHash } from 'node:crypto';
import { stop } from './verdict';

/** What is looked at of an event whose bytes have been checked. */
export interface ParsedEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function parseJson(bytes: Buffer, what: string): unknown {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return value;
  } catch {
    return stop('unreadable', 'bad-json', `${what} is not JSON.`);
  }
}

export function parsedEvent(bytes: Buffer): ParsedEvent {
  const event = parseJson(bytes, 'An event');
  if (!isObject(event)) return stop('unreadable', 'bad-event', 'An event is not an object.');
  const text = (name: string): string => {
    const value = event[name];
    return typeof value === 'string' ? value : '';
  };
  const { data } = event;
  const [id, source, type, time] = [text('id'), text('source'), text('type'), text('time')];
  return { id, source, type, time, data: isObject(data) ? data : {} };
}

const NAMESPACE = Buffer.from('8f2c1c0e5b0a4b6c9a5d3f1d2e7c4b90', 'hex');

/** The id that a record has for ever: a UUIDv5 (RFC 9562) of stream, source and id. */
export function recordId(stream: string, { source, id }: ParsedEvent): string {
  const hash = createHash('sha1')
    .update(NAMESPACE)
    .update(JSON.stringify([stream, source, id]))
    .digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
