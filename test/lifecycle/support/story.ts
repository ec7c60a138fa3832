import { type Either, isLeft } from 'fp-ts/Either';
import type { Family } from '../../../contracts/catalogue/define';
import { annualReport, type AnnualReport, inputOf, type Streams } from '../../../contracts/reports';
import { folds, type StateOf } from '../../../contracts/states';
import { foldStream } from '../../../contracts/states/fold';
import type { ReportStep } from '../../../contracts/events/parts';
import { lastOf, standing } from '../../../contracts/states/report';
import type { OrganisationsState } from '../../../contracts/states/organisations';
import type { Cut } from '../../../contracts/states/told';
import { keyOf } from '../../../contracts/subjects';
import type { Problem } from '../../../contracts/problems';
import { mayClaim } from '../../../services/lifecycle/authorise';
import type { DecisionFacts, ReportFacts } from '../../../services/lifecycle/facts';
import { judge, intentOf } from '../../../services/lifecycle/intent';
import { localOperator, type Principal } from '../../../services/lifecycle/principal';
import { receive, type Received } from '../../../services/lifecycle/receive';
import { extend, type Loaded, loadedOf } from '../../../services/lifecycle/streams';
import { at, cloudEvent, type Happened, recordsOf, streamOfStory, toldOf } from './tell';

/** A case of a rule: what had happened, what is said now, and how it is taken. Nothing is read or written. */
export const given = (...history: readonly Happened[]) => ({
  when: (event: Happened, { as = localOperator }: { readonly as?: Principal } = {}) => ({
    then: (expectation: (verdict: Problem | undefined) => void): void =>
      expectation(verdictOn(history, event, as)),
  }),
});

/** The state of one thing after a story, cut as asked. */
export const stateOf = <F extends Family>(
  family: F,
  subject: string,
  story: readonly Happened[],
  cut?: Cut,
): StateOf[F] =>
  foldStream<StateOf[F]>(
    folds[family],
    toldOf(story.filter(e => e.family === family && e.subject === subject)),
    cut,
  );

/** The register after a story. */
export const registerOf = (story: readonly Happened[]): OrganisationsState =>
  streamIn(story, 'organisations', 'organisations').state;

function verdictOn(history: readonly Happened[], event: Happened, principal: Principal): Problem | undefined {
  const received = sound(receive(cloudEvent(event)));
  const own = streamIn(history, received.thing.family, received.stream);
  const facts = factsOf(history, own, received);
  const claim = mayClaim(principal, received, facts.register);
  if (claim !== undefined) return claim;
  const intent = intentOf(own, received, principal, facts.register);
  return isLeft(intent) ? intent.left : judge(intent.right, facts);
}

const sound = (received: Either<Problem, Received>): Received => {
  if (isLeft(received)) throw new Error(JSON.stringify(received.left));
  return received.right;
};

function streamIn<F extends Family>(history: readonly Happened[], family: F, stream: string): Loaded<F> {
  return extend(
    loadedOf(stream, family),
    recordsOf(history).filter(r => r.meta.stream === stream),
  );
}

/** Every other stream of the story, folded. */
function factsOf(history: readonly Happened[], own: Loaded, { event, happening }: Received): DecisionFacts {
  const subjects = (family: Family): readonly string[] => [
    ...new Set(history.filter(e => e.family === family).map(e => e.subject)),
  ];
  const requirements = subjects('requirement');
  const keys = [...new Set(requirements.map(keyOf))];
  const report = reportFactsOf(history, own, happening, event.subject);
  return {
    now: at('2033-01-01'),
    register: registerOf(history),
    log: streamIn(history, 'log', 'log').state,
    requirements: new Map(requirements.map(s => [s, stateOf('requirement', s, history)])),
    documents: new Map(subjects('document').map(s => [s, stateOf('document', s, history)])),
    addressees: new Map(keys.map(key => [key, requirements.filter(s => keyOf(s) === key)])),
    ...(report === undefined ? {} : { report }),
    looked: [],
  };
}

function reportFactsOf(
  history: readonly Happened[],
  own: Loaded,
  { what, data }: Received['happening'],
  subject: string,
): ReportFacts | undefined {
  if (!what.startsWith('submitted') || !('basis' in data) || !('step' in data)) return undefined;
  if (!('submissions' in own.state) || data.basis >= history.length) return undefined;
  const [organisation = '', , year] = subject.split('.');
  const folded = (step: ReportStep, basis: number): AnnualReport =>
    reportAt(history, { organisation, year: Number(year), step, basis });
  const first = standing(own.state, 'administrative') ?? lastOf(own.state, 'administrative');
  const model = folded(data.step, data.basis);
  return first === undefined || data.step === 'administrative'
    ? { model }
    : { model, administrative: folded('administrative', first.basis) };
}

/** The annual report folded at a place of the story: `basis` counts its events from 0. */
export function reportAt(
  history: readonly Happened[],
  question: {
    readonly organisation: string;
    readonly year: number;
    readonly step: ReportStep;
    readonly basis: number;
  },
): AnnualReport {
  const records = recordsOf(history);
  const streams: Streams = new Map(
    [...new Set(history.map(streamOfStory))].map(stream => [
      stream,
      records.flatMap((record, seq) => (record.meta.stream === stream ? [{ seq, record }] : [])),
    ]),
  );
  const { organisation, basis } = question;
  const last = records[basis];
  if (last === undefined) throw new Error(`the story has no event ${basis}`);
  const requirements = history
    .filter(e => e.family === 'requirement' && e.subject.startsWith(`${organisation}.`))
    .map(e => e.subject);
  const query = {
    ...question,
    basis: { seq: basis, recordedAt: last.meta.recordedAt },
    requirements: [...new Set(requirements)],
  };
  return annualReport(inputOf(query, streams));
}
