import { isLeft } from 'fp-ts/Either';
import { openEventLog } from '../../../services/event-log';
import { appended, entry } from '../suite/support';

/** Opens the log given, appends so many events one by one to the stream `child`, tells of each, and stays. */
async function main(file: string, count: number): Promise<void> {
  const log = await openEventLog(`file:${file}`, { create: true })();
  if (isLeft(log)) {
    console.log(`${log.left.kind}: ${log.left.message}`);
    return;
  }
  for (let n = 0; n < count; n += 1) {
    await appended(log.right, 'child', n === 0 ? 'none' : n - 1, entry());
    console.log(`appended ${n + 1}`);
  }
  console.log('done');
  setInterval(() => undefined, 60_000);
}

const [, , file = '', count = '0'] = process.argv;
void main(file, Number(count));
