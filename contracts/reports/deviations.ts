import { osloDayOf } from '../calendar';
import { type Deviation, isOpen, lacking, type Measure } from '../states/deviation';
import type { RequirementState } from '../states/requirement';
import { type Context, citesOf, sourceOf } from './context';
import type { DeviationFact, MeasureFact } from './model';

/**
 * The deviations a year's report speaks of: those of its periods, and older ones that were still open when it began.
 * One of which only later events are known belongs to every year.
 */
export const deviationsIn = (context: Context, { deviations }: RequirementState): readonly DeviationFact[] =>
  deviations.filter(d => concerns(d, context.year)).map(d => deviationFact(context, d));

function concerns(deviation: Deviation, year: number): boolean {
  const told = deviation.raised?.period.year ?? year;
  if (told >= year) return told === year;
  return deviation.closed === undefined || osloDayOf(deviation.closed.mark.time) >= `${year}-01-01`;
}

function deviationFact(context: Context, deviation: Deviation): DeviationFact {
  const { raised, cause, measures, effect, notified, accepted, closed } = deviation;
  const from = <A extends { readonly mark: Deviation['measures'][number]['mark'] }>({
    mark,
    ...fact
  }: A) => ({
    ...sourceOf(context, mark),
    ...fact,
  });
  const marks = [raised, cause, ...measures, effect, notified, accepted, closed].map(fact => fact?.mark);
  return {
    deviation: deviation.deviation,
    raised: raised === undefined ? null : { ...from(raised), variance: raised.variance ?? null },
    cause: cause === undefined ? null : from(cause),
    measures: measures.map(m => measureFact(context, m)),
    effect: effect === undefined ? null : from(effect),
    notified: notified === undefined ? null : from(notified),
    accepted: accepted === undefined ? null : { ...from(accepted), expired: accepted.until < context.today },
    closed: closed === undefined ? null : from(closed),
    lacking: isOpen(deviation) ? lacking(deviation) : [],
    cites: citesOf(context, [...marks, ...measures.map(m => m.planned)]),
  };
}

/** The text rests on the plan, the stage on what came last. Who is responsible is left out. */
function measureFact(context: Context, measure: Measure): MeasureFact {
  const { stage, due, droppedBecause, mark, planned } = measure;
  const open = stage === 'planned' || stage === 'started';
  return {
    ...sourceOf(context, mark, planned),
    measure: measure.measure,
    text: measure.text,
    due: due ?? null,
    stage,
    droppedBecause: droppedBecause ?? null,
    overdue: open && due !== undefined && due < context.today,
  };
}
