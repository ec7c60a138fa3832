/* Joins the modules of services/audit/verifier into one file that needs nothing but Node and can be read from top to end. */
const fs = require('node:fs');
const path = require('node:path');

const FOLDER = path.resolve(__dirname, '../audit/verifier');

const HEAD = `#!/usr/bin/env node
'use strict';
/*
 * kravspor-verify: checks what a Kravspor log has signed. It needs Node 20.19 or newer and nothing else: no package, no
 * network, no other file. It only reads the files it is told of. Run it without arguments to see how.
 *
 * This file is made of the modules below, which stand here in the order in which they build on each other. The formats
 * are public: RFC 6962 (the tree), and tlog-tiles, tlog-checkpoint, signed-note and tlog-proof of https://c2sp.org.
 */
const modules = new Map();
const define = (name, make) => modules.set(name, { make });
function load(name) {
  const module = modules.get(name);
  if (module === undefined) return require(name);
  module.exports ??= module.make(load);
  return module.exports;
}
`;

const importsOf = source =>
  [...source.matchAll(/^\s*(?:import|export)\b[^;]*?from '([^']+)';/gm)].map(found => found[1]);

/** The modules, each after those it imports. */
function inOrder() {
  const order = new Map();
  const visit = name => {
    if (order.has(name)) return;
    const source = fs.readFileSync(path.join(FOLDER, `${name}.ts`), 'utf8');
    const imports = importsOf(source);
    const foreign = imports.find(from => !/^(?:\.\/[a-z-]+|node:(?:fs|path|crypto))$/.test(from));
    if (foreign !== undefined) throw new Error(`the verifier stands alone, but ${name} imports ${foreign}`);
    for (const from of imports.filter(from => from.startsWith('./'))) visit(from.slice(2));
    order.set(name, source);
  };
  visit('main');
  return order;
}

/** The module without its types and, where others load it, with what it gives them at its end. */
function body(source) {
  // Only here, since an installation for production has the file but no compiler.
  const ts = require('typescript');
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    isolatedModules: true,
  };
  const { outputText } = ts.transpileModule(source, { compilerOptions });
  const names = [...outputText.matchAll(/^export (?:function|const|class) (\w+)/gm)].map(found => found[1]);
  const code = outputText
    .replace(/^import (\{[^}]*\}) from ('[^']+');$/gm, 'const $1 = require($2);')
    .replace(/^export (?=function|const|class)/gm, '');
  const left = /^(?:import|export)\b.*$/m.exec(code);
  if (left !== null)
    throw new Error(`the verifier's modules are to be written more plainly than this: ${left[0]}`);
  return `${code.trimEnd()}\nreturn { ${names.join(', ')} };`;
}

/** The text of the one file. */
function joinVerifier() {
  const parts = [...inOrder()].map(
    ([name, source]) => `\n/* ---- ${name} ---- */\ndefine('./${name}', require => {\n${body(source)}\n});\n`,
  );
  return `${HEAD}${parts.join('')}\nload('./main').main();\n`;
}

module.exports = { joinVerifier };
