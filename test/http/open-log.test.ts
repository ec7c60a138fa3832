import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Either, isLeft } from 'fp-ts/Either';
import { type EventLog, openEventLog, type Position } from '../../services/event-log';
import { defaultConfig, type StartProblem } from '../../services/http';
import { openLog } from '../../services/http/open-log';
import { ownNode, type Server } from '../event-log/eventstoredb-place';

const VIEWS = 'mongodb://kravspor:hem/m@elig@127.0.0.1:1/views';
const KNOWN = { count: 3, position: '42' as Position };

describe('a log on a server that is empty', () => {
  let node: Server;
  let folder: string;
  beforeEach(async () => {
    node = await ownNode();
    folder = mkdtempSync(join(tmpdir(), 'kravspor-open-'));
  });
  afterEach(async () => {
    await node.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const config = () => ({
    ...defaultConfig(folder),
    eventLog: node.uri,
    views: VIEWS,
    content: 'mongodb://127.0.0.1:1/content',
  });

  async function problemOf(opening: Promise<Either<StartProblem, EventLog>>): Promise<StartProblem> {
    const opened = await opening;
    if (isLeft(opened)) return opened.left;
    await opened.right.close();
    throw new Error('it opened');
  }

  it('is not begun anew where views on another server tell of an earlier one', async () => {
    const problem = await problemOf(openLog(config(), KNOWN));
    expect(problem).toMatchObject({ kind: 'damaged', advice: expect.stringContaining('backup') });
    expect(problem.message).toContain('mongodb://kravspor:***@127.0.0.1:1/views');
    expect(problem.message).not.toMatch(/hem|elig/);
    // Nor was it begun on the way.
    expect(await openEventLog(node.uri, { create: false })()).toMatchObject({ left: { kind: 'missing' } });
  });

  it('names all that remains of it', async () => {
    const { anchor } = { ...config(), anchor: join(folder, 'anchor') };
    writeFileSync(anchor, '');
    const { message } = await problemOf(openLog({ ...config(), anchor }, KNOWN));
    expect(message).toContain(anchor);
    expect(message).toContain('127.0.0.1:1/views');
  });

  it('is begun where nothing tells of an earlier one', async () => {
    const opened = await openLog(config());
    if (isLeft(opened)) throw new Error(opened.left.message);
    await opened.right.close();
  });
});
