import type { Part, Section } from '../../../contracts/reports';
import { quote, sentences } from '../format';
import type { Speaker } from '../words';
import { cascades, joints } from '../words/codes';
import { answerLines, indicatorBlocks } from './answer';
import { deviationBlocks } from './deviation';
import type { Block, Line } from './document';
import { endingText, line } from './requirement';

/** What each trust answers for the requirement derived from this one, resting on the trust's own records. */
export const partBlocks = (speaker: Speaker, { parts }: Section): readonly Block[] =>
  parts.flatMap(part => [
    { title: part.organisation.name, lines: partLines(speaker, part) },
    ...[...indicatorBlocks(speaker, part), ...deviationBlocks(speaker, part)].map(({ title, lines }) => ({
      title: speaker.say('ofPart', { organisation: part.organisation.name, what: title }),
      lines,
    })),
  ]);

function partLines(speaker: Speaker, part: Part): readonly Line[] {
  const { say, name } = speaker;
  const { requirement, cascade, text, answer, status, ended } = part;
  const which = `${requirement}, ${name(cascades[cascade])}`;
  return [
    line(
      say('text'),
      sentences(which, text === null ? null : quote(speaker, text.text)),
      text ?? { cites: part.cites },
    ),
    ...(answer === null
      ? [line(say('answer'), status === null ? say('notAnswered') : name(joints[status]), part)]
      : answerLines(speaker, answer)),
    ...(ended === null ? [] : [line(say('ended'), endingText(speaker, ended), ended)]),
  ];
}
