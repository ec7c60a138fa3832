import type { DeviationFact, MeasureFact, Said, Source } from '../../../contracts/reports';
import { amountText, dayText, periodText, sentences, whenText } from '../format';
import type { Speaker } from '../words';
import { abouts, stages } from '../words/codes';
import type { Block, Line } from './document';
import { line } from './requirement';

/** A block for each deviation, open or closed. */
export const deviationBlocks = (
  speaker: Speaker,
  { deviations }: Pick<Said, 'deviations'>,
): readonly Block[] =>
  deviations.map(d => ({
    title: speaker.say(d.closed === null ? 'deviationOpen' : 'deviationClosed', { id: d.deviation }),
    lines: deviationLines(speaker, d),
  }));

export function deviationLines(speaker: Speaker, deviation: DeviationFact): readonly Line[] {
  const { say } = speaker;
  const { cause, measures, effect, notified, accepted, closed, lacking } = deviation;
  const dated = (fact: Source & { readonly text: string }): string =>
    sentences(whenText(speaker, fact), fact.text);
  return [
    ...raisedLines(speaker, deviation),
    ...(cause === null ? [] : [line(say('cause'), cause.text, cause)]),
    ...(lacking.includes('cause') ? [line(say('cause'), say('causeLacking'), deviation)] : []),
    ...measures.map(m => measureLine(speaker, m)),
    ...(lacking.includes('measure') ? [line(say('measures'), say('measureLacking'), deviation)] : []),
    ...(effect === null
      ? []
      : [
          line(
            say('effect'),
            sentences(say(effect.effective ? 'worked' : 'didNotWork'), effect.text),
            effect,
          ),
        ]),
    ...(notified === null ? [] : [line(say('notified'), dated(notified), notified)]),
    ...(accepted === null ? [] : [acceptedLine(speaker, accepted, closed === null)]),
    ...(closed === null ? [] : [line(say('closed'), dated(closed), closed)]),
  ];
}

function raisedLines(speaker: Speaker, { raised }: DeviationFact): readonly Line[] {
  if (raised === null) return [];
  const { say, name } = speaker;
  const { description, period, about, variance } = raised;
  const concerns = say('concerns', { period: periodText(speaker, period), about: name(abouts[about]) });
  const amounts =
    variance !== null &&
    say('variance', {
      goal: amountText(speaker, variance.goal, variance.unit),
      actual: amountText(speaker, variance.actual, variance.unit),
    });
  return [line(say('deviation'), sentences(description, concerns, amounts), raised)];
}

function measureLine({ say, name }: Speaker, measure: MeasureFact): Line {
  const { stage, text, due, overdue, droppedBecause } = measure;
  const date = due === null ? null : say(overdue ? 'overdue' : 'dueBy', { date: dayText(due) });
  const what = sentences(name(stages[stage]), text, date, droppedBecause);
  return line(say('measure', { id: measure.measure }), what, measure);
}

/** What the owner accepts for a time stays a deviation, and says so. */
function acceptedLine(
  { say }: Speaker,
  accepted: NonNullable<DeviationFact['accepted']>,
  open: boolean,
): Line {
  const { until, reason, expired } = accepted;
  const term = say(expired ? 'untilPast' : 'until', { date: dayText(until) });
  return line(say('ownerAccepted'), sentences(term, reason, open && say('stillOpen')), accepted);
}
