import { osloDayOf } from '../../../contracts/calendar';
import type { Deviation, Measure } from '../../../contracts/states/deviation';
import type { Act } from '../facts';
import { firstOf, invalid, refuse, type Verdict } from '../refusals';

type DeviationAct = Extract<Act<'requirement'>, { readonly data: { readonly deviation: string } }>;

/** May this be said of a deviation as it stands? Cause and measures may come later; closing asks for a verified effect. */
export function decideDeviation(deviations: readonly Deviation[], act: DeviationAct): Verdict {
  const deviation = deviations.find(d => d.deviation === act.data.deviation);
  if (act.what === 'deviation-raised') {
    return deviation?.raised === undefined
      ? undefined
      : refuse(
          'lifecycle',
          `Deviation ${act.data.deviation} was raised before.`,
          'an id of its own for each deviation',
          'Choose another id, or correct the record.',
        );
  }
  if (deviation?.raised === undefined) {
    return invalid(
      '/data/deviation',
      'the id of a raised deviation of this requirement',
      act.data.deviation,
      'Raise the deviation first.',
    );
  }
  return firstOf(
    () =>
      deviation.closed === undefined
        ? undefined
        : refuse(
            'lifecycle',
            `Deviation ${act.data.deviation} is closed.`,
            'an open deviation',
            'Raise a new one if it has come back.',
          ),
    () => decideOpen(deviation, act),
  );
}

function decideOpen(deviation: Deviation, act: DeviationAct): Verdict {
  switch (act.what) {
    case 'measure-planned':
      return deviation.measures.some(m => m.measure === act.data.measure)
        ? refuse(
            'lifecycle',
            `Measure ${act.data.measure} is there already.`,
            'an id of its own for each measure',
            'Choose another id, or correct the record.',
          )
        : undefined;
    case 'measure-started':
      return moves(deviation, act.data.measure, ['planned']);
    case 'measure-completed':
    case 'measure-dropped':
      return moves(deviation, act.data.measure, ['planned', 'started']);
    case 'effect-verified':
      return deviation.measures.some(m => m.stage === 'completed')
        ? undefined
        : refuse(
            'lifecycle',
            'No measure has been completed.',
            'a completed measure',
            'The effect is verified once a measure has been carried out.',
          );
    case 'deviation-accepted': {
      const today = osloDayOf(act.time);
      return act.data.until > today
        ? undefined
        : invalid(
            '/data/until',
            `a date after ${today}`,
            act.data.until,
            'An acceptance runs into the future.',
          );
    }
    case 'deviation-closed':
      return deviation.effect?.effective === true
        ? undefined
        : refuse(
            'lifecycle',
            'The effect of the measures has not been verified.',
            'effect-verified with effective true',
            'Verify the effect before closing.',
          );
    case 'deviation-raised':
    case 'deviation-explained':
    case 'deviation-notified':
      return undefined;
  }
}

function moves(deviation: Deviation, id: string, from: readonly Measure['stage'][]): Verdict {
  const measure = deviation.measures.find(m => m.measure === id);
  if (measure === undefined)
    return invalid('/data/measure', 'the id of a planned measure', id, 'Plan the measure first.');
  return from.includes(measure.stage)
    ? undefined
    : refuse(
        'lifecycle',
        `Measure ${id} is ${measure.stage}.`,
        `a measure that is ${from.join(' or ')}`,
        'Look at the history of the deviation.',
      );
}
