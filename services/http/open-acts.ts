import { isLeft } from 'fp-ts/Either';
import { fromDocument, type Runner } from '../../projections';
import type { FollowUpsView } from '../../contracts/views';

/** The acts whose follow-ups are not all done, in the order of the log, a page of them. */
export async function openActsOf(
  runner: Runner,
): Promise<readonly { readonly act: string; readonly stream: string }[]> {
  const generation = runner.generation();
  if (generation === undefined) return [];
  const page = await generation.find('follow-ups', {
    filter: { op: 'equals', path: 'open', value: true },
    order: [{ path: 'seq' }],
    limit: 100,
  })();
  if (isLeft(page)) throw new Error(page.left.detail);
  return page.right.items.flatMap(({ document }) => {
    const { act, stream } = fromDocument<FollowUpsView>(document);
    return stream === undefined ? [] : [{ act, stream }];
  });
}
