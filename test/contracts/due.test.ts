import { dueOf } from '../../contracts/due';
import { IsoDate } from '../../contracts/primitives';
import { folds } from '../../contracts/states';
import { foldStream } from '../../contracts/states/fold';
import { toldBy } from '../../contracts/states/told';
import type { RequirementView } from '../../contracts/views';
import { fromDocument } from '../../projections/plain';
import { requirements } from '../../projections/views/requirements';
import { at, type Happened, logOf } from '../reports/support/tell';

const SUBJECT = 'granvik.helse-solheim-sr-2031-i012';

const day = (text: string): IsoDate => {
  if (!IsoDate.is(text)) throw new Error(text);
  return text;
};

const requirement = (what: string, on: string, data: object, recorded?: string): Happened => ({
  family: 'requirement',
  subject: SUBJECT,
  what,
  day: on,
  by: 'granvik',
  data,
  ...(recorded === undefined ? {} : { recorded }),
});

const calendar = (what: string, data: object): Happened => ({
  family: 'calendar',
  subject: 'helse-solheim.2031',
  what,
  day: '2031-01-05',
  by: 'helse-solheim',
  data,
});

const issued = (mode: string, more: object = {}): Happened =>
  requirement('issued', '2031-01-10', {
    issuer: 'helse-solheim',
    addresseePhrase: 'Alle HF',
    registerRevision: 1,
    text: 'Øve planen.',
    kind: 'task',
    modality: 'skal',
    reporting: { mode, source: 'kap. 1.1' },
    classification: { access: 'open' },
    steeringYear: 2031,
    ...more,
  });

const answered = (months: readonly number[], on: string, recorded?: string): Happened =>
  requirement(
    'reported',
    on,
    {
      period: { year: 2031, months },
      status: { scale: 'lys', version: 1, value: 'gul' },
      text: 'Underveis.',
    },
    recorded,
  );

const JUNE_AND_JULY = calendar('deadline-set', {
  deadline: 'juni-juli',
  for: { what: 'shipment', report: 'monthly', months: [6, 7] },
  date: '2031-08-20',
  title: 'Juni og juli',
});
const ADMINISTRATIVE = calendar('deadline-set', {
  deadline: 'administrativ',
  for: { what: 'annual-report', step: 'administrative' },
  date: '2032-02-01',
  title: 'Administrativ innsending',
});
const RULE = calendar('weekend-rule-chosen', { rule: 'next-working-day', source: 'Brev' });

/** What is due of one requirement after these events, on a day. */
function due(row: readonly Happened[], today: string) {
  const told = logOf(row).flatMap(({ record }) => toldBy(record) ?? []);
  const own = told.filter(t => t.family === 'requirement');
  const moment = {
    record: own[0]?.record ?? ('' as never),
    time: at('2031-01-10'),
    recordedAt: at('2031-01-10'),
  };
  const placed = {
    stream: `requirement-${SUBJECT}`,
    revision: own.length - 1,
    seq: 0,
    first: moment,
    last: moment,
  };
  const state = foldStream(folds.requirement, own);
  const life = { ...placed, family: 'requirement' as const, subject: SUBJECT, state, because: {}, acts: [] };
  const [found] = requirements.documents(life, placed);
  if (found === undefined) throw new Error('the requirement has no view');
  const view = fromDocument<RequirementView>(found.document);
  const kept = foldStream(
    folds.calendar,
    told.filter(t => t.family === 'calendar'),
  );
  return dueOf(view, name => (name === 'helse-solheim.2031' ? kept : undefined), day(today));
}

describe('what is due of a requirement', () => {
  it('is told by the calendar of its issuer, after the weekend rule', () => {
    expect(due([ADMINISTRATIVE, RULE, issued('annual')], '2032-02-03').next).toMatchObject({
      what: 'annual-report',
      date: '2032-02-01',
      effective: '2032-02-02',
      rule: 'next-working-day',
      daysOver: 1,
    });
  });

  it('stays on its day where no rule was chosen, and says so', () => {
    expect(due([ADMINISTRATIVE, issued('annual')], '2032-01-01').next).toMatchObject({
      effective: '2032-02-01',
      rule: null,
    });
  });

  it('is no shipment for what is only reported on at the end of the year, and nothing for framing', () => {
    const calendars = [JUNE_AND_JULY, ADMINISTRATIVE];
    expect(due([...calendars, issued('annual')], '2031-02-01').items.map(i => i.what)).toEqual([
      'annual-report',
    ]);
    expect(due([...calendars, issued('none')], '2031-02-01').items).toEqual([]);
    expect(due([...calendars, issued('on-request')], '2031-02-01').items).toEqual([]);
  });

  it('lets June alone go with June and July, and is not late before those are', () => {
    const june = due(
      [JUNE_AND_JULY, issued('through-year+annual'), answered([6], '2031-08-19')],
      '2031-08-21',
    );
    expect(june.answered).toMatchObject({ deadline: 'juni-juli', claimed: 'on-time', recorded: 'on-time' });
    expect(june.next).toMatchObject({ title: 'Juni og juli', daysOver: 1 });
  });

  it('tells lateness as claimed and as recorded', () => {
    const late = due(
      [
        ADMINISTRATIVE,
        RULE,
        issued('annual'),
        answered([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], '2032-02-02', '2032-02-05'),
      ],
      '2032-03-01',
    );
    expect(late.answered).toMatchObject({ claimed: 'on-time', recorded: { daysLate: 3 } });
    expect(late.next).toBeNull();
  });

  it('knows a date of its own, and nothing once the requirement has ended', () => {
    const own = [issued('none', { due: '2031-10-01' })];
    expect(due(own, '2031-10-04').next).toMatchObject({ what: 'own', effective: '2031-10-01', daysOver: 3 });
    const ended = [...own, requirement('withdrawn', '2031-09-01', { reason: 'Overført' })];
    expect(due(ended, '2031-10-04')).toMatchObject({ next: null, items: [] });
  });
});
