import type { Language } from '../../../contracts/labels';
import { reportDigest, type Section } from '../../../contracts/reports';
import type { ReportPage } from '../page';
import { speaker as speakerOf, type Speaker } from '../words';
import { acceptanceBlock } from './acceptance';
import { answerBlock, indicatorBlocks } from './answer';
import { deviationBlocks } from './deviation';
import { differenceEntry } from './differences';
import type { Chapter, Entry, Line, ReportDocument } from './document';
import { gapItems, laterItems, notDueItem, outsideItem } from './lists';
import { partBlocks } from './parts';
import { processLines } from './process';
import { entryId, placeText, requirementBlock } from './requirement';
import { overviewTable, summaryTable } from './tables';

/** The annual report in the words of one language. */
export function annualDocument(page: ReportPage, language: Language): ReportDocument {
  const speaker = speakerOf(language);
  const { say } = speaker;
  const { report } = page;
  return {
    language,
    title: say('annualReport', { year: report.year }),
    lead: [report.organisation.name, say(report.step)],
    notices: report.log?.clock === 'simulated' ? [say('simulated')] : [],
    toContent: say('toContent'),
    chapters: [
      ...openingChapters(speaker, page),
      ...differenceChapters(speaker, page),
      ...requirementChapters(speaker, page),
    ],
    footer: footerLines(speaker, page),
    describeEvent: ({ seq }) => say('event', { seq: seq ?? say('unknownEvent') }),
  };
}

function openingChapters(speaker: Speaker, { report, process }: ReportPage): readonly Chapter[] {
  const { say } = speaker;
  return [
    {
      id: 'om',
      title: say('aboutReport'),
      content: { as: 'lines', lines: processLines(speaker, report, process) },
      empty: '',
    },
    {
      id: 'sammendrag',
      title: say('summary'),
      content: { as: 'table', table: summaryTable(speaker, report) },
      empty: '',
    },
    {
      id: 'oversikt',
      title: say('overview'),
      content: { as: 'table', table: overviewTable(speaker, report) },
      empty: '',
    },
    {
      id: 'uten-svar',
      title: say('gaps'),
      content: { as: 'list', items: gapItems(speaker, report, process) },
      empty: say('noGaps'),
    },
  ];
}

function differenceChapters(speaker: Speaker, { differences }: ReportPage): readonly Chapter[] {
  if (differences === null) return [];
  const entries = differences.map(d => differenceEntry(speaker, d));
  return [
    {
      id: 'forskjeller',
      title: speaker.say('differences'),
      content: { as: 'entries', entries },
      empty: speaker.say('noDifferences'),
    },
  ];
}

function requirementChapters(speaker: Speaker, { report, process }: ReportPage): readonly Chapter[] {
  const { say } = speaker;
  const none = say('none');
  return [
    {
      id: 'krav',
      title: say('sections'),
      content: { as: 'entries', entries: report.sections.map(s => sectionEntry(speaker, s)) },
      empty: none,
    },
    {
      id: 'uten-svarplikt',
      title: say('notDue'),
      content: { as: 'list', items: report.notDue.map(r => notDueItem(speaker, r)) },
      empty: none,
    },
    {
      id: 'utenfor',
      title: say('outside'),
      content: { as: 'list', items: report.outside.map(r => outsideItem(speaker, r)) },
      empty: none,
    },
    ...(process === null
      ? []
      : [
          {
            id: 'etter',
            title: say('after'),
            content: { as: 'list', intro: say('notCovered'), items: laterItems(speaker, process) },
            empty: say('nothingAfter', { seq: process.seen.seq }),
          } as const,
        ]),
  ];
}

function sectionEntry(speaker: Speaker, section: Section): Entry {
  const { say } = speaker;
  const trace: Line = { label: say('allRecords'), text: '', cites: section.records };
  return {
    id: entryId(section),
    title: say('section', { number: section.number, place: placeText(speaker, section) }),
    blocks: [
      requirementBlock(speaker, section),
      answerBlock(speaker, section),
      ...indicatorBlocks(speaker, section),
      ...deviationBlocks(speaker, section),
      ...partBlocks(speaker, section),
      acceptanceBlock(speaker, section),
      { title: say('trace'), lines: [trace] },
    ],
  };
}

function footerLines({ say }: Speaker, { report, process }: ReportPage): readonly Line[] {
  const fact = (label: string, text: string): Line => ({ label, text, cites: [] });
  return [
    fact(say('cutoff'), String(report.basis.seq)),
    ...(process === null ? [] : [fact(say('seen'), String(process.seen.seq))]),
    fact(say('digest'), reportDigest(report)),
  ];
}
