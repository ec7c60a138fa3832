import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256Hex } from '../../contracts/json/canonical';
import { readTar } from '../../services/audit/bundle';
import { ANNUAL_RULES } from '../../services/reports';
import { light, MINISTRY, on, REPORT, startWorld, TRUST, type World, WHOLE_YEAR } from './read-world';

export { REGION, REPORT, TRUST } from './read-world';

type Data = Readonly<Record<string, unknown>>;
interface Prepared {
  readonly send: { readonly event: Data & { readonly data: Data }; readonly ifMatch: string };
  readonly gaps: readonly { readonly requirement: string }[];
}

/** The small world, with Granvik's report answered, submitted, heard by its board, and sealed. */
export async function startSealedWorld(): Promise<World> {
  const world = await startWorld();
  const { harness } = world;
  const { ruleSet, version, sha256, description } = ANNUAL_RULES;
  await on(harness, '2031-12-01', 'log.rule-set-registered', 'log', MINISTRY, {
    ...{ ruleSet, version, sha256, description },
  });
  const answer = (requirement: string, status: string, text: string) =>
    on(harness, '2032-01-20', 'requirement.reported', requirement, TRUST, {
      period: WHOLE_YEAR,
      status: light(status),
      text,
    });
  await answer(world.exercise, 'yellow', 'Ni av elleve kommuner er med.');
  await answer(world.stock, 'green', 'Meldt hver måned, "uten" unntak & avvik.');
  await answer(world.accounts, 'green', 'I balanse.');
  await submit(world, 'administrative');
  await on(harness, '2032-02-10', 'report.board-treated', REPORT, TRUST, {
    boardCase: { number: '8/32', title: 'Årlig melding 2031', date: '2032-02-10' },
    decision: 'Godkjent',
  });
  await submit(world, 'board');
  await harness.settled();
  const { send } = await prepared(world, 'seal');
  await harness.stored(send.event, { 'If-Match': send.ifMatch });
  await harness.settled();
  return world;
}

export const prepared = async ({ harness }: World, what: string): Promise<Prepared> =>
  (await harness.agent.get(`/v1/reports/${REPORT}/${what}`).expect(200)).body as Prepared;

async function submit(world: World, step: string): Promise<void> {
  await world.harness.settled();
  const { send, gaps } = await prepared(world, `submission?step=${step}`);
  const data = {
    ...send.event.data,
    gaps: gaps.map(g => ({ requirement: g.requirement, reason: 'Ikke målt' })),
  };
  await world.harness.stored({ ...send.event, data }, { 'If-Match': send.ifMatch });
}

/** The files of a bundle, by path. */
export type Files = Map<string, Buffer>;

/** Asks for a bundle; the files are those of the tar. */
export async function bundleOf(
  url: string,
  query: string,
  headers: Record<string, string> = {},
): Promise<Files> {
  const response = await fetch(`${url}/v1/export${query}`, { headers });
  if (response.body === null || response.status !== 200)
    throw new Error(`${response.status}: ${await response.text()}`);
  const files: Files = new Map();
  for await (const { name, bytes } of readTar(response.body, 1 << 26)) files.set(name, bytes);
  return files;
}

export function writeFiles(folder: string, files: Files): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}

/** The same with a manifest that fits the files again, as a thorough forger would leave it. */
export function fitted(files: Files, change: (line: string) => string = line => line): Files {
  const head = (files.get('manifest') ?? '')
    .toString()
    .split('\n')
    .filter(l => l !== '' && !l.startsWith('file '));
  const listed = [...files]
    .filter(([path]) => !path.startsWith('manifest'))
    .map(([path, bytes]) => `file ${sha256Hex(bytes)} ${bytes.length} ${path}`);
  const manifest = [...head.map(change), ...listed, ''].join('\n');
  return new Map(files)
    .set('manifest', Buffer.from(manifest))
    .set('manifest.sha256', Buffer.from(`${sha256Hex(manifest)}  manifest\n`));
}
