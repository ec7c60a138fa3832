import { differences, gapsOf, reportDigest, undecided } from '../../../contracts/reports';
import { lastOf, type ReportState, standing } from '../../../contracts/states/report';
import type { Act, DecisionFacts, ReportFacts } from '../facts';
import { firstOf, flawAt, invalid, refuse, type Verdict } from '../refusals';

type Submission = Extract<Act<'report'>, { readonly what: 'submitted' | 'submitted-anew' }>;

/** May the report be submitted as it was folded at the basis that the submission names? */
export function decideSubmission(state: ReportState, act: Submission, { report }: DecisionFacts): Verdict {
  const { step, basis, digest } = act.data;
  return firstOf(
    () => inOrder(state, act),
    () => anew(state, act),
    () => {
      if (report === undefined)
        return invalid(
          '/data/basis',
          'the seq of a record of the log',
          String(basis),
          'Ask for the submission to be prepared: GET /v1/reports/{report}/submission.',
        );
      return firstOf(
        () => sameDigest(reportDigest(report.model), digest),
        () => sound(act, report),
        () => (step === 'board' ? complete(act, report) : undefined),
        () => (step === 'board' ? decided(state, report) : undefined),
      );
    },
  );
}

/** The board's version comes after the administrative one, and after the board has treated it. */
function inOrder(state: ReportState, { data }: Submission): Verdict {
  if (data.step === 'administrative') {
    return standing(state, 'board') === undefined
      ? undefined
      : refuse(
          'I107',
          'The board version is submitted.',
          'the administrative version before it',
          'Have the board version returned first.',
        );
  }
  return firstOf(
    () =>
      standing(state, 'administrative') === undefined
        ? refuse(
            'I107',
            'The administrative version has not been submitted.',
            'the administrative version first, of the same year',
            'Submit the administrative version first.',
          )
        : undefined,
    () =>
      state.treated === undefined
        ? refuse(
            'I107',
            'The board has not treated the report.',
            'board-treated with its case',
            'Record the board case with no.kravspor.report.board-treated.v1.',
          )
        : undefined,
  );
}

/** What was submitted is frozen until it is returned, and then it is submitted anew, naming the return. */
function anew(state: ReportState, act: Submission): Verdict {
  const last = lastOf(state, act.data.step);
  if (act.what === 'submitted') {
    return last === undefined
      ? undefined
      : refuse(
          'lifecycle',
          `The ${act.data.step} version was submitted before.`,
          last.returned === undefined
            ? 'a version that is not submitted'
            : 'submitted-anew, naming the return',
          'What is submitted is frozen. Once returned, it is submitted anew.',
        );
  }
  return last?.returned?.mark.record === act.data.returned
    ? undefined
    : invalid(
        '/data/returned',
        'the record by which it was returned',
        act.data.returned,
        'Take the record id from the history of the report.',
      );
}

const sameDigest = (folded: string, sent: string): Verdict =>
  folded === sent
    ? undefined
    : refuse(
        'digest-differs',
        'The report folded at that basis is another than the one submitted.',
        folded,
        'Prepare the submission again, look at what has changed, and send that.',
        {
          errors: [flawAt('/data/digest', folded, sent)],
        },
      );

/** Reasons may be given for gaps only. */
function sound({ data }: Submission, { model }: ReportFacts): Verdict {
  const gaps = new Set<string>(gapsOf(model).map(s => s.requirement));
  const errors = data.gaps.flatMap(({ requirement }, i) =>
    gaps.has(requirement)
      ? []
      : [flawAt(`/data/gaps/${i}/requirement`, 'a due requirement without an answer', requirement)],
  );
  return errors.length === 0
    ? undefined
    : refuse(
        'I112',
        'A reason is given for what is no gap.',
        'due requirements without an answer',
        'Prepare the submission again.',
        { errors },
      );
}

function complete({ data }: Submission, { model }: ReportFacts): Verdict {
  const explained = new Set<string>(data.gaps.flatMap(g => (g.reason === undefined ? [] : [g.requirement])));
  const errors = gapsOf(model)
    .filter(s => !explained.has(s.requirement))
    .map(s => flawAt('/data/gaps', `a reason for ${s.requirement}`, 'nothing'));
  return errors.length === 0
    ? undefined
    : refuse(
        'I112',
        `${errors.length} due requirements have neither an answer nor a reason.`,
        'a reason for each due requirement without an answer',
        'Report on them, or give the reason in data.gaps.',
        { errors },
      );
}

function decided(state: ReportState, { model, administrative }: ReportFacts): Verdict {
  if (administrative === undefined) return undefined;
  const open = undecided(differences(administrative, model, state));
  const errors = open.map(d =>
    flawAt('/data', `difference-judged for ${d.requirement} with answer ${d.answer}`, 'undecided'),
  );
  return errors.length === 0
    ? undefined
    : refuse(
        'difference-undecided',
        `${errors.length} answers differ from the administrative version without a decision.`,
        'essential or not essential, for each',
        'Decide each with no.kravspor.report.difference-judged.v1.',
        { errors, extra: { undecided: open.map(d => ({ requirement: d.requirement, answer: d.answer })) } },
      );
}
