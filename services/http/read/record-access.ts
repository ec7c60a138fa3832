import { isLeft } from 'fp-ts/Either';
import { familyOf, lookUp } from '../../../contracts/catalogue/catalogue';
import type { LogRecord } from '../../../contracts/record';
import { ownerOf } from '../../../contracts/subjects';
import type { DocumentView, RecordView } from '../../../contracts/views';
import { readRecord } from '../../event-log/records';
import { StreamDamaged } from '../../lifecycle';
import { maySeeCalendar } from './lists/deadlines';
import { documentFor } from './document-access';
import { type Seen, viewOf } from './seen';

/** What happens in a document that its addressees may see, once it is published. */
const PUBLIC: ReadonlySet<string> = new Set([
  'published',
  'supplemented',
  'superseded',
  'accepted',
  'graded-assignment-noted',
]);

type Look = Pick<Seen, 'generation' | 'reader' | 'register'>;

/** May this reader see this record? A stream's organisation decides; drafts are their issuer's alone. */
export async function maySeeRecord(record: LogRecord, seen: Look): Promise<boolean> {
  const { reader } = seen;
  if (reader.whole) return true;
  const { event, meta } = record;
  const family = lookUp(event.type)?.family ?? familyOf(event.type);
  const owner = ownerOf(meta.stream);
  switch (family) {
    case 'log':
    case 'organisations':
      return true;
    case 'requirement':
    case 'report':
      return owner !== undefined && reader.sees(owner);
    case 'calendar':
      return owner !== undefined && maySeeCalendar({ organisation: owner }, seen);
    case 'document':
      return owner !== undefined && (owner === reader.organisation || maySeeOfDocument(record, seen));
    default:
      return false;
  }
}

/** A record by its id, with its place in the log, where this reader may see it. */
export async function recordFor(
  id: string,
  seen: Seen,
): Promise<{ readonly place: RecordView; readonly record: LogRecord } | undefined> {
  const place = await viewOf<RecordView>(seen, 'records', id);
  if (place === undefined) return undefined;
  for await (const entry of seen.service.log.readStream(place.stream, place.revision)) {
    const record = readRecord(entry);
    if (isLeft(record)) throw new StreamDamaged(`${place.stream}: ${record.left.explanation}`);
    return (await maySeeRecord(record.right, seen)) ? { place, record: record.right } : undefined;
  }
  return undefined;
}

async function maySeeOfDocument({ event }: LogRecord, seen: Look): Promise<boolean> {
  const what = lookUp(event.type)?.what;
  if (what === undefined || !PUBLIC.has(what)) return false;
  const { reader } = seen;
  if (what === 'accepted' && !reader.sees(event.organisation)) return false;
  const document = await viewOf<DocumentView>(seen, 'documents', event.subject);
  const visible = document && documentFor(document, seen);
  if (visible === undefined || what !== 'graded-assignment-noted') return visible !== undefined;
  return visible.graded.some(g => g.addressees.some(id => id === reader.organisation));
}
