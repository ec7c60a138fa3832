import { type AnnualReport, type Section, summaryOf } from '../../../contracts/reports';
import { statusText } from '../format';
import type { Speaker } from '../words';
import type { Cell, Table } from './document';
import { entryId, placeText } from './requirement';

/** The report in numbers. */
export function summaryTable(speaker: Speaker, report: AnnualReport): Table {
  const { say } = speaker;
  const s = summaryOf(report);
  const rows: readonly (readonly [string, number])[] = [
    [say('due'), s.due],
    ...s.statuses.map(
      ({ status, count }) => [say('withStatus', { status: statusText(speaker, status) }), count] as const,
    ),
    [say('gaps'), s.gaps],
    [say('indicatorsMet'), s.indicators.met],
    [say('indicatorsNotMet'), s.indicators.notMet],
    [say('indicatorsNotJudged'), s.indicators.notJudged],
    [say('deviationsOpen'), s.deviations.open],
    [say('deviationsClosed'), s.deviations.closed],
    [say('deviationsNotified'), s.deviations.notified],
    [say('deviationsAccepted'), s.deviations.accepted],
    [say('notAccepted'), s.notAccepted],
    [say('notDue'), s.notDue],
    [say('outside'), s.outside],
  ];
  return {
    caption: say('inNumbers'),
    head: [say('counted'), say('count')],
    rows: rows.map(([what, count]) => [{ text: what }, { text: String(count) }]),
  };
}

/** Every requirement due on one line: its status, and its deviations. */
export function overviewTable(speaker: Speaker, { sections }: AnnualReport): Table {
  const { say } = speaker;
  return {
    caption: say('oneByOne'),
    head: [say('requirement'), say('status'), say('deviation')],
    rows: sections.map(section => [
      { text: `${section.number}. ${placeText(speaker, section)}`, entry: entryId(section) },
      statusCell(speaker, section),
      deviationCell(speaker, section),
    ]),
  };
}

const statusCell = (speaker: Speaker, { answer, reporting, records }: Section): Cell =>
  answer === null
    ? { text: speaker.say('notAnswered'), cites: reporting?.cites ?? records }
    : { text: statusText(speaker, answer.status), cites: answer.cites };

function deviationCell({ say }: Speaker, { deviations }: Section): Cell {
  if (deviations.length === 0) return { text: say('noDeviation') };
  const texts = deviations.map(({ deviation, closed, notified }) => {
    const text = say(closed === null ? 'deviationOpen' : 'deviationClosed', { id: deviation });
    return notified === null ? text : say('asEssential', { deviation: text });
  });
  return { text: texts.join('; '), cites: deviations.flatMap(d => d.cites) };
}
