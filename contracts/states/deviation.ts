import type { DataFor } from '../catalogue/catalogue';
import { change, put } from './fold';
import { type AnyTold, type Mark, markOf } from './told';

export type MeasureStage = 'planned' | 'started' | 'completed' | 'dropped';

/** One measure against a deviation: one record with stages, not two lists. */
export interface Measure {
  readonly measure: string;
  readonly text: string;
  readonly due?: string;
  readonly responsible?: string;
  readonly stage: MeasureStage;
  /** The plan that told text and due date; `mark` is of what set the stage. */
  readonly planned: Mark;
  readonly mark: Mark;
  readonly droppedBecause?: string;
}

export interface Deviation {
  readonly deviation: string;
  readonly raised?: Omit<DataFor<'requirement', 'deviation-raised'>, 'deviation' | 'cause'> & {
    readonly mark: Mark;
  };
  readonly cause?: { readonly text: string; readonly mark: Mark };
  readonly measures: readonly Measure[];
  readonly effect?: { readonly effective: boolean; readonly text: string; readonly mark: Mark };
  readonly notified?: { readonly text: string; readonly mark: Mark };
  readonly accepted?: { readonly until: string; readonly reason: string; readonly mark: Mark };
  readonly closed?: { readonly text: string; readonly mark: Mark };
}

/** Still open: raised (or spoken of) and not closed. What the owner has accepted for a time stays open, and non-compliant. */
export const isOpen = (deviation: Deviation): boolean => deviation.closed === undefined;

/** What an explained deviation lacks: its cause, and a measure that is planned, started or completed. */
export function lacking({ cause, measures }: Deviation): readonly ('cause' | 'measure')[] {
  const missing: ('cause' | 'measure')[] = [];
  if (cause === undefined) missing.push('cause');
  if (!measures.some(m => m.stage !== 'dropped')) missing.push('measure');
  return missing;
}

/** The deviations of a requirement after one more event; other events change nothing. */
export function evolveDeviations(deviations: readonly Deviation[], told: AnyTold): readonly Deviation[] {
  const { family, data } = told;
  if (family !== 'requirement' || !('deviation' in data)) return deviations;
  const id = data.deviation;
  const before = deviations.find(d => d.deviation === id) ?? { deviation: id, measures: [] };
  return put(deviations, evolveDeviation(before, told), d => d.deviation === id);
}

function evolveDeviation(deviation: Deviation, told: AnyTold): Deviation {
  if (told.family !== 'requirement') return deviation;
  const mark = markOf(told);
  switch (told.what) {
    case 'deviation-raised': {
      const { deviation: _, cause, ...raised } = told.data;
      return {
        ...deviation,
        raised: { ...raised, mark },
        ...(cause === undefined ? {} : { cause: { text: cause, mark } }),
      };
    }
    case 'deviation-explained':
      return { ...deviation, cause: { text: told.data.cause, mark } };
    case 'deviation-notified':
      return { ...deviation, notified: { text: told.data.text, mark } };
    case 'measure-planned': {
      const { deviation: _, ...planned } = told.data;
      const measure: Measure = { ...planned, stage: 'planned', planned: mark, mark };
      return { ...deviation, measures: put(deviation.measures, measure, m => m.measure === measure.measure) };
    }
    case 'measure-started':
      return staged(deviation, told.data.measure, m => ({ ...m, stage: 'started', mark }));
    case 'measure-completed':
      return staged(deviation, told.data.measure, m => ({ ...m, stage: 'completed', mark }));
    case 'measure-dropped': {
      const droppedBecause = told.data.reason;
      return staged(deviation, told.data.measure, m => ({ ...m, stage: 'dropped', mark, droppedBecause }));
    }
    case 'effect-verified': {
      const { effective, text } = told.data;
      return { ...deviation, effect: { effective, text, mark } };
    }
    case 'deviation-accepted': {
      const { until, reason } = told.data;
      return { ...deviation, accepted: { until, reason, mark } };
    }
    case 'deviation-closed':
      return { ...deviation, closed: { text: told.data.text, mark } };
    default:
      return deviation;
  }
}

function staged(deviation: Deviation, id: string, by: (m: Measure) => Measure): Deviation {
  return { ...deviation, measures: change(deviation.measures, m => m.measure === id, by) };
}
