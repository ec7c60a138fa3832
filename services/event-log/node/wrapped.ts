import { isUtf8 } from 'node:buffer';
import { isRecord } from './plain';

/** What the protocol carries of an event besides its id, stream and type. */
export interface Payload {
  readonly json: boolean;
  readonly data: Uint8Array;
  readonly custom: Uint8Array;
}

/** What the port stores of it: two texts. */
export interface Texts {
  readonly data: string;
  readonly metadata: string;
}

/**
 * The port stores text and no time. A record of ours tells its time itself (`recordedAt` in its metadata) and goes
 * through as it is. Anything else gets one line before its metadata that says when it came and how to get the bytes
 * back; no JSON begins like this line.
 */
const MARK = 'kravspor-node/1 ';

interface Line {
  /** 100 ns since 1970, in decimal. */
  readonly created: string;
  readonly json: boolean;
  /** Are data and custom metadata written in base64? */
  readonly base64: readonly [data: boolean, custom: boolean];
}

/** The texts to store for a payload that came at `now` (milliseconds since 1970). */
export function wrap(payload: Payload, now: number): Texts {
  const data = asText(payload.data);
  const custom = asText(payload.custom);
  if (payload.json && data !== undefined && custom !== undefined && recordedAt(custom) !== undefined) {
    return { data, metadata: custom };
  }
  const line: Line = {
    created: ticks(now),
    json: payload.json,
    base64: [data === undefined, custom === undefined],
  };
  return {
    data: data ?? base64(payload.data),
    metadata: `${MARK}${JSON.stringify(line)}\n${custom ?? base64(payload.custom)}`,
  };
}

/** The payload as it was sent, and when it was appended, in ticks. */
export function unwrap({ data, metadata }: Texts): Payload & { readonly created: string } {
  if (!metadata.startsWith(MARK)) {
    const created = recordedAt(metadata);
    return {
      json: true,
      data: Buffer.from(data),
      custom: Buffer.from(metadata),
      created: created === undefined ? '0' : ticks(created),
    };
  }
  const end = metadata.indexOf('\n');
  const line = lineOf(metadata.slice(MARK.length, end));
  const custom = metadata.slice(end + 1);
  return {
    json: line.json,
    created: line.created,
    data: Buffer.from(data, line.base64[0] ? 'base64' : 'utf8'),
    custom: Buffer.from(custom, line.base64[1] ? 'base64' : 'utf8'),
  };
}

function lineOf(text: string): Line {
  const line: unknown = JSON.parse(text);
  if (!isRecord(line) || typeof line['created'] !== 'string' || !Array.isArray(line['base64']))
    throw new Error('an entry of this log is wrapped in a way this version does not know');
  const flags: readonly unknown[] = line['base64'];
  const [data, custom] = flags;
  return { created: line['created'], json: line['json'] === true, base64: [data === true, custom === true] };
}

/** `recordedAt` of the metadata of a record, in milliseconds since 1970. */
function recordedAt(metadata: string): number | undefined {
  if (!metadata.includes('"recordedAt"')) return undefined;
  try {
    const meta: unknown = JSON.parse(metadata);
    const time = isRecord(meta) ? meta['recordedAt'] : undefined;
    const at = typeof time === 'string' ? Date.parse(time) : NaN;
    return Number.isNaN(at) ? undefined : at;
  } catch {
    return undefined;
  }
}

/** The bytes as text that the port gives back unchanged, if they are such. */
function asText(bytes: Uint8Array): string | undefined {
  if (!isUtf8(bytes) || bytes.includes(0)) return undefined;
  return view(bytes).toString('utf8');
}

const base64 = (bytes: Uint8Array): string => view(bytes).toString('base64');
const view = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const ticks = (milliseconds: number): string =>
  `${Math.max(0, Math.trunc(milliseconds))}0000`.replace(/^0+(?=\d)/, '');
