import { lastOf, type ReportState, standing } from '../../../contracts/states/report';
import type { Act, DecisionFacts } from '../facts';
import { firstOf, flawAt, invalid, refuse, type Verdict } from '../refusals';
import { isRegistered } from './registered';
import { decideSeal } from './seal';
import { decideSubmission } from './submission';

type ReportAct = Act<'report'>;

/** May this be said of the report as it stands? */
export function decideReport(state: ReportState, act: ReportAct, facts: DecisionFacts): Verdict {
  if (act.what === 'opened') return decideOpening(state, act, facts);
  if (state.opened === undefined) {
    return refuse(
      'lifecycle',
      `Report ${act.subject} is not open.`,
      'an opened report',
      'Open it with no.kravspor.report.opened.v1.',
    );
  }
  switch (act.what) {
    case 'submitted':
    case 'submitted-anew':
      return decideSubmission(state, act, facts);
    case 'returned':
      return standing(state, act.data.step) === undefined
        ? refuse(
            'lifecycle',
            `No ${act.data.step} version stands.`,
            'a standing submission',
            'There is nothing to return.',
          )
        : undefined;
    case 'difference-judged':
      return standing(state, 'administrative') === undefined
        ? refuse(
            'I107',
            'There is no administrative version to differ from.',
            'a submitted administrative version',
            'Submit the administrative version first.',
          )
        : undefined;
    case 'board-copy-sent':
      return lastOf(state, 'administrative') === undefined
        ? refuse(
            'lifecycle',
            'Nothing has been submitted that the board could have a copy of.',
            'a submission',
            'Submit the report first.',
          )
        : undefined;
    case 'sealed':
      return decideSeal(state, act, facts);
    case 'risks-ranked':
      return ranked(act.data.risks);
    case 'board-treated':
    case 'corrected':
      return undefined;
  }
}

function decideOpening(
  state: ReportState,
  { subject, owner, data }: ReportAct & { readonly what: 'opened' },
  { register }: DecisionFacts,
): Verdict {
  return firstOf(
    () =>
      state.opened === undefined
        ? undefined
        : refuse(
            'lifecycle',
            `Report ${subject} was opened before.`,
            'a report that is not open yet',
            'Go on with the open one.',
          ),
    () => isRegistered(register, owner),
    () =>
      subject.split('.')[1] !== 'annual' || data.months.length === 12
        ? undefined
        : invalid(
            '/data/months',
            'all twelve months for an annual report',
            data.months.join(', '),
            'An annual report covers the year.',
          ),
  );
}

/** A rank is held by one risk, and a risk holds one rank. */
function ranked(risks: readonly { readonly rank: number; readonly risk: string }[]): Verdict {
  const errors = risks.flatMap(({ rank, risk }, i) => {
    const before = risks.slice(0, i);
    return [
      ...(before.some(r => r.rank === rank)
        ? [flawAt(`/data/risks/${i}/rank`, 'a rank of its own', String(rank))]
        : []),
      ...(before.some(r => r.risk === risk) ? [flawAt(`/data/risks/${i}/risk`, 'each risk once', risk)] : []),
    ];
  });
  return errors.length === 0
    ? undefined
    : {
        problem: 'invalid-event',
        detail: 'The risks are not ranked one by one.',
        expected: 'one rank for each risk, one risk for each rank',
        advice: 'Mend what errors name.',
        errors,
      };
}
