import type { AcceptanceFact, QuestionFact, Section } from '../../../contracts/reports';
import { dayText, quote, sentences, whenText } from '../format';
import type { Speaker } from '../words';
import { questions } from '../words/codes';
import type { Block, Line } from './document';
import { line } from './requirement';

/** How the requirement was taken: receipt, every acceptance with those that no longer stand, and what was asked. */
export function acceptanceBlock(speaker: Speaker, section: Section): Block {
  const { say } = speaker;
  const { received, acceptances, reporting, records } = section;
  return {
    title: say('acceptance'),
    lines: [
      ...(received === null ? [] : [line(say('received'), whenText(speaker, received), received)]),
      ...acceptances.map(a => acceptanceLine(speaker, a)),
      ...(acceptances.length > 0
        ? []
        : [line(say('accepted'), say('notAcceptedYet'), reporting ?? { cites: records })]),
      ...section.questions.map(q => questionLine(speaker, q)),
    ],
  };
}

function acceptanceLine(speaker: Speaker, acceptance: AcceptanceFact): Line {
  const { say } = speaker;
  const { version, boardCase, wording, reservation, superseded } = acceptance;
  const cased = boardCase && say('boardCase', { ...boardCase, date: dayText(boardCase.date) });
  const worded = wording === null ? null : quote(speaker, wording);
  return line(
    say('accepted'),
    sentences(
      say('acceptedVersion', { version, date: whenText(speaker, acceptance) }),
      cased !== null && worded !== null ? `${cased}: ${worded}` : (cased ?? worded),
      reservation !== null && say('reservation', { text: reservation }),
      superseded && say('superseded'),
    ),
    acceptance,
  );
}

export function questionLine(speaker: Speaker, question: QuestionFact): Line {
  const { say, name } = speaker;
  const { about, asked, answered } = question;
  return {
    label: name(questions[about]),
    text: sentences(
      asked !== null && say('asked', { date: whenText(speaker, asked), text: asked.text }),
      asked !== null && asked.due !== null && say('askedBy', { date: dayText(asked.due) }),
      answered === null
        ? say('noReply')
        : say('replied', { date: whenText(speaker, answered), text: answered.text }),
    ),
    cites: [...(asked?.cites ?? []), ...(answered?.cites ?? [])],
  };
}
