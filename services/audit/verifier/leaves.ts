/** What a leaf says (`kravspor-leaf/v1`). The bytes are what is hashed; this is only read from them. */
export interface Leaf {
  readonly event: string;
  readonly meta: string;
  readonly origin: string;
  readonly prev: string | null;
  readonly recordedAt: string;
  readonly revision: number;
  readonly seq: number;
  readonly stream: string;
}

/** Lengths and leading zeros are looked at below, which is twice as fast as counting in the expression. */
const LEAF =
  /^\{"event":"([0-9a-f]+)","format":"kravspor-leaf\/v1","meta":"([0-9a-f]+)","origin":"([!#-[\]-~]+)","prev":(null|"[0-9a-f]+"),"recordedAt":"([0-9T:.Z-]+)","revision":(\d+),"seq":(\d+),"stream":"([a-z0-9.-]+)"\}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const HEX_LENGTH = 64;
const MOST_STREAM = 300;

/** Reads a leaf; undefined unless it is written exactly as the format has it, which leaves no second way to write it. */
export function parseLeaf(text: string): Leaf | undefined {
  const found = LEAF.exec(text);
  if (found === null) return undefined;
  const [
    ,
    event = '',
    meta = '',
    origin = '',
    prev = '',
    recordedAt = '',
    revision = '',
    seq = '',
    stream = '',
  ] = found;
  const isWhole =
    event.length === HEX_LENGTH &&
    meta.length === HEX_LENGTH &&
    (prev === 'null' || prev.length === HEX_LENGTH + 2) &&
    isCount(revision, 9) &&
    isCount(seq, 15) &&
    stream.length <= MOST_STREAM &&
    TIME.test(recordedAt);
  if (!isWhole) return undefined;
  return {
    event,
    meta,
    origin,
    prev: prev === 'null' ? null : prev.slice(1, -1),
    recordedAt,
    revision: Number(revision),
    seq: Number(seq),
    stream,
  };
}

/** At most so many digits, and no zero before others. */
const isCount = (digits: string, most: number): boolean =>
  digits.length <= most && (digits.length === 1 || !digits.startsWith('0'));
