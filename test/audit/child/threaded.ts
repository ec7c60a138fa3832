import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTreeThread } from '../../../services/audit';
import { openPlace, ORIGIN } from '../support';

/** Runs the tree in its thread and writes down what it sees; a process of its own, since threads start from files. */
async function main(): Promise<void> {
  const place = await openPlace();
  const keyFile = join(place.folder, 'log.key');
  writeFileSync(keyFile, `${place.key.signerKey}\n`, { mode: 0o600 });
  const options = {
    eventLog: `file:${join(place.folder, 'data', 'events.db')}`,
    folder: place.tiles,
    anchor: place.anchor,
    keyFile,
    origin: ORIGIN,
  };
  await place.grow(5);
  const tree = await startTreeThread(options);
  const seen: Record<string, unknown> = { first: await tree.waitFor(4) };
  await place.grow(300);
  seen['later'] = await tree.waitFor(304, 60_000);
  seen['never'] = await tree.waitFor(305, 50);
  seen['proof'] = (await tree.proofOf(300))?.toString().startsWith('c2sp.org/tlog-proof@v1\n');
  seen['tile'] = (await tree.tile('tile/0/001.p/49'))?.bytes.length;
  const told: number[] = [];
  const report = await tree.scrub({ progress: done => told.push(done) });
  seen['scrub'] = { checked: report.checked, alarm: report.alarm ?? null, told: told.at(-1) };
  seen['aborted'] = await tree
    .scrub({ signal: AbortSignal.abort() })
    .catch((error: unknown) => String(error));
  await tree.close();
  seen['closed'] = tree.status().state;
  writeFileSync(place.anchor, 'nonsense');
  const alarmed = await startTreeThread(options);
  await alarmed.waitFor(9_999, 2_000);
  seen['alarm'] = alarmed.status().alarm?.kind;
  await alarmed.close();
  await place.remove();
  process.stdout.write(JSON.stringify(seen));
}

void main();
