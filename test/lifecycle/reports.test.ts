import type { ReportStep } from '../../contracts/events/parts';
import { answerDigest, reportDigest } from '../../contracts/reports';
import { localOperator } from '../../services/lifecycle/principal';
import { accepted, invalidAt, refused, turnedAway } from './support/expectations';
import { given, reportAt } from './support/story';
import { type Circumstances, correction, type Happened, recordOf, tell } from './support/tell';
import { issued, KEY, red, reported, REQUIREMENT, world } from './support/world';

const REPORT = 'granvik.annual.2031.1';
const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const say = (what: string, data: object, circumstances: Circumstances = {}): Happened =>
  tell('report', REPORT, what, data, { on: '2032-01-20', ...circumstances });

const opened = say('opened', { months: MONTHS });
const treated = say('board-treated', {
  boardCase: { number: '8/32', title: 'Årlig melding', date: '2032-02-10' },
  decision: 'Godkjent',
});
const question = (story: readonly Happened[], step: ReportStep) => ({
  organisation: 'granvik',
  year: 2031,
  step,
  basis: story.length - 1,
});

/** The submission of what the story holds so far, as a sender would prepare it. */
const submission = (story: readonly Happened[], step: ReportStep, data: object = {}): Happened =>
  say('submitted', {
    step,
    basis: story.length - 1,
    digest: reportDigest(reportAt(story, question(story, step))),
    gaps: [],
    ...data,
  });

const returned = (step: ReportStep): Happened =>
  say('returned', { step, reason: 'Mangler' }, { by: 'helse-solheim' });
const anew = (event: Happened, naming: string): Happened => ({
  ...event,
  what: 'submitted-anew',
  data: { ...event.data, returned: naming, changes: 'Rettet' },
});

const answered = [...world, issued(), reported(), opened];
const unanswered = [...world, issued(), opened];
const gap = (data: object = {}) => ({ gaps: [{ requirement: REQUIREMENT, ...data }] });
const administrative = submission(answered, 'administrative');
const submitted = [...answered, administrative];

describe('opening', () => {
  test('is for a registered organisation and those above it, once (I104)', () => {
    given(...world)
      .when(opened)
      .then(accepted);
    given(...world)
      .when({ ...opened, by: 'helse-solheim' })
      .then(accepted);
    given(...world)
      .when({ ...opened, by: 'fjordheim' })
      .then(refused('I104'));
    given(...world)
      .when({ ...opened, subject: 'ukjent.annual.2031.1', by: 'ukjent' })
      .then(refused('I104'));
    given(...world, opened)
      .when(opened)
      .then(refused('lifecycle'));
  });

  test('of an annual report covers the year', () => {
    given(...world)
      .when(say('opened', { months: [1, 2, 3] }))
      .then(invalidAt('/data/months'));
    given(...world)
      .when({ ...say('opened', { months: [1, 2, 3, 4] }), subject: 'granvik.tertial.2031.1' })
      .then(accepted);
  });
});

test.each(
  [administrative, treated, returned('administrative'), say('board-copy-sent', { date: '2032-02-01' })].map(
    e => [e.what, e] as const,
  ),
)('%s asks for an opened report', (_what, event) => {
  given(...world)
    .when(event)
    .then(refused('lifecycle', { expected: 'an opened report' }));
});

describe('submitting', () => {
  test('pins the report folded at its basis', () => {
    given(...answered)
      .when(administrative)
      .then(accepted);
    given(...answered)
      .when(submission(answered, 'administrative', { digest: '00'.repeat(32) }))
      .then(refused('digest-differs', { at: '/data/digest' }));
    given(...answered, reported({ status: red }, { on: '2032-01-19' }))
      .when(administrative)
      .then(accepted);
  });

  test('names a basis that is in the log', () => {
    given(...answered)
      .when(submission(answered, 'administrative', { basis: 999 }))
      .then(invalidAt('/data/basis'));
  });

  test('comes from the organisation itself (I104)', () => {
    given(...answered)
      .when({ ...administrative, by: 'helse-solheim' })
      .then(refused('I104'));
  });

  test('is frozen: nothing is submitted twice, and nothing is corrected', () => {
    given(...submitted)
      .when({ ...administrative, id: 'again' })
      .then(refused('lifecycle', { expected: 'not submitted' }));
    given(...submitted, returned('administrative'))
      .when({ ...administrative, id: 'again' })
      .then(refused('lifecycle', { expected: 'submitted-anew' }));
    given(...submitted)
      .when(correction(administrative, 'annulled'))
      .then(refused('I111'));
  });

  test('anew names the return', () => {
    const back = returned('administrative');
    const again = anew(administrative, recordOf(back));
    given(...submitted, back)
      .when(again)
      .then(accepted);
    given(...submitted, back)
      .when(anew(administrative, recordOf(opened)))
      .then(invalidAt('/data/returned'));
    given(...submitted)
      .when(again)
      .then(invalidAt('/data/returned'));
  });
});

describe('a gap', () => {
  test('may be left in the administrative version without a reason', () => {
    given(...unanswered)
      .when(submission(unanswered, 'administrative', gap()))
      .then(accepted);
    given(...unanswered)
      .when(submission(unanswered, 'administrative'))
      .then(accepted);
  });

  test('needs its reason in the board version (I112)', () => {
    const story = [...unanswered, submission(unanswered, 'administrative'), treated];
    given(...story)
      .when(submission(story, 'board'))
      .then(refused('I112', { at: '/data/gaps', expected: 'a reason' }));
    given(...story)
      .when(submission(story, 'board', gap()))
      .then(refused('I112'));
    given(...story)
      .when(submission(story, 'board', gap({ reason: 'Kom for sent' })))
      .then(accepted);
  });

  test('is a requirement that is due and has no answer (I112)', () => {
    given(...answered)
      .when(submission(answered, 'administrative', gap({ reason: 'Ingen' })))
      .then(refused('I112', { at: '/data/gaps/0/requirement' }));
  });
});

describe('the board version', () => {
  test('comes after the administrative one, and after the board has treated it (I107)', () => {
    given(...answered, treated)
      .when(submission([...answered, treated], 'board'))
      .then(refused('I107', { expected: 'administrative' }));
    given(...submitted)
      .when(submission(submitted, 'board'))
      .then(refused('I107', { expected: 'board-treated' }));
    const story = [...submitted, treated];
    given(...story)
      .when(submission(story, 'board'))
      .then(accepted);
  });

  test('waits while the administrative version is returned (I107)', () => {
    const story = [...submitted, treated, returned('administrative')];
    given(...story)
      .when(submission(story, 'board'))
      .then(refused('I107'));
  });

  test('is returned before the administrative one is submitted anew (I107)', () => {
    const story = [...submitted, treated];
    const board = submission(story, 'board');
    const back = returned('administrative');
    const again = anew(administrative, recordOf(back));
    given(...story, board, back)
      .when(again)
      .then(refused('I107', { expected: 'administrative version before it' }));
    given(...story, board, returned('board'), back)
      .when(again)
      .then(accepted);
  });

  const worse = reported({ status: red, text: 'Øvelsen ble avlyst.' }, { on: '2032-01-25' });
  const changed = [...submitted, treated, worse];
  const answer = (): string => {
    const section = reportAt(changed, question(changed, 'board')).sections.find(
      s => s.requirement === REQUIREMENT,
    );
    return answerDigest(section);
  };
  const judged = (data: object = {}): Happened =>
    say('difference-judged', {
      requirement: REQUIREMENT,
      answer: answer(),
      essential: true,
      reason: 'Fra grønn til rød',
      ...data,
    });

  test('is refused while a changed answer has no decision, essential or not', () => {
    given(...changed)
      .when(submission(changed, 'board'))
      .then(
        refused('difference-undecided', {
          detail: '1 answers differ',
          extra: { undecided: [{ requirement: REQUIREMENT, answer: answer() }] },
        }),
      );
    for (const essential of [true, false]) {
      const story = [...changed, judged({ essential })];
      given(...story)
        .when(submission(story, 'board'))
        .then(accepted);
    }
  });

  test('asks for a new decision when the answer changes again', () => {
    const story = [
      ...changed,
      judged(),
      reported({ status: red, text: 'Øvelsen holdes i mars.' }, { on: '2032-01-27' }),
    ];
    given(...story)
      .when(submission(story, 'board'))
      .then(refused('difference-undecided'));
    const annulled = judged();
    const undone = [...changed, annulled, correction(annulled, 'annulled', { on: '2032-01-28' })];
    given(...undone)
      .when(submission(undone, 'board'))
      .then(refused('difference-undecided'));
  });

  test('an answer to what came later is a difference too', () => {
    const other = issued({}, { on: '2031-11-01' }, `granvik.${KEY}2`);
    const story = [
      ...submitted,
      treated,
      other,
      { ...reported({}, { on: '2032-01-25' }), subject: other.subject },
    ];
    given(...story)
      .when(submission(story, 'board'))
      .then(refused('difference-undecided', { detail: '1 answers' }));
  });

  test('differences are judged from the administrative version on (I107)', () => {
    given(...answered)
      .when(judged())
      .then(refused('I107'));
    given(...submitted)
      .when(judged())
      .then(accepted);
  });

  test('and then the report is sealed (I107)', () => {
    const registration = {
      ruleSet: 'annual-report',
      version: 1,
      sha256: 'ab'.repeat(32),
      description: 'Regler',
    };
    const rules = tell('log', 'log', 'rule-set-registered', registration, { on: '2032-01-20' });
    const story = [...submitted, rules, treated];
    const board = submission(story, 'board');
    const { basis, digest } = board.data as { basis: number; digest: string };
    const seal = (change: object = {}) => {
      const ruleSet = { ruleSet: 'annual-report', version: 1 };
      return say('sealed', { basis, digest, ruleSet, heads: '9a'.repeat(32), ...change });
    };
    given(...story)
      .when(seal())
      .then(refused('I107'));
    given(...story, board)
      .when(seal())
      .then(accepted);
    given(...story, board)
      .when(seal({ basis: basis - 1 }))
      .then(invalidAt('/data/basis'));
    given(...story, board)
      .when(seal({ digest: '12'.repeat(32) }))
      .then(refused('digest-differs'));
    given(...story, board)
      .when(seal({ ruleSet: { ruleSet: 'annual-report', version: 2 } }))
      .then(invalidAt('/data/ruleSet'));
  });
});

test('only what stands is returned, by those above (I104)', () => {
  given(...submitted)
    .when(returned('administrative'))
    .then(accepted);
  given(...submitted)
    .when(returned('board'))
    .then(refused('lifecycle'));
  given(...submitted, returned('administrative'))
    .when({ ...returned('administrative'), id: 'again' })
    .then(refused('lifecycle'));
  given(...submitted)
    .when({ ...returned('administrative'), by: 'granvik' })
    .then(refused('I104'));
});

test('the board gets a copy of what was submitted', () => {
  const copy = say('board-copy-sent', { date: '2032-02-01' });
  given(...submitted)
    .when(copy)
    .then(accepted);
  given(...answered)
    .when(copy)
    .then(refused('lifecycle'));
});

test('risks are ranked, each rank and each risk once', () => {
  const ranked = (...risks: readonly object[]): Happened =>
    say('risks-ranked', { months: [1, 2, 3, 4], risks });
  const one = { rank: 1, risk: 'bemanning', text: 'Mangel' };
  given(...answered)
    .when(ranked(one, { ...one, rank: 2, risk: 'bygg' }))
    .then(accepted);
  given(...answered)
    .when(ranked(one, { ...one, risk: 'bygg' }))
    .then(invalidAt('/data/risks/1/rank'));
  given(...answered)
    .when(ranked(one, { ...one, rank: 2 }))
    .then(invalidAt('/data/risks/1/risk'));
});

test('nobody without the role submits', () => {
  given(...answered)
    .when(administrative, { as: { ...localOperator, roles: ['owner'] } })
    .then(turnedAway('not-allowed', { expected: 'reporter' }));
});
