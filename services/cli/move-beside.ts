import { moveOriginals, type Originals } from './move/originals';
import { movePersons, type Persons } from './move/persons';
import type { Ways } from './move/places';
import { moveReads, type Reads } from './move/reads';
import { toldIn } from './move/told';
import type { Progress } from './output';

export interface MovedBeside {
  readonly originals?: Originals;
  readonly persons?: Persons;
  readonly reads?: Reads;
}

/** Brings what is kept beside a log, as far as it is asked for. The log itself is there already, and tells what is erased. */
export async function moveBeside(
  { log, content, vault, reads }: Ways,
  shown: Progress,
): Promise<MovedBeside> {
  const told = content || vault ? await toldIn(log.to) : undefined;
  return {
    ...(told && content && { originals: await moveOriginals(told, content, shown) }),
    ...(told && vault && { persons: await movePersons(told, vault, shown) }),
    ...(reads && { reads: await moveReads(reads, shown) }),
  };
}
