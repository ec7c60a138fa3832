import { untimely } from './order';
import { callsIn } from './trace';

/** The checker itself, held against traces written by hand: each shows one way of being too early. */
const WAL = '/data/events.db-wal';
const hex = (text: string): string =>
  [...Buffer.from(text, 'latin1')].map(byte => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
const header = (pages: number): string =>
  `"${hex(`\0\0\0\x02\0\0\0${String.fromCharCode(pages)}${'s'.repeat(16)}`)}"`;

const written = (record: string): string =>
  `7  pwrite64(21<${WAL}>, "${hex(`..${record}..`)}", 4096, 56) = 4096`;
const FRAME = `7  pwrite64(21<${WAL}>, ${header(0)}, 24, 32) = 24`;
const LAST_FRAME = `7  pwrite64(21<${WAL}>, ${header(6)}, 24, 4152) = 24`;
const SYNC = `7  fdatasync(21<${WAL}>) = 0`;
const answered = (record: string): string =>
  `7  writev(29<socket:[99]>, [{iov_base="${hex('HTTP/1.1 201 Created\r\n')}", iov_len=22}, {iov_base="${hex(record)}", iov_len=2}], 2) = 24`;

const judged = (...lines: readonly string[]): readonly string[] =>
  untimely(callsIn(lines.join('\n')), ['r1'], WAL);

test('written, synced and then answered is in time', () => {
  expect(judged(FRAME, written('r1'), LAST_FRAME, written('x'), SYNC, answered('r1'))).toEqual([]);
});

test.each([
  ['answered before it was written', [answered('r1'), written('r1'), LAST_FRAME, SYNC]],
  ['answered before it was synced', [written('r1'), LAST_FRAME, answered('r1'), SYNC]],
  ['answered before it was synced', [SYNC, written('r1'), LAST_FRAME, answered('r1')]],
  ['answered before it was synced', [written('r1'), SYNC, LAST_FRAME, answered('r1')]],
  [
    'answered before it was synced',
    [written('r1'), LAST_FRAME, SYNC.replace('-wal', '-shm'), answered('r1')],
  ],
  [
    'answered before it was synced',
    [written('r1'), LAST_FRAME, SYNC.replace('= 0', '= -1 EIO'), answered('r1')],
  ],
  ['answered before it was written', [written('r2'), LAST_FRAME, SYNC, answered('r1')]],
])('%s: %j', (what, lines) => {
  expect(judged(...lines)).toEqual([`r1 was ${what}`]);
});

test('a sync that ends in another thread after the answer has begun is no sync', () => {
  const [began, ended] = [`8  fsync(21<${WAL}> <unfinished ...>`, '8  <... fsync resumed>) = 0'];
  const before = [written('r1'), LAST_FRAME, began];
  expect(judged(...before, answered('r1'), ended)).toEqual(['r1 was answered before it was synced']);
  expect(judged(...before, ended, answered('r1'))).toEqual([]);
});

test('a record without an answer in the trace is told, so that a checker that sees nothing does not say that all is well', () => {
  expect(judged(written('r1'), LAST_FRAME, SYNC)).toEqual(['r1 has no answer in the trace']);
});
