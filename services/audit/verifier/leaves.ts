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

const LEAF =
  /^\{"event":"([0-9a-f]{64})","format":"kravspor-leaf\/v1","meta":"([0-9a-f]{64})","origin":"([!#-[\]-~]+)","prev":(null|"[0-9a-f]{64}"),"recordedAt":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)","revision":(0|[1-9]\d{0,8}),"seq":(0|[1-9]\d{0,14}),"stream":"([a-z0-9.-]{1,300})"\}$/;

/** Reads a leaf; undefined unless it is written exactly as the format has it, which leaves no second way to write it. */
export function parseLeaf(text: string): Leaf | undefined {
  const found = LEAF.exec(text);
  if (found === null) return undefined;
  const [, event = '', meta = '', origin = '', prev = '', recordedAt = '', revision, seq, stream = ''] =
    found;
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
