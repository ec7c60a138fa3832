import type { Difference, Section } from '../../../contracts/reports';
import { sentences, whenText } from '../format';
import type { Speaker } from '../words';
import { changes } from '../words/codes';
import { answerLines, indicatorBlocks } from './answer';
import { deviationBlocks } from './deviation';
import type { Block, Entry, Line } from './document';
import { line, placeText } from './requirement';

/** Where the board's version answers otherwise: both sides, and the decision on it. */
export function differenceEntry(speaker: Speaker, difference: Difference): Entry {
  const { say } = speaker;
  const { requirement, administrative, board } = difference;
  const about = board ?? administrative;
  return {
    id: `forskjell-${requirement}`,
    title: about === null ? requirement : placeText(speaker, about),
    blocks: [
      { title: say('decision'), lines: decisionLines(speaker, difference) },
      { title: say('administrative'), lines: sideLines(speaker, difference, administrative) },
      { title: say('board'), lines: sideLines(speaker, difference, board) },
    ],
  };
}

function decisionLines(speaker: Speaker, difference: Difference): readonly Line[] {
  const { say, name } = speaker;
  const { changed, decision } = difference;
  const rests = [...sideCites(difference.administrative), ...sideCites(difference.board)];
  return [
    line(say('changedIn'), changed.map(c => name(changes[c])).join(', '), { cites: rests }),
    decision === null
      ? line(say('decision'), say('undecided'), { cites: rests })
      : line(
          say('decision'),
          sentences(
            say(decision.essential ? 'essential' : 'notEssential'),
            decision.reason,
            whenText(speaker, decision),
          ),
          decision,
        ),
  ];
}

/** The whole answer of one side, and of value and deviations what has changed. */
function sideLines(speaker: Speaker, { changed }: Difference, section: Section | null): readonly Line[] {
  const { say } = speaker;
  if (section === null) return [{ label: say('answer'), text: say('notInVersion'), cites: [] }];
  const { answer, reporting, records } = section;
  const more: readonly Block[] = [
    ...(changed.includes('value') ? indicatorBlocks(speaker, section) : []),
    ...(changed.includes('deviations') ? deviationBlocks(speaker, section) : []),
  ];
  return [
    ...(answer === null
      ? [line(say('answer'), say('notAnswered'), reporting ?? { cites: records })]
      : answerLines(speaker, answer)),
    ...more.flatMap(block => block.lines),
  ];
}

const sideCites = (section: Section | null): Line['cites'] =>
  section?.answer?.cites ?? section?.reporting?.cites ?? [];
