/** Puts a watcher around the SQLite engine that the product loads, from outside: for scripts preloaded into the real server. */

export interface Statement {
  run(...parameters: unknown[]): unknown;
  get(...parameters: unknown[]): unknown;
  all(...parameters: unknown[]): unknown;
  iterate(...parameters: unknown[]): unknown;
}

export interface Connection {
  prepare(sql: string): Statement;
  exec(sql: string): void;
}

/** What is done around one statement that is run on a database file; the connection is the bare one. */
export type Around = (
  sql: string,
  file: string,
  connection: Connection,
) => { readonly before?: (parameters: readonly unknown[]) => void; readonly after?: () => void };

type Engine = new (...parameters: readonly unknown[]) => Connection;

const ADD_ON = '@photostructure/sqlite';
const BUILT_IN = 'node:sqlite';

/** Whichever carrier of SQLite this Node has, from now on it is the watched one that is loaded. */
export function watchEngine(around: Around): void {
  const path = require.resolve(ADD_ON);
  const addOn: unknown = module.require(ADD_ON);
  const cached = require.cache[path];
  if (isEngine(addOn) && cached !== undefined)
    cached.exports = { ...addOn, DatabaseSync: watched(addOn.DatabaseSync, around) };
  const builtIn: unknown = process.getBuiltinModule(BUILT_IN);
  if (!isEngine(builtIn)) return;
  const instead = { ...builtIn, DatabaseSync: watched(builtIn.DatabaseSync, around) };
  const original = process.getBuiltinModule.bind(process);
  Reflect.set(process, 'getBuiltinModule', (name: string) => (name === BUILT_IN ? instead : original(name)));
}

function isEngine(loaded: unknown): loaded is { readonly DatabaseSync: Engine } {
  return typeof loaded === 'object' && loaded !== null && 'DatabaseSync' in loaded;
}

function watched(engine: Engine, around: Around): Engine {
  return class extends engine {
    readonly #file: string;

    constructor(...parameters: readonly unknown[]) {
      super(...parameters);
      this.#file = String(parameters[0]);
    }

    override prepare(sql: string): Statement {
      const statement = super.prepare(sql);
      const { before, after } = around(sql, this.#file, this.#bare());
      return {
        run: (...parameters) => {
          before?.(parameters);
          const result = statement.run(...parameters);
          after?.();
          return result;
        },
        get: (...parameters) => statement.get(...parameters),
        all: (...parameters) => statement.all(...parameters),
        iterate: (...parameters) => statement.iterate(...parameters),
      };
    }

    override exec(sql: string): void {
      const { before, after } = around(sql, this.#file, this.#bare());
      before?.([]);
      super.exec(sql);
      after?.();
    }

    #bare(): Connection {
      return { prepare: sql => super.prepare(sql), exec: sql => super.exec(sql) };
    }
  };
}
