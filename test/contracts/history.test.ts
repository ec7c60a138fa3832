import { historyOf } from '../../contracts/history';
import type { SeqRecord } from '../../contracts/reports';
import { logOf } from '../reports/support/tell';

const REQUIREMENT = 'granvik.helse-solheim-sr-2031-i012';

const told = (what: string, day: string, data: object, recorded?: string) => ({
  family: 'requirement' as const,
  subject: REQUIREMENT,
  what,
  day,
  by: 'granvik',
  data,
  ...(recorded === undefined ? {} : { recorded }),
});

const measured = (value: string) => ({
  period: { year: 2031, months: [1] },
  value: { state: 'set', value },
});

/** A log whose later events may name earlier records. */
function grown(...steps: readonly ((before: readonly SeqRecord[]) => ReturnType<typeof told>)[]) {
  let row: readonly ReturnType<typeof told>[] = [];
  for (const step of steps) row = [...row, step(logOf(row))];
  const log = logOf(row);
  return historyOf(
    log.map(l => l.record),
    revision => log[revision]?.seq,
  );
}

const idOf = (log: readonly SeqRecord[], revision: number): string => log[revision]?.record.meta.id ?? '';

describe('the history of a stream', () => {
  it('keeps what was replaced, beside what counts instead', () => {
    const [first, correction] = grown(
      () => told('measured', '2031-02-01', measured('150')),
      log =>
        told('corrected', '2031-03-01', {
          outcome: 'replaced',
          corrects: idOf(log, 0),
          replacement: measured('149'),
          reason: 'Talt dobbelt',
        }),
    );
    expect(first).toMatchObject({
      standing: 'replaced',
      data: measured('150'),
      counts: { data: measured('149') },
      corrections: [
        { record: correction?.record, outcome: 'replaced', reason: 'Talt dobbelt', counts: true },
      ],
    });
    expect(correction).toMatchObject({ standing: 'stands', corrects: first?.record, corrections: [] });
  });

  it('shows a correction that was itself annulled as no longer counting', () => {
    const [first, correction, annulment] = grown(
      () => told('measured', '2031-02-01', measured('150')),
      log =>
        told('corrected', '2031-03-01', { outcome: 'annulled', corrects: idOf(log, 0), reason: 'Feil krav' }),
      log =>
        told('corrected', '2031-04-01', {
          outcome: 'annulled',
          corrects: idOf(log, 1),
          reason: 'Rett krav likevel',
        }),
    );
    expect(first).toMatchObject({ standing: 'stands', counts: null, corrections: [{ counts: false }] });
    expect(correction).toMatchObject({
      standing: 'annulled',
      corrections: [{ record: annulment?.record, counts: true }],
    });
    expect(annulment).toMatchObject({ standing: 'stands' });
  });

  it('counts the days of Oslo between what is claimed and the recording', () => {
    const [late, prompt] = grown(
      () => told('measured', '2031-02-01', measured('1'), '2031-02-13'),
      () => told('measured', '2031-02-14', measured('2')),
    );
    expect([late?.daysLater, prompt?.daysLater]).toEqual([12, 0]);
  });
});
