/* Compiles the sources to dist/ file by file. Types are checked by `npm run types`; here only their syntax is taken off. */
const fs = require('node:fs');
const path = require('node:path');
const { joinVerifier } = require('./join-verifier.js');

const ROOT = path.resolve(__dirname, '../..');
const OUT = path.join(ROOT, 'dist');
const SOURCES = ['contracts', 'services', 'projections', 'test'];
const STAMP = path.join(OUT, '.built');
const WAIT_MS = 50;

function* filesBelow(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(file);
    else yield file;
  }
}

const isSource = file => file.endsWith('.ts') && !file.endsWith('.test.ts');
const isAsset = file => /\.(?:css|txt|svg|json)$/.test(file);
const sources = () => SOURCES.flatMap(folder => [...filesBelow(path.join(ROOT, folder))]);

/** Is dist/ there, and younger than every source? */
function isFresh() {
  if (!fs.existsSync(STAMP)) return false;
  if (!fs.existsSync(path.join(ROOT, 'contracts'))) return true;
  const built = fs.statSync(STAMP).mtimeMs;
  return sources().every(file => !(isSource(file) || isAsset(file)) || fs.statSync(file).mtimeMs <= built);
}

/** Builds where that is needed. Of several processes one builds, and the others wait for it. */
function ensureBuilt() {
  if (!isFresh()) build(isFresh);
}

function build(isDone = () => false) {
  const lock = `${OUT}.lock`;
  while (!taken(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MS);
  try {
    if (!isDone()) compile();
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

function taken(lock) {
  try {
    fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!isHeld(lock)) fs.rmSync(lock, { force: true });
    return false;
  }
}

/** A process that was killed leaves its lock behind. */
function isHeld(lock) {
  try {
    process.kill(Number(fs.readFileSync(lock, 'utf8')), 0);
    return true;
  } catch (error) {
    return error.code !== 'ESRCH';
  }
}

function compile() {
  // Only here, since an installation for production has dist/ but no compiler.
  const swc = require('@swc/core');
  const next = `${OUT}.${process.pid}`;
  for (const file of sources()) {
    const target = path.join(next, path.relative(ROOT, file));
    if (!isSource(file) && !isAsset(file)) continue;
    fs.mkdirSync(path.dirname(target), { recursive: true });
    if (isAsset(file)) fs.copyFileSync(file, target);
    else fs.writeFileSync(target.replace(/\.ts$/, '.js'), swc.transformFileSync(file, { cwd: ROOT }).code);
  }
  fs.writeFileSync(path.join(next, 'kravspor-verify.js'), joinVerifier(), { mode: 0o755 });
  fs.writeFileSync(path.join(next, '.built'), '');
  // Beside, then in place: nobody sees half a build.
  fs.rmSync(`${OUT}.old`, { recursive: true, force: true });
  if (fs.existsSync(OUT)) fs.renameSync(OUT, `${OUT}.old`);
  fs.renameSync(next, OUT);
  fs.rmSync(`${OUT}.old`, { recursive: true, force: true });
}

module.exports = { ensureBuilt };
if (require.main === module) build();
