import type { AnswerFact, IndicatorFact, Said, Section } from '../../../contracts/reports';
import { monthsLabel } from '../../../contracts/calendar';
import {
  amountText,
  capital,
  numberText,
  periodText,
  sentences,
  statusText,
  valueText,
  whenText,
} from '../format';
import type { Speaker } from '../words';
import { directions, joints, judgements } from '../words/codes';
import type { Block, Line } from './document';
import { line } from './requirement';

/** The answer for the year, and those given through it. A missing one rests on what made it due. */
export function answerBlock(speaker: Speaker, section: Section): Block {
  const { say, name } = speaker;
  const { answer, interim, reporting, joint, parts, records } = section;
  const jointLine = {
    label: say('joint'),
    text: joint === null ? '' : sentences(name(joints[joint]), say('jointRule')),
    cites: parts.flatMap(p => (p.answer ?? { cites: p.cites }).cites),
  };
  return {
    title: say('theAnswer'),
    lines: [
      ...(answer === null
        ? [line(say('answer'), say('notAnswered'), reporting ?? { cites: records })]
        : answerLines(speaker, answer)),
      ...interim.map(i =>
        line(
          say('throughYear'),
          `${capital(name(monthsLabel(i.period.months)))}: ${statusText(speaker, i.status)}`,
          i,
        ),
      ),
      ...(joint === null ? [] : [jointLine]),
    ],
  };
}

export function answerLines(speaker: Speaker, answer: AnswerFact): readonly Line[] {
  const { say } = speaker;
  const { forecast, evidence } = answer;
  return [
    line(say('status'), statusText(speaker, answer.status), answer),
    line(say('answer'), answer.text, answer),
    line(say('answered'), whenText(speaker, answer), answer),
    ...(forecast === null
      ? []
      : [line(say('forecast'), sentences(statusText(speaker, forecast.status), forecast.text), answer)]),
    ...evidence.map(e => line(say('evidence'), `${e.title} (SHA-256 ${e.sha256})`, answer)),
  ];
}

/** The indicator: what was wanted, from where, what was measured, and what follows from it. */
export function indicatorBlocks(speaker: Speaker, { indicator }: Said): readonly Block[] {
  if (indicator === null) return [];
  const { say, name } = speaker;
  return [
    {
      title: say('theIndicator'),
      lines: [
        line(say('direction'), directionText(speaker, indicator), { cites: indicator.specifiedBy }),
        baselineLine(speaker, indicator),
        ...targetLines(speaker, indicator),
        measuredLine(speaker, indicator),
        ...thresholdLines(speaker, indicator),
        line(say('judgement'), name(judgements[indicator.judgement]), indicator),
      ],
    },
  ];
}

function directionText(
  speaker: Speaker,
  { direction, wantedChange, unit, baselineYear }: IndicatorFact,
): string {
  const { say, name } = speaker;
  const amount = wantedChange?.amount ?? null;
  const wanted =
    amount === null
      ? name(directions[direction])
      : say('withAmount', {
          direction: name(directions[direction]),
          amount: amountText(speaker, amount, wantedChange?.unit === 'percent' ? '%' : unit),
        });
  const from = baselineYear === null ? wanted : say('fromYear', { direction: wanted, year: baselineYear });
  return amount === null && direction !== 'maintain' ? say('withoutAmount', { direction: from }) : from;
}

function baselineLine(speaker: Speaker, { baseline, unit, specifiedBy }: IndicatorFact): Line {
  const { say } = speaker;
  if (baseline === null) return line(say('baseline'), say('unknown'), { cites: specifiedBy });
  const value = say('valueOf', { value: valueText(speaker, baseline.value, unit), period: baseline.year });
  return line(say('baseline'), sentences(value, sourceText(speaker, baseline.source)), baseline);
}

function targetLines(speaker: Speaker, { target, unit, targetRestsOn }: IndicatorFact): readonly Line[] {
  if (target === null) return [];
  return [line(speaker.say('target'), amountText(speaker, target, unit), { cites: targetRestsOn })];
}

function measuredLine(speaker: Speaker, { measured, unit, specifiedBy }: IndicatorFact): Line {
  const { say } = speaker;
  if (measured === null) return line(say('measured'), say('notMeasured'), { cites: specifiedBy });
  const value = say('valueOf', {
    value: valueText(speaker, measured.value, unit),
    period: periodText(speaker, measured.period),
  });
  return line(say('measured'), sentences(value, sourceText(speaker, measured.source)), measured);
}

function thresholdLines(speaker: Speaker, indicator: IndicatorFact): readonly Line[] {
  const { threshold, againstThreshold, unit, measured, specifiedBy } = indicator;
  if (threshold === null) return [];
  const { say } = speaker;
  const lies = againstThreshold === null ? null : say(`lies${againstThreshold}`);
  const cites = measured === null ? specifiedBy : [...specifiedBy, ...measured.cites];
  return [line(say('threshold'), sentences(`${numberText(speaker, threshold)} ${unit}`, lies), { cites })];
}

const sourceText = ({ say }: Speaker, source: string | null): string | null =>
  source === null ? null : say('source', { source });
