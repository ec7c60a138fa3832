import { type Deviation, isOpen, lacking, type Measure } from '../../contracts/states/deviation';
import { currentText } from '../../contracts/states/requirement-status';
import { addresseeOf, keyOf } from '../../contracts/subjects';
import type { DeviationView, Placed, Reasons } from '../../contracts/views';
import { type Life, standsBehind } from '../life';
import { type Draft, toDocument } from '../plain';
import { indexed, momentOf, type View } from '../view';

/** Each deviation of each requirement. */
export const deviations: View<'requirement'> = {
  family: 'requirement',
  version: 1,
  collection: {
    name: 'deviations',
    indexes: [
      ...indexed('value', 'organisation', 'issuer', 'requirement', 'key', 'open', 'essential', 'about'),
      ...indexed('value', 'nextDue', 'accepted.until', 'seq'),
      ...indexed('values', 'years', 'lacks', 'measures.stage'),
      ...indexed('words', 'description', 'cause'),
    ],
    sorts: [
      ['organisation', 'open', 'nextDue'],
      ['organisation', 'seq'],
    ],
  },
  subjectOf: key => key.slice(0, key.indexOf('/')),
  documents: (life, placed) =>
    life.state.deviations.map(deviation => ({
      key: `${life.subject}/${deviation.deviation}`,
      document: toDocument(deviationView(deviation, life, placed)),
    })),
};

function deviationView(
  deviation: Deviation,
  life: Life<'requirement'>,
  placed: Placed,
): Draft<DeviationView> {
  const { subject, state } = life;
  const { raised, cause, measures, effect, notified, accepted, closed } = deviation;
  return {
    stream: placed.stream,
    revision: placed.revision,
    seq: placed.seq,
    first: placed.first,
    last: placed.last,
    parked: placed.parked,
    deviation: deviation.deviation,
    requirement: subject,
    organisation: addresseeOf(subject),
    key: keyOf(subject),
    issuer: state.issued?.issuer,
    requirementText: currentText(state)?.text,
    years: state.years.map(y => y.year).sort((a, b) => a - b),
    open: isOpen(deviation),
    essential: notified !== undefined,
    lacks: lacking(deviation),
    about: raised?.about,
    period: raised?.period,
    description: raised?.description,
    variance: raised?.variance,
    raised: raised && momentOf(raised.mark),
    cause: cause?.text,
    measures: measures.map(measureView),
    nextDue: nextDue(measures),
    effect: effect && { ...momentOf(effect.mark), effective: effect.effective, text: effect.text },
    notified: notified && { ...momentOf(notified.mark), text: notified.text },
    accepted: accepted && { ...momentOf(accepted.mark), until: accepted.until, reason: accepted.reason },
    closed: closed && { ...momentOf(closed.mark), text: closed.text },
    because: reasonsOf(deviation),
  };
}

const measureView = ({ mark, planned: _, ...measure }: Measure): DeviationView['measures'][number] => ({
  ...measure,
  record: standsBehind(mark),
});

const nextDue = (measures: readonly Measure[]): string | undefined =>
  measures
    .filter(m => m.stage === 'planned' || m.stage === 'started')
    .flatMap(m => m.due ?? [])
    .sort()
    .at(0);

function reasonsOf({ raised, cause, measures, effect, notified, accepted, closed }: Deviation): Reasons {
  const last = measures.at(-1);
  return {
    about: raised && standsBehind(raised.mark),
    period: raised && standsBehind(raised.mark),
    description: raised && standsBehind(raised.mark),
    cause: cause && standsBehind(cause.mark),
    measures: last && standsBehind(last.mark),
    effect: effect && standsBehind(effect.mark),
    essential: notified && standsBehind(notified.mark),
    accepted: accepted && standsBehind(accepted.mark),
    open: closed && standsBehind(closed.mark),
  };
}
