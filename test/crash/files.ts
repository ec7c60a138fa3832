/** Watches what the tree does to its files, from outside: for scripts preloaded into the real server. */

export type TreeStep = 'write' | 'sync' | 'rename';

/** What the tree's module calls for each step; nothing else in the product calls `fsync` with a callback. */
const CALLS: readonly (readonly [name: string, step: TreeStep])[] = [
  ['writeSync', 'write'],
  ['fsync', 'sync'],
  ['renameSync', 'rename'],
];

/** Tells each step of the tree's files before it is done. Writes of the process to its own output are none. */
export function watchTreeFiles(before: (step: TreeStep) => void): void {
  const fs: unknown = process.getBuiltinModule('node:fs');
  if (typeof fs !== 'object' || fs === null) throw new Error('there is no file system');
  for (const [name, step] of CALLS) {
    const original: unknown = Reflect.get(fs, name);
    if (typeof original !== 'function') throw new Error(`fs has no ${name}`);
    Reflect.set(fs, name, (...parameters: unknown[]): unknown => {
      const isOutput = parameters[0] === 1 || parameters[0] === 2;
      const isTree = name !== 'renameSync' || /\.anchor$|\/log\//.test(String(parameters[1]));
      if (isTree && !isOutput) before(step);
      const result: unknown = Reflect.apply(original, fs, parameters);
      return result;
    });
  }
}
