import fc from 'fast-check';
import {
  annualReport,
  answerDigest,
  differences,
  gapsOf,
  inputOf,
  missingStreams,
  reportDigest,
  type Streams,
  summaryOf,
  undecided,
} from '../../contracts/reports';
import { folds } from '../../contracts/states';
import { foldStream } from '../../contracts/states/fold';
import { toldBy } from '../../contracts/states/told';
import { reportStream } from '../../contracts/subjects';
import { renderHtml, renderJson, reportPage } from '../../services/reports';
import { type Happened, logOf, streamsOf } from './support/tell';
import { point, queryOf, reportOf } from './support/asked';
import { COMMISSION, EARLIER, REGION, REPORT, requirement } from './support/made';
import {
  ADMINISTRATIVE_BASIS,
  administrativeRow,
  afterwards,
  BOARD_BASIS,
  boardSubmitted,
  judged,
  treatedRow,
} from './support/year';

const administrative = reportOf(administrativeRow, 'administrative', ADMINISTRATIVE_BASIS);
const board = reportOf(treatedRow, 'board', BOARD_BASIS);

const reportState = (row: readonly Happened[]) =>
  foldStream(
    folds.report,
    (streamsOf(logOf(row)).get(reportStream(REPORT)) ?? []).flatMap(({ record }) => toldBy(record) ?? []),
  );

describe('what is in the report', () => {
  it('gives each requirement one place: due, valid without being due, or outside the year', () => {
    expect(administrative.sections.map(s => s.requirement)).toEqual(
      ['i003', 'i004', 'i005', 'i006', 'i007'].map(requirement),
    );
    expect(administrative.notDue.map(r => [r.requirement, r.why])).toEqual([
      [EARLIER, 'on-request'],
      [requirement('i001'), 'none'],
    ]);
    expect(administrative.outside.map(r => [r.requirement, r.why])).toEqual([[requirement('i008'), 'ended']]);
  });

  it('names the requirement that has no answer', () => {
    expect(gapsOf(administrative).map(s => s.requirement)).toEqual([requirement('i007')]);
    expect(summaryOf(administrative).gaps).toBe(1);
  });

  it('judges no indicator whose baseline is unknown', () => {
    const judgements = administrative.sections.flatMap(s => s.indicator?.judgement ?? []);
    expect(judgements).toEqual(['met', 'not-judged']);
  });

  it('shows a baseline that is explicitly none as none, and judges nothing by it', () => {
    const none: Happened = {
      family: 'requirement',
      subject: requirement('i004'),
      what: 'baseline-set',
      day: '2032-01-28',
      by: 'granvik',
      data: { year: 2030, value: { state: 'none', reason: 'Ble ikke ført i 2030' } },
    };
    const row = [...administrativeRow, none];
    const section = reportOf(row, 'administrative', row.length - 1).sections[1];
    expect(section?.indicator).toMatchObject({
      baseline: { value: { state: 'none', reason: 'Ble ikke ført i 2030' } },
      target: null,
      judgement: 'not-judged',
    });
  });

  it('tells how long after it happened an answer was recorded, and when it was corrected', () => {
    const answer = administrative.sections[2]?.answer;
    expect(answer).toMatchObject({ daysLater: 12, correctedAt: '2032-01-27T10:00:00Z' });
    expect(answer?.cites.map(c => c.seq)).toEqual([52, 54]);
  });

  it('has in it no person, neither who acted nor who answers for something', () => {
    const log = logOf(treatedRow);
    const page = reportPage({
      query: queryOf(log, 'board', BOARD_BASIS),
      report: REPORT,
      streams: streamsOf(log),
      seen: point(log, BOARD_BASIS),
      administrative: point(log, ADMINISTRATIVE_BASIS),
    });
    const persons = /p-7f3a|p-1b2c|p-9c1d/;
    const told = JSON.stringify(log.map(({ record }) => record));
    expect(told).toMatch(persons);
    expect(renderJson(page)).not.toMatch(persons);
    expect(renderHtml(page, 'nb')).not.toMatch(persons);
  });
});

describe('the cut', () => {
  it('gives the same model whatever came after the basis, also where new requirements did', () => {
    const later: Happened = {
      ...(administrativeRow.find(h => h.subject === requirement('i007') && h.what === 'issued') ??
        afterwards),
      subject: requirement('i099'),
      day: '2032-03-01',
    };
    const longer = [...treatedRow, afterwards, later];
    const again = reportOf(longer, 'administrative', ADMINISTRATIVE_BASIS);
    expect(again).toEqual(administrative);
    expect(reportDigest(again)).toBe(reportDigest(administrative));
  });

  it('gives the same bytes for the same basis and the same point seen', () => {
    const render = (row: readonly Happened[]) => {
      const log = logOf(row);
      const page = reportPage({
        query: queryOf(log, 'administrative', ADMINISTRATIVE_BASIS),
        report: REPORT,
        streams: streamsOf(log),
        seen: point(log, 58),
      });
      return renderJson(page) + renderHtml(page, 'nb');
    };
    expect(render([...treatedRow, afterwards])).toBe(render(treatedRow));
  });

  it('names every stream it rests on, and asks for no more once it has them', () => {
    const log = logOf(treatedRow);
    const all = streamsOf(log);
    const query = queryOf(log, 'administrative', ADMINISTRATIVE_BASIS);
    const have = new Map<string, NonNullable<ReturnType<Streams['get']>>>();
    for (
      let missing = missingStreams(query, have);
      missing.length > 0;
      missing = missingStreams(query, have)
    ) {
      for (const stream of missing) have.set(stream, all.get(stream) ?? []);
    }
    expect(annualReport(inputOf(query, have))).toEqual(administrative);
    expect([...have.keys()]).toEqual(
      expect.arrayContaining(['calendar-helse-solheim.2031', 'document-helse-solheim.sr-2030']),
    );
  });

  it('is total over any subsequence of its streams, and keeps every requirement in one place', () => {
    const log = logOf([...treatedRow, afterwards]);
    const query = queryOf(log, 'board', BOARD_BASIS);
    fc.assert(
      fc.property(fc.subarray([...log]), some => {
        const streams = streamsOf(some);
        for (const organisation of ['granvik', REGION]) {
          const asked = { ...query, ...queryOf(log, 'board', BOARD_BASIS, organisation) };
          const page = reportPage({
            query: asked,
            report: REPORT,
            streams,
            seen: point(log, 61),
            administrative: point(log, ADMINISTRATIVE_BASIS),
          });
          expect(renderHtml(page, 'nn')).toContain('lang="nn"');
          const { sections, notDue, outside } = page.report;
          const placed = [...sections, ...notDue, ...outside].map(r => r.requirement);
          const there = asked.requirements.filter(subject =>
            (streams.get(`requirement-${subject}`) ?? []).some(({ seq }) => seq <= BOARD_BASIS),
          );
          expect([...placed].sort()).toEqual([...there].sort());
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the two versions', () => {
  it('differ where an answer changed, undecided until somebody judges that very answer', () => {
    const open = differences(administrative, board, reportState(treatedRow));
    expect(open.map(d => [d.requirement, d.change, d.changed])).toEqual([
      [requirement('i006'), 'changed', ['status', 'text']],
    ]);
    expect(undecided(open)).toHaveLength(1);

    const answer = answerDigest(board.sections[3]);
    const decided = differences(administrative, board, reportState([...treatedRow, judged(answer)]));
    expect(undecided(decided)).toEqual([]);
    expect(decided[0]?.decision).toMatchObject({ essential: true, reason: 'Status gikk fra rød til gul' });

    const another = differences(administrative, board, reportState([...treatedRow, judged('0'.repeat(64))]));
    expect(undecided(another)).toHaveLength(1);
  });

  it('do not differ where an answer is told again unchanged', () => {
    const answer = administrativeRow.find(h => h.subject === requirement('i003') && h.what === 'reported');
    const row = [...administrativeRow, ...(answer === undefined ? [] : [{ ...answer, day: '2032-02-03' }])];
    const again = reportOf(row, 'board', row.length - 1);
    expect(row).toHaveLength(administrativeRow.length + 1);
    expect(differences(administrative, again, reportState(row))).toEqual([]);
  });

  it('differ where a deviation is closed in between, but not where the owner accepts it for longer', () => {
    const on = (what: string, data: object): Happened => ({
      family: 'requirement',
      subject: requirement('i006'),
      what,
      day: '2032-02-05',
      by: 'granvik',
      data: { deviation: 'd2', ...data },
    });
    const after = (happened: Happened) => {
      const row = [...administrativeRow, happened];
      return differences(administrative, reportOf(row, 'board', row.length - 1), reportState(row));
    };
    expect(after(on('deviation-closed', { text: 'Alle har aggregat.' })).map(d => d.changed)).toEqual([
      ['deviations'],
    ]);
    expect(after(on('deviation-accepted', { until: '2033-01-01', reason: 'Bygget er utsatt' }))).toEqual([]);
  });

  it('count an answered gap as a difference, and a requirement that was withdrawn for the year', () => {
    const withdrawn: Happened = {
      family: 'requirement',
      subject: requirement('i003'),
      what: 'withdrawn',
      day: '2031-12-30',
      recorded: '2032-02-03',
      by: REGION,
      data: { reason: 'Måles nasjonalt' },
    };
    const reported = administrativeRow.find(h => h.subject === requirement('i003') && h.what === 'reported');
    const answered = { ...(reported ?? withdrawn), subject: requirement('i007'), day: '2032-02-04' };
    const row = [...administrativeRow, withdrawn, answered];
    const found = differences(administrative, reportOf(row, 'board', row.length - 1), reportState(row));
    expect(found.map(d => [d.requirement, d.change])).toEqual([
      [requirement('i007'), 'changed'],
      [requirement('i003'), 'removed'],
    ]);
  });

  it('pin what they say by a digest that the submission repeats', () => {
    const row = [...treatedRow, boardSubmitted(reportDigest(board))];
    const { submissions } = reportState(row);
    expect(submissions.map(s => s.digest)).toEqual([
      reportDigest(reportOf(row, 'administrative', ADMINISTRATIVE_BASIS)),
      reportDigest(reportOf(row, 'board', BOARD_BASIS)),
    ]);
  });
});

describe("the region's report", () => {
  const region = reportOf(administrativeRow, 'administrative', ADMINISTRATIVE_BASIS, REGION);

  it("answers for what the ministry laid on it, with each trust's part and the trust's own records", () => {
    const [section, ...others] = region.sections;
    expect(others).toEqual([]);
    expect(section?.requirement).toBe(COMMISSION);
    expect(section?.answer?.cites.map(c => c.seq)).toEqual([56]);
    expect(
      section?.parts.map(p => [p.organisation.name, p.cascade, p.answer?.cites.map(c => c.seq)]),
    ).toEqual([
      ['Granvik sykehus HF', 'adapted', [52, 54]],
      ['Nordvik sykehus HF', 'adapted', [55]],
    ]);
    expect(section?.parts[0]?.deviations.map(d => d.deviation)).toEqual(['d1']);
  });

  it('lets the weakest part decide the joint status', () => {
    expect(region.sections[0]?.joint).toBe('at-risk');
    const without = administrativeRow.filter(
      h => !(h.subject.startsWith('nordvik.') && h.what === 'reported'),
    );
    const missing = reportOf(without, 'administrative', without.length - 1, REGION).sections[0];
    expect(missing?.joint).toBe('missing');
  });
});
