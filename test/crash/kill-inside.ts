/**
 * Preloaded into the real server (`node --require`): counts what is written to SQLite, and kills the process at the
 * moment asked for. Nothing in the product knows of it; should the product write otherwise than is looked for here, the
 * moment never comes and the round fails.
 */
import { fieldOf } from '../../contracts/json/field';
import { watchEngine } from './engine';
import { watchTreeFiles } from './files';
import { CRASH_AT, type InsideMoment } from './moments';

const FOLLOW_UPS = '"source":"urn:kravspor:follow-ups"';
const COMPLETED = 'no.kravspor.follow-ups.completed.v1';
/** Ids of the events of a batch that takes several commits begin with this word. */
const PARTED = '"id":"parted-';

const given = process.env[CRASH_AT];
if (given !== undefined) killAt(decoded(given));

/** The driver wrote it: both sides know the type. */
function decoded(text: string): InsideMoment {
  return JSON.parse(text) as InsideMoment;
}

function killAt(moment: InsideMoment): void {
  if (moment.at === 'tree') return killAtFiles(moment);
  const { insert, commit, committed, viewsCommit, viewsCommitted } = witnessOf(moment);
  watchEngine((sql, file) => {
    const isLog = file.endsWith('events.db');
    if (isLog && sql.startsWith('INSERT INTO events ')) return { before: row => insert(String(row[5])) };
    if (sql !== 'COMMIT') return {};
    if (isLog) return { before: commit, after: committed };
    return file.endsWith('views.db') ? { before: viewsCommit, after: viewsCommitted } : {};
  });
}

function killAtFiles({ step, nth }: Extract<InsideMoment, { readonly at: 'tree' }>): void {
  let count = 0;
  watchTreeFiles(done => {
    if (done === step && ++count === nth) process.kill(process.pid, 'SIGKILL');
  });
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
    if (type === COMPLETED) {
      now(moment.at === 'completed');
      isClosed = true;
      return;
    }
    if (moment.at !== 'follow-up' && moment.at !== 'follow-up-committed') return;
    if (moment.type !== undefined && moment.type !== type) return;
    const act = String(fieldOf(event, 'causationid'));
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
