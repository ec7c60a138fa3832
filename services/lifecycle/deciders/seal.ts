import { type ReportState, standing } from '../../../contracts/states/report';
import type { Act, DecisionFacts } from '../facts';
import { firstOf, flawAt, invalid, refuse, type Verdict } from '../refusals';

type Seal = Act<'report'> & { readonly what: 'sealed' };

const PREPARE = 'Ask for the seal to be prepared: GET /v1/reports/{report}/seal.';

/** May the report be sealed so? It seals the board's version that stands, and what the log itself says at its basis. */
export function decideSeal(state: ReportState, { data }: Seal, { log, seal }: DecisionFacts): Verdict {
  const { basis, digest, heads } = data;
  const { ruleSet, version } = data.ruleSet;
  const board = standing(state, 'board');
  if (board === undefined)
    return refuse(
      'I107',
      'The board version has not been submitted.',
      'both versions submitted',
      'Seal the report when it is complete.',
    );
  return firstOf(
    () =>
      basis === board.basis
        ? undefined
        : invalid('/data/basis', `${board.basis}, the basis of the board version`, String(basis), PREPARE),
    () => (digest === board.digest ? undefined : differs('/data/digest', board.digest, digest)),
    () =>
      log.ruleSets.some(r => r.ruleSet === ruleSet && r.version === version)
        ? undefined
        : invalid('/data/ruleSet', 'a rule set that the log registers', `${ruleSet} ${version}`, REGISTER),
    () =>
      seal === undefined || (seal.ruleSetAt !== undefined && seal.ruleSetAt <= basis)
        ? undefined
        : invalid(
            '/data/ruleSet',
            'a rule set registered before the basis',
            `${ruleSet} ${version}, registered later`,
            REGISTER,
          ),
    () =>
      seal === undefined || seal.heads === heads
        ? undefined
        : differs('/data/heads', seal.heads ?? 'a basis in the log', heads),
  );
}

const REGISTER =
  'Register the rule set with no.kravspor.log.rule-set-registered.v1 before the report is submitted.';

const differs = (pointer: string, expected: string, sent: string): Verdict =>
  refuse('digest-differs', 'The seal is of something else than what stands in the log.', expected, PREPARE, {
    errors: [flawAt(pointer, expected, sent)],
  });
