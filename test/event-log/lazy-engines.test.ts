import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from './child/start';

test('who keeps the log in a file loads no client of another engine', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kravspor-lazy-'));
  const child = startChild('loaded.ts', join(folder, 'events.db'));
  expect(await child.line('loaded')).toBe('loaded: .');
  await child.kill();
  rmSync(folder, { recursive: true, force: true });
});
