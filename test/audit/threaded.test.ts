import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

it('the tree grows, proves, scrubs and alarms the same in a thread of its own', () => {
  const register = join(__dirname, '../event-log/child/register.cjs');
  const args = ['-r', register, join(__dirname, 'child/threaded.ts')];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 200_000 });
  expect({ stderr, ...(JSON.parse(stdout) as object) }).toEqual({
    stderr: '',
    first: true,
    later: true,
    never: false,
    proof: true,
    tile: 49 * 32,
    scrub: { checked: 305, alarm: null, told: 305 },
    aborted: expect.stringContaining('aborted'),
    closed: 'closed',
    alarm: 'anchor-unreadable',
  });
});
