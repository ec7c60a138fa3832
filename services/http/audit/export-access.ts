import { ownerOf } from '../../../contracts/subjects';
import type { Seen } from '../read/seen';

/** May this reader see every record of the stream? Of documents, drafts are their issuer's alone. */
export function isOpen(stream: string, { reader }: Pick<Seen, 'reader'>): boolean {
  if (reader.whole || stream === 'log' || stream === 'organisations') return true;
  const owner = ownerOf(stream);
  if (owner === undefined) return false;
  return stream.startsWith('document-') ? owner === reader.organisation : reader.sees(owner);
}
