import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type { auditEndpoints } from '../../../contracts/api';
import { osloDayOf } from '../../../contracts/calendar';
import type { Problem } from '../../../contracts/problems';
import { type Put, TAR_END, tarHeader, tarPadding, writeBundle } from '../../audit/bundle';
import type { Answer, Context } from '../handler';
import { drainOf } from '../read/list';
import { notYet } from '../read/problems';
import { look } from '../read/seen';
import { type ExportPlan, planOf } from './export-plan';

type Asked = Context<typeof auditEndpoints.export>;

/** A bundle as a tar, written as it is made. */
export async function exportAnswer(asked: Asked): Promise<Either<Problem, Answer>> {
  const { service, query } = asked;
  const seen = await look(asked);
  if (isLeft(seen)) return seen;
  const head = (await service.log.head())?.count ?? 0;
  if (!(await service.tree.waitFor(head - 1)) || service.tree.status().alarm !== undefined)
    return left(notYet('The log is not under a checkpoint yet.'));
  const plan = await planOf(seen.right, query, asked.principal);
  if (isLeft(plan)) return plan;
  const name = `kravspor-${plan.right.name}-${osloDayOf(service.clock.now())}.tar`;
  return right({
    headers: { 'Content-Disposition': `attachment; filename="${name}"`, 'X-Accel-Buffering': 'no' },
    body: {
      kind: 'stream',
      mediaType: 'application/x-tar',
      write: (response, signal) => written(asked, plan.right, response, signal),
    },
  });
}

async function written(
  { service }: Asked,
  plan: ExportPlan,
  response: NodeJS.WritableStream,
  signal: AbortSignal,
): Promise<void> {
  const write = async (bytes: Uint8Array): Promise<void> => {
    if (!response.write(bytes)) await drainOf(response, signal);
    signal.throwIfAborted();
  };
  const put: Put = async (path, bytes) => {
    await write(tarHeader(path, bytes.length));
    await write(bytes);
    await write(tarPadding(bytes.length));
  };
  const { log, tree, content } = service;
  const { erasedOriginals } = (await service.door.read('log', 'log')).state;
  const erased = new Set(erasedOriginals.map(e => e.id));
  await writeBundle({ log, tree, content, erased, put, signal }, plan);
  await write(TAR_END);
}
