import { canonicalJson } from '../../../contracts/json/canonical';
import type { FeedRecord } from '../../event-log/feed';

/** Stands for what is withheld. */
export const WITHHELD = '-';

/**
 * A record in four lines: its leaf; the salts of event and meta; the event's canonical bytes; and those of meta without
 * its salts. Each hash in the leaf is SHA-256 over a salt and the line. Canonical JSON holds no line feed.
 */
export function recordLines({ record, entry }: FeedRecord, leaf: Buffer, withMeta: boolean): Buffer {
  const { salts, ...rest } = record.meta;
  const meta = withMeta ? canonicalJson(rest) : WITHHELD;
  const text = `\n${salts.event} ${withMeta ? salts.meta : WITHHELD}\n${entry.data}\n${meta}\n`;
  return Buffer.concat([leaf, Buffer.from(text)]);
}
