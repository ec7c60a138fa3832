import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../services/audit/verifier/main';
import { replayBundle } from '../../services/cli/replay-bundle';
import { bundleOf, type Files, fitted, REPORT, startSealedWorld, writeFiles } from '../http/sealed-world';
import { verifierKeyOf } from '../support/verifier-key';

/** Bytes between two that are changed: a part of them stands for all, so that the test ends within a minute. */
const strideOf = (path: string): number => {
  if (/^(?:kravspor-verify\.js|index\.html|originals\/.*)$/.test(path)) return 1_201;
  if (/^report\/report\./.test(path)) return 401;
  return /^(?:records|tile)\//.test(path) ? 127 : 11;
};
/** Whose bytes are claims, beyond what their hash in the manifest shows. */
const EVIDENCE = /^(?:checkpoint|heads|records\/.*|tile\/.*|report\/.*)$/;

let files: Files;
let key: string;
let dir: string;

beforeAll(async () => {
  const { harness } = await startSealedWorld();
  key = verifierKeyOf(harness.serving.service);
  files = await bundleOf(harness.url, `?report=${REPORT}`);
  await harness.close();
  dir = mkdtempSync(join(tmpdir(), 'kravspor-mutants-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));
beforeEach(() => writeFiles(dir, files));

const isVerified = (): boolean => run(['report', dir, '--key', key]).exit === 0;

function isReplayed(): boolean {
  try {
    return replayBundle(dir).differences.length === 0;
  } catch {
    return false; // it cannot even be folded
  }
}

/** Writes some files in the place of those of the bundle, and puts them back after a look. */
function during<A>(changed: Files, look: () => A): A {
  for (const [path, bytes] of changed) writeFileSync(join(dir, path), bytes);
  const found = look();
  for (const path of changed.keys()) writeFileSync(join(dir, path), files.get(path) ?? '');
  return found;
}

/** The file with one bit changed, at a byte of every stride. */
function* mutantsOf(bytes: Buffer, stride: number): Generator<readonly [number, Buffer]> {
  for (let at = 0; at < bytes.length; at += stride) {
    const mutant = Buffer.from(bytes);
    mutant.writeUInt8(mutant.readUInt8(at) ^ (1 << (at % 8)), at);
    yield [at, mutant];
  }
}

test('a whole report bundle is verified and replayed', () => {
  expect([isVerified(), isReplayed()]).toEqual([true, true]);
});

test('with a byte changed in any file, it is not verified', () => {
  const survivors: string[] = [];
  let tried = 0;
  for (const [path, bytes] of files)
    for (const [at, mutant] of mutantsOf(bytes, strideOf(path))) {
      tried++;
      if (during(new Map([[path, mutant]]), isVerified)) survivors.push(`${path} at ${at}`);
    }
  process.stdout.write(`Report bundle mutants: ${tried} tried, ${survivors.length} survived.\n`);
  expect(survivors).toEqual([]);
});

test('with a byte changed under a manifest that was made to fit, it is not verified, or replay tells another report', () => {
  const survivors: string[] = [];
  let tried = 0;
  for (const [path, bytes] of files) {
    if (!EVIDENCE.test(path)) continue;
    for (const [at, mutant] of mutantsOf(bytes, 3 * strideOf(path) + 4)) {
      tried++;
      const all = fitted(new Map(files).set(path, mutant));
      const changed: Files = new Map(
        [path, 'manifest', 'manifest.sha256'].map(name => [name, all.get(name) ?? Buffer.alloc(0)] as const),
      );
      if (during(changed, () => isVerified() && isReplayed())) survivors.push(`${path} at ${at}`);
    }
  }
  process.stdout.write(
    `Report bundle mutants under a fitting manifest: ${tried} tried, ${survivors.length} survived.\n`,
  );
  expect(survivors).toEqual([]);
});
