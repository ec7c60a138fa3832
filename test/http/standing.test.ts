import { join } from 'node:path';
import type { TreeStatus } from '../../services/audit';
import { DEFAULT_LIMITS } from '../../services/http';
import { takeWriterLock, type WriterLock } from '../../services/sqlite/lock';
import { event, type Harness, registered, startHarness } from './harness';
import { imported, readyToPublish, REGION, REPORTING, settle } from './world';

interface Readiness {
  readonly ready: boolean;
  readonly checks: { readonly tree: { readonly ok: boolean; readonly detail: string } };
}

/** The lock of the tree as a process keeps it that is frozen: alive, and doing nothing. */
describe('a tree whose writer is frozen', () => {
  let harness: Harness;
  let lock: WriterLock | undefined;
  const release = (): void => {
    lock?.release();
    lock = undefined;
  };
  beforeEach(async () => {
    harness = await startHarness();
    await settle(harness);
    await harness.settled();
    await harness.serving.service.tree.waitFor((await harness.count()) - 1);
    await harness.serving.close();
    const taken = takeWriterLock(join(harness.folder, 'log'));
    if (taken._tag === 'Right') lock = taken.right;
    await harness.restart({ limits: { ...DEFAULT_LIMITS, treeStandsMs: 500, followUpsMs: 200 } });
    await harness.serving.service.tree.waitFor((await harness.count()) - 1);
  });
  afterEach(async () => {
    release();
    await harness.close();
  });

  async function readiness(): Promise<Readiness> {
    const { body }: { body: Readiness } = await harness.agent.get('/readyz');
    return body;
  }

  async function until(found: (now: Readiness) => boolean): Promise<Readiness> {
    for (;;) {
      const now = await readiness();
      if (found(now)) return now;
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  it('turns readiness red while records wait, and green again when somebody goes on', async () => {
    expect((await readiness()).checks.tree).toMatchObject({ ok: true });
    await harness.stored(registered('vestre', 'Vestre sykehus HF', 'trust', REGION));
    const red = await until(({ ready }) => !ready);
    expect(red.checks.tree).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/has not moved for .*, though 1 record waits? for a checkpoint/),
    });
    const metrics = await harness.agent.get('/metrics');
    expect(metrics.text).toMatch(/^kravspor_tree_standing_seconds\{.*\} (?:0\.[5-9]|[1-9])/m);
    release();
    const green = await until(({ checks }) => checks.tree.detail.includes(', 0 waiting'));
    expect(green).toMatchObject({ ready: true, checks: { tree: { ok: true } } });
  }, 120_000);

  it('does not keep an act from what it causes', async () => {
    const document = await imported(harness);
    await readyToPublish(harness, document);
    const { records } = await harness.serving.service.door.read('document', `document-${document}`);
    await harness.stored(event('document.published', document, REGION, { reporting: REPORTING }), {
      'If-Match': `"${records.length - 1}"`,
    });
    await harness.settled();
    const status: TreeStatus = harness.serving.service.tree.status();
    expect(status.state).toBe('standby');
    const laid = await harness.agent.get('/v1/requirements').expect(200);
    expect((laid.body as { readonly total: number }).total).toBeGreaterThan(0);
  }, 120_000);
});
