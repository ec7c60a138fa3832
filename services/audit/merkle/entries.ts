/** C2SP tlog-tiles: a bundle of entries, each behind its length as a big-endian uint16. */
export const MAX_ENTRY_BYTES = 0xffff;

export function encodeEntries(entries: readonly Uint8Array[]): Buffer {
  const parts = entries.flatMap(entry => {
    if (entry.length > MAX_ENTRY_BYTES) throw new RangeError(`an entry of ${entry.length} bytes`);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(entry.length);
    return [length, entry];
  });
  return Buffer.concat(parts);
}

/** The entries of a bundle; undefined if it ends in the middle of one. */
export function decodeEntries(bundle: Buffer): readonly Buffer[] | undefined {
  const entries: Buffer[] = [];
  for (let at = 0; at < bundle.length;) {
    if (at + 2 > bundle.length) return undefined;
    const end = at + 2 + bundle.readUInt16BE(at);
    if (end > bundle.length) return undefined;
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return entries;
}

/** The first `count` entries of a bundle, as a bundle; undefined if there are fewer. */
export function firstEntries(bundle: Buffer, count: number): Buffer | undefined {
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 2 > bundle.length) return undefined;
    at += 2 + bundle.readUInt16BE(at);
  }
  return at <= bundle.length ? bundle.subarray(0, at) : undefined;
}
