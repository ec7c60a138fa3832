import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { isLeft } from 'fp-ts/Either';
import type { Command } from 'commander';
import { messageOf } from '../../../contracts/thrown';
import { type EventLog, openEventLog } from '../../event-log';
import { readRecord } from '../../event-log/records';
import { headerOf } from '../../lifecycle';
import { EXIT } from '../exit';
import { configured } from '../configured';
import { printed, progress } from '../output';

/** One thing looked at: is it well, what was found, and what to do where it is not. */
interface Finding {
  readonly what: string;
  readonly well: boolean;
  readonly found: string;
  readonly advice?: string;
}

const ROOM_BYTES = 200 * 1024 * 1024;

/** `kravspor doctor`: what is wrong with a data directory, and what to do. Changes nothing; may run beside the service. */
export function doctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('look at the data directory and say what is wrong and what to do')
    .option('--full', 'read every byte of the log and check every record')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  kravspor doctor --full\n\nExit code 0: all is well; 1: something is not.',
    )
    .action(async ({ full, json }: { readonly full?: boolean; readonly json?: boolean }) => {
      const findings = await examine(full === true);
      printed(json, { well: findings.every(f => f.well), findings }, () =>
        findings
          .map(
            f =>
              `${f.well ? 'ok ' : 'NOT'}  ${f.what}: ${f.found}${f.advice === undefined ? '' : `\n     ${f.advice}`}`,
          )
          .join('\n'),
      );
      if (findings.some(f => !f.well)) process.exitCode = EXIT.failed;
    });
}

async function examine(full: boolean): Promise<readonly Finding[]> {
  const config = configured(process.env);
  const folder = folderFinding(config.data);
  if (!folder.well) return [folder];
  const opened = await openEventLog(config.eventLog, { readOnly: true })();
  if (isLeft(opened)) {
    const { message, advice } = opened.left;
    return [folder, { what: 'event log', well: false, found: message, advice }];
  }
  const log = opened.right;
  try {
    const header = await headerOf(log);
    const head = await log.head();
    const named: Finding =
      header === undefined
        ? {
            what: 'event log',
            well: false,
            found: 'no header',
            advice: 'The log was never opened by the service: kravspor serve.',
          }
        : {
            what: 'event log',
            well: true,
            found: `${header.format}, ${header.origin}, clock ${header.clock}, ${head?.count ?? 0} records`,
          };
    return [
      folder,
      roomFinding(config.data),
      named,
      ...(full ? await everyRecord(log, head?.count ?? 0) : []),
    ];
  } finally {
    await log.close();
  }
}

function folderFinding(data: string): Finding {
  const what = 'data directory';
  if (!existsSync(data))
    return {
      what,
      well: false,
      found: `${data} is not there`,
      advice: 'Set KRAVSPOR_DATA to the right folder, or start the service to make a new log.',
    };
  try {
    accessSync(data, constants.R_OK | constants.W_OK);
    return { what, well: true, found: data };
  } catch {
    return {
      what,
      well: false,
      found: `${data} may not be read and written by this user`,
      advice: 'Give this user the folder.',
    };
  }
}

function roomFinding(data: string): Finding {
  const { bavail, bsize } = statfsSync(data);
  const room = bavail * bsize;
  const found = `${Math.round(room / 1024 / 1024)} MiB free`;
  return room > ROOM_BYTES
    ? { what: 'room', well: true, found }
    : {
        what: 'room',
        well: false,
        found,
        advice: 'Make room: a full disk stops writing (507) until there is some.',
      };
}

/** Every record read and its digest checked; the first bad ones are named. */
async function everyRecord(log: EventLog, total: number): Promise<readonly Finding[]> {
  const shown = progress('doctor --full');
  const next = new Map<string, number>();
  const bad: string[] = [];
  let read = 0;
  try {
    for await (const batch of log.readAll()) {
      for (const entry of batch) {
        const record = readRecord(entry);
        const expected = next.get(entry.stream) ?? 0;
        if (isLeft(record)) bad.push(`${entry.stream} at ${entry.revision}: ${record.left.explanation}`);
        else if (entry.revision !== expected)
          bad.push(`${entry.stream}: revision ${entry.revision} where ${expected} was due`);
        next.set(entry.stream, entry.revision + 1);
        read++;
      }
      shown.at(read, total);
    }
  } catch (error) {
    bad.push(messageOf(error));
  }
  shown.end();
  if (bad.length === 0)
    return [
      {
        what: 'every record',
        well: true,
        found: `${read} read, every digest right, no revision missing in ${next.size} streams`,
      },
    ];
  const advice = 'Stop the service, keep this folder as it is, and restore the newest backup into another.';
  return [
    {
      what: 'every record',
      well: false,
      found: `${bad.length} bad of ${read}; first: ${bad.slice(0, 3).join(' · ')}`,
      advice,
    },
  ];
}
