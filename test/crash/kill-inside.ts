/**
 * Preloaded into the real server (`node --require`): counts what is written to SQLite from outside the product, and kills
 * the process at the moment asked for. Nothing in the product knows of it; should the product write otherwise than is
 * looked for here, the moment never comes and the round fails.
 */
import { fieldOf } from '../../contracts/json/field';
import { CRASH_AT, type InsideMoment } from './moments';

interface Statement {
  run(...parameters: unknown[]): unknown;
  get(...parameters: unknown[]): unknown;
  all(...parameters: unknown[]): unknown;
  iterate(...parameters: unknown[]): unknown;
}
type Engine = new (...parameters: readonly unknown[]) => {
  prepare(sql: string): Statement;
  exec(sql: string): void;
};

const ADD_ON = '@photostructure/sqlite';
const BUILT_IN = 'node:sqlite';
const FOLLOW_UPS = '"source":"urn:kravspor:follow-ups"';
const COMPLETED = 'no.kravspor.follow-ups.completed.v1';
/** Ids of the events of a batch that takes several commits carry this word. */
const PARTED = '"id":"parted-';

const given = process.env[CRASH_AT];
if (given !== undefined) watchAll(decoded(given));

/** The driver wrote it: both sides know the type. */
function decoded(text: string): InsideMoment {
  return JSON.parse(text) as InsideMoment;
}

function watchAll(moment: InsideMoment): void {
  const path = require.resolve(ADD_ON);
  const addOn: unknown = module.require(ADD_ON);
  const cached = require.cache[path];
  if (isEngine(addOn) && cached !== undefined)
    cached.exports = { ...addOn, DatabaseSync: watched(addOn.DatabaseSync, moment) };
  const builtIn: unknown = process.getBuiltinModule(BUILT_IN);
  if (!isEngine(builtIn)) return;
  const instead = { ...builtIn, DatabaseSync: watched(builtIn.DatabaseSync, moment) };
  const original = process.getBuiltinModule.bind(process);
  Reflect.set(process, 'getBuiltinModule', (name: string) => (name === BUILT_IN ? instead : original(name)));
}

function isEngine(loaded: unknown): loaded is { readonly DatabaseSync: Engine } {
  return typeof loaded === 'object' && loaded !== null && 'DatabaseSync' in loaded;
}

/** The engine, with the log's inserts and commits and the commits of views looked at as they pass. */
function watched(engine: Engine, moment: InsideMoment): Engine {
  const witness = witnessOf(moment);
  return class extends engine {
    override prepare(sql: string): Statement {
      const statement = super.prepare(sql);
      const { before, after } = around(sql);
      return {
        run: (...parameters) => {
          before(parameters);
          const result = statement.run(...parameters);
          after();
          return result;
        },
        get: (...parameters) => statement.get(...parameters),
        all: (...parameters) => statement.all(...parameters),
        iterate: (...parameters) => statement.iterate(...parameters),
      };
    }
    override exec(sql: string): void {
      if (sql !== 'COMMIT') return super.exec(sql);
      witness.viewsCommit();
      super.exec(sql);
      witness.viewsCommitted();
    }
  };

  function around(sql: string) {
    const nothing = (): void => undefined;
    if (sql.startsWith('INSERT INTO events '))
      return { before: (row: readonly unknown[]) => witness.insert(String(row[5])), after: nothing };
    if (sql === 'COMMIT') return { before: witness.commit, after: witness.committed };
    return { before: nothing, after: nothing };
  }
}

/** Keeps count, and ends the process when the moment has come. */
function witnessOf(moment: InsideMoment) {
  const ofAct = new Map<string, number>();
  let [rows, commits, viewsCommits] = [0, 0, 0];
  let [isCounted, isClosed, isParted] = [false, false, false];
  const now = (is: boolean): void => {
    if (is) process.kill(process.pid, 'SIGKILL');
  };

  function followUp(data: string): void {
    const event: unknown = JSON.parse(data);
    const type = fieldOf(event, 'type');
    const act = String(fieldOf(event, 'causationid'));
    if (type === COMPLETED) {
      now(moment.at === 'completed');
      isClosed = true;
      return;
    }
    if (moment.at !== 'follow-up' && moment.at !== 'follow-up-committed') return;
    if (moment.type !== undefined && moment.type !== type) return;
    const count = (ofAct.get(act) ?? 0) + 1;
    ofAct.set(act, count);
    now(moment.at === 'follow-up' && count === moment.nth);
    isCounted ||= count === moment.nth;
  }

  return {
    insert: (data: string): void => {
      rows++;
      if (data.includes(FOLLOW_UPS)) followUp(data);
      isParted ||= data.includes(PARTED);
    },
    commit: (): void => {
      if (rows > 0) commits++;
      now(moment.at === 'commit' && rows > 0 && commits === moment.nth);
    },
    committed: (): void => {
      now(moment.at === 'committed' && rows > 0 && commits === moment.nth);
      now(moment.at === 'follow-up-committed' && isCounted);
      now(moment.at === 'completed-committed' && isClosed);
      now(moment.at === 'batch-parted' && isParted);
      rows = 0;
    },
    viewsCommit: (): void => {
      viewsCommits++;
      now(moment.at === 'views-commit' && viewsCommits === moment.nth);
    },
    viewsCommitted: (): void => now(moment.at === 'views-committed' && viewsCommits === moment.nth),
  };
}
