import { type Either, isLeft, left, right } from 'fp-ts/Either';
import { filter, firstValueFrom, race, timer } from 'rxjs';
import type { readEndpoints } from '../../../contracts/api';
import type { Problem } from '../../../contracts/problems';
import { ownerOf } from '../../../contracts/subjects';
import type { FollowUpsView } from '../../../contracts/views';
import { type Answer, type Context, jsonAnswer } from '../handler';
import { unknownThing } from './problems';
import { look, type Seen, viewOf } from './seen';

const DEADLINE_MS = 10_000;

/** What one act causes elsewhere; `wait=completed` waits until all of it is done, or answers as far as it is. */
export async function followUpAnswer({
  service,
  principal,
  parts,
  query,
  signal,
}: Context<typeof readEndpoints.followUp>): Promise<Either<Problem, Answer>> {
  const { wait } = query;
  const asked = { service, principal, query: wait === undefined || wait === 'completed' ? {} : { wait } };
  const until = performance.now() + DEADLINE_MS;
  for (;;) {
    const seen = await look(asked);
    if (isLeft(seen)) return seen;
    const view = await viewOf<FollowUpsView>(seen.right, 'follow-ups', parts.act);
    if (view === undefined || !maySee(view, seen.right)) return left(unknownThing(`act ${parts.act}`));
    const remaining = until - performance.now();
    if (wait !== 'completed' || !view.open || remaining <= 0 || signal.aborted)
      return right(jsonAnswer({ href: `/v1/follow-ups/${view.act}`, ...view }));
    const moved = service.runner.progress.pipe(filter(status => status.seq > seen.right.seq));
    await firstValueFrom(race(moved, timer(remaining)), { defaultValue: undefined });
  }
}

/** Whoever sees the act sees what came of it. */
function maySee({ stream, organisation }: FollowUpsView, { reader }: Seen): boolean {
  const owner = stream === undefined ? undefined : ownerOf(stream);
  const sees = (id: string | undefined): boolean => id !== undefined && reader.sees(id);
  return reader.whole || sees(owner) || sees(organisation) || stream === 'organisations';
}
