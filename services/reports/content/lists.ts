import { lookUp, typeName } from '../../../contracts/catalogue/catalogue';
import {
  type AnnualReport,
  gapsOf,
  type NotDue,
  type Outside,
  type ReportProcess,
} from '../../../contracts/reports';
import { dayOf, quote, sentences } from '../format';
import type { Speaker } from '../words';
import { modes } from '../words/codes';
import { questionLine } from './acceptance';
import { deviationBlocks } from './deviation';
import type { Line } from './document';
import { endingText, placeText } from './requirement';

type Item = Omit<Line, 'label'>;

/** The requirements without an answer, with the reasons that the submission of this version gives. */
export function gapItems(
  speaker: Speaker,
  report: AnnualReport,
  process: ReportProcess | null,
): readonly Item[] {
  const submission = process?.submissions
    .filter(s => s.step === report.step && s.basis === report.basis.seq)
    .at(-1);
  return gapsOf(report).map(section => {
    const reason = submission?.gaps.find(g => g.requirement === section.requirement)?.reason ?? null;
    return {
      text: sentences(titled(speaker, section), reason !== null && speaker.say('gapReason', { reason })),
      cites: [...citesOf(section), ...(reason === null ? [] : (submission?.cites ?? []))],
    };
  });
}

/** «3.2 Beredskap, punkt i007: «…»» */
function titled(speaker: Speaker, about: NotDue | Outside | AnnualReport['sections'][number]): string {
  const place = placeText(speaker, about);
  return about.text === null ? place : `${place}: ${quote(speaker, about.text.text)}`;
}

/** A requirement of which no text is known still rests on its records. */
const citesOf = (about: NotDue | Outside | AnnualReport['sections'][number]): Item['cites'] =>
  about.text?.cites ?? about.issued?.cites ?? about.records;

export const notDueItem = (speaker: Speaker, requirement: NotDue): Item => {
  const { say, name } = speaker;
  const { reporting, questions, ended } = requirement;
  const asked = questions.map(q => questionLine(speaker, q));
  const deviations = deviationBlocks(speaker, requirement);
  return {
    text: sentences(
      titled(speaker, requirement),
      reporting && say('notDueHow', { mode: name(modes[reporting.mode]), year: reporting.year }),
      reporting && say('source', { source: reporting.source }),
      ...asked.map(q => `${q.label}: ${q.text}`),
      ...deviations.map(d => `${d.title}: ${d.lines.map(l => l.text).join(' ')}`),
      ended !== null && endingText(speaker, ended),
    ),
    cites: unique([
      ...citesOf(requirement),
      ...(reporting?.cites ?? []),
      ...asked.flatMap(q => q.cites),
      ...requirement.deviations.flatMap(d => d.cites),
      ...(ended?.cites ?? []),
    ]),
  };
};

export function outsideItem(speaker: Speaker, requirement: Outside): Item {
  const { ended, why, years } = requirement;
  return {
    text: sentences(titled(speaker, requirement), reasonText(speaker, requirement)),
    cites: unique([
      ...citesOf(requirement),
      ...(ended?.cites ?? []),
      ...(why === 'later-year' && years.length > 0 ? (requirement.issued?.cites ?? []) : []),
    ]),
  };
}

function reasonText(speaker: Speaker, { why, ended, years }: Outside): string {
  switch (why) {
    case 'ended':
      return ended === null ? '' : endingText(speaker, ended);
    case 'later-year':
      return speaker.say('laterYear', { year: years[0] ?? '' });
    case 'not-issued':
      return speaker.say('notIssued');
  }
}

/** What came after the basis, by the name that the catalogue gives it. */
export const laterItems = ({ name }: Speaker, { later }: ReportProcess): readonly Item[] =>
  later.map(({ requirement, what, id, seq, recordedAt }) => {
    const labels = lookUp(typeName('requirement', what))?.definition.labels;
    return {
      text: `${requirement}: ${labels === undefined ? what : name(labels)}, ${dayOf(recordedAt)}`,
      cites: [{ record: id, seq }],
    };
  });

const unique = (cites: Item['cites']): Item['cites'] => [
  ...new Map(cites.map(c => [c.record, { record: c.record, seq: c.seq }])).values(),
];
