import { answerDigest, prepareSubmission, reportDigest } from '../../contracts/reports';
import { renderHtml, reportPage } from '../../services/reports';
import { type Happened, logOf, streamsOf } from './support/tell';
import { textOf } from './support/text';
import { point, queryOf } from './support/asked';
import { GRANVIK, REPORT, requirement } from './support/made';
import { ADMINISTRATIVE_BASIS, afterwards, BOARD_BASIS, treatedRow } from './support/year';

/** The page of the administrative version, seen from the end of a row. */
const page = (row: readonly Happened[]) => {
  const log = logOf(row);
  return reportPage({
    query: queryOf(log, 'administrative', ADMINISTRATIVE_BASIS),
    report: REPORT,
    streams: streamsOf(log),
    seen: point(log, row.length - 1),
  });
};

/** The row with another day and record of the administrative submission. */
const submittedOn = (day: string, recorded: string): readonly Happened[] =>
  treatedRow.map(h => (h.what === 'submitted' ? { ...h, day, recorded } : h));

const withoutRule = (row: readonly Happened[]): readonly Happened[] =>
  row.map(h =>
    h.what === 'weekend-rule-chosen'
      ? {
          ...h,
          what: 'template-published',
          data: { template: 'mal', report: 'annual', title: 'Mal for årlig melding' },
        }
      : h,
  );

const punctuality = (row: readonly Happened[]) => page(row).process?.submissions[0]?.punctuality;

describe('punctuality of a submission', () => {
  it('has two answers: by the time claimed, and by the time recorded', () => {
    expect(punctuality(submittedOn('2032-02-02', '2032-02-05'))).toEqual({
      claimed: { byDate: { daysLate: 1 }, byRule: 'on-time' },
      recorded: { byDate: { daysLate: 4 }, byRule: { daysLate: 3 } },
    });
    expect(textOf(renderHtml(page(submittedOn('2032-02-02', '2032-02-05')), 'nb'))).toContain(
      'Innsendt, administrativ versjon: 02.02.2032, registrert 05.02.2032 (3 dager senere). Grunnlag: hendelse 57. ' +
        'Etter oppgitt tid: i tide etter helgeregelen (1 dag etter datoen). ' +
        'Etter registrert tid: 3 dager for sent (4 dager etter datoen) [58]',
    );
  });

  it('moves no day where no weekend rule was chosen, and says so', () => {
    const row = withoutRule(submittedOn('2032-02-02', '2032-02-02'));
    expect(punctuality(row)?.claimed).toEqual({ byDate: { daysLate: 1 }, byRule: { daysLate: 1 } });
    expect(textOf(renderHtml(page(row), 'nb'))).toContain(
      'Frist, administrativ versjon: Søndag 01.02.2032. Ingen helgeregel er valgt [10]',
    );
  });

  it('follows a deadline that was moved, and keeps the day it was moved from', () => {
    const moved: Happened = {
      family: 'calendar',
      subject: 'helse-solheim.2031',
      what: 'deadline-moved',
      day: '2032-01-29',
      by: 'helse-solheim',
      data: { deadline: 'administrativ', date: '2032-02-04', reason: 'Samordnet med departementet' },
    };
    expect(textOf(renderHtml(page([...treatedRow, moved]), 'nb'))).toContain(
      'Frist, administrativ versjon: Onsdag 04.02.2032. Flyttet fra 01.02.2032: Samordnet med departementet. ' +
        'Helgeregel (neste virkedag): onsdag 04.02.2032. Kilde: Brev til foretakene 15.01.2031 [10 12 61]',
    );
  });

  it('is not told where no deadline is set', () => {
    const row = treatedRow.map(h =>
      h.what === 'deadline-set' ? { ...h, data: { ...h.data, for: { what: 'other' } } } : h,
    );
    expect(punctuality(row)).toBeNull();
  });
});

describe('what came around the report', () => {
  it('lists what came after the basis as not covered, each with its record', () => {
    expect(textOf(renderHtml(page([...treatedRow, afterwards]), 'nb'))).toEqual(
      expect.arrayContaining([
        'Disse hendelsene kom etter grunnlaget og er ikke med i rapporten.',
        'granvik.helse-solheim-sr-2031-i006: Rapportert, 08.02.2032 [59]',
        'granvik.helse-solheim-sr-2031-i003: Målt, 20.02.2032 [61]',
      ]),
    );
  });

  it('tells of a return with its reason', () => {
    const returned: Happened = {
      family: 'report',
      subject: REPORT,
      what: 'returned',
      day: '2032-02-03',
      by: GRANVIK,
      data: { step: 'administrative', reason: 'Ett krav mangler svar' },
    };
    expect(textOf(renderHtml(page([...treatedRow, returned]), 'nb'))).toContain(
      'Innsendt, administrativ versjon: Returnert 03.02.2032: Ett krav mangler svar [61]',
    );
  });
});

describe('a submission being prepared', () => {
  it('is what the door will fold again, with the answers it pins and what is missing', () => {
    const log = logOf(treatedRow);
    const board = reportPage({
      query: queryOf(log, 'board', BOARD_BASIS),
      report: REPORT,
      streams: streamsOf(log),
      seen: point(log, BOARD_BASIS),
      administrative: point(log, ADMINISTRATIVE_BASIS),
    });
    const prepared = prepareSubmission(board.report, board.differences ?? []);
    expect(prepared.data).toEqual({
      step: 'board',
      basis: BOARD_BASIS,
      digest: reportDigest(board.report),
      gaps: [{ requirement: requirement('i007') }],
    });
    expect(prepared.answers.map(a => a.requirement)).toEqual(
      ['i003', 'i004', 'i005', 'i006'].map(requirement),
    );
    expect(prepared.undecided).toEqual([
      { requirement: requirement('i006'), answer: answerDigest(board.report.sections[3]) },
    ]);
  });
});
