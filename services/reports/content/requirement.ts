import type {
  About,
  Ending,
  IssuedFact,
  LineageFact,
  ReportingFact,
  Section,
} from '../../../contracts/reports';
import { capital, dayOf, dayText, quote, sentences, statusText, whenText } from '../format';
import type { Speaker } from '../words';
import { cascades, endings, flags, kinds, modalities, modes } from '../words/codes';
import type { Block, Line } from './document';

/** Where a requirement stands in its document, in a few words; its own id where it stands in none. */
export function placeText(
  { say }: Speaker,
  { requirement, issued }: Pick<About, 'requirement' | 'issued'>,
): string {
  if (issued?.item == null) return requirement;
  const chapter = [issued.section, issued.sectionTitle]
    .filter(part => part !== null && part !== '')
    .join(' ');
  return chapter === '' ? requirement : say('item', { place: chapter, item: issued.item });
}

/** The name of a requirement's entry within the document. */
export const entryId = ({ requirement }: Pick<About, 'requirement'>): string => `krav-${requirement}`;

/** What the requirement is, and where it comes from. */
export function requirementBlock(speaker: Speaker, section: Section): Block {
  const { say } = speaker;
  const { issued, reporting, lineage, ended } = section;
  return {
    title: say('theRequirement'),
    lines: [
      ...textLines(speaker, section),
      ...(issued === null ? [] : issuedLines(speaker, issued)),
      ...(reporting === null ? [] : [reportingLine(speaker, reporting)]),
      ...dueLines(speaker, section),
      ...parentLines(speaker, section),
      ...section.carriedForward.map(c =>
        line(say('carriedForward'), say('carriedTo', { date: whenText(speaker, c), year: c.year }), c),
      ),
      ...lineage.map(l => lineageLine(speaker, l)),
      ...unitLines(speaker, section),
      ...(ended === null ? [] : [line(say('ended'), endingText(speaker, ended), ended)]),
      ...section.flags.map(({ flag, cites }) => ({
        label: say('toNotice'),
        text: speaker.name(flags[flag]),
        cites,
      })),
    ],
  };
}

export const line = (label: string, text: string, { cites }: Pick<Line, 'cites'>): Line => ({
  label,
  text,
  cites,
});

function textLines(speaker: Speaker, { text, issued, records }: Section): readonly Line[] {
  const { say } = speaker;
  if (text === null) return [line(say('text'), say('textUnknown'), issued ?? { cites: records })];
  const amendments = text.amendments.map(a =>
    line(
      say('amended', { version: a.version }),
      sentences(
        whenText(speaker, a),
        a.reason,
        a.renewAcceptance && say('renewAcceptance'),
        a.earlier !== null && say('earlierText', { text: quote(speaker, a.earlier) }),
      ),
      a,
    ),
  );
  return [line(say('text'), quote(speaker, text.text), text), ...amendments];
}

function issuedLines(speaker: Speaker, issued: IssuedFact): readonly Line[] {
  const { say, name } = speaker;
  const { issuer, addresseePhrase, classification, references, targetYear } = issued;
  const date = whenText(speaker, issued);
  const place = placeLine(speaker, issued);
  const modality = modalities[issued.modality];
  const kind = modality === null ? name(kinds[issued.kind]) : `${name(kinds[issued.kind])} (${modality})`;
  const basis = classification.legalBasis;
  return [
    line(
      say('issued'),
      addresseePhrase === null
        ? say('issuedUnaddressed', { date, issuer: issuer.name })
        : say('issuedBy', { date, issuer: issuer.name, phrase: quote(speaker, addresseePhrase) }),
      issued,
    ),
    ...(place === undefined ? [] : [place]),
    line(say('kind'), kind, issued),
    ...(classification.access === 'open'
      ? []
      : [line(say('exempt'), basis === undefined ? '–' : say('exemptBy', { basis }), issued)]),
    ...references.map(r =>
      line(
        say('references'),
        [r.title, r.place, r.address].filter(part => part !== undefined).join(', '),
        issued,
      ),
    ),
    ...(targetYear === null ? [] : [line(say('targetYear'), String(targetYear), issued)]),
  ];
}

function placeLine({ say }: Speaker, issued: IssuedFact): Line | undefined {
  const { document, section, sectionTitle, item, lines } = issued;
  if (document === null) return undefined;
  const chapter = [section ?? '', sectionTitle ?? ''].join(' ').trim();
  const range = lines === null ? '' : lines[0] === lines[1] ? `${lines[0]}` : `${lines[0]}–${lines[1]}`;
  const parts = [
    document.name,
    chapter === '' ? '' : say('chapter', { section: chapter }),
    item === null ? '' : say('itemNumber', { item }),
    range === '' ? '' : say('lines', { lines: range }),
  ];
  return line(say('place'), parts.filter(part => part !== '').join(', '), issued);
}

const reportingLine = ({ say, name }: Speaker, reporting: ReportingFact): Line =>
  line(
    say('reporting'),
    sentences(name(modes[reporting.mode]), say('source', { source: reporting.source })),
    reporting,
  );

function dueLines({ say }: Speaker, { due }: Section): readonly Line[] {
  if (due === null) return [];
  const { date, reason } = due;
  return [line(say('ownDue'), sentences(dayText(date), reason !== null && say('extended', { reason })), due)];
}

function parentLines(speaker: Speaker, { parent }: Section): readonly Line[] {
  if (parent === null) return [];
  const { say, name } = speaker;
  const { requirement, changed } = parent;
  const cascade = name(cascades[parent.cascade]);
  const is = say('parentIs', { requirement, organisation: parent.organisation.name, cascade });
  return [
    line(say('parent'), is, parent),
    ...(changed === null
      ? []
      : [
          line(
            say('parentChanged'),
            say('parentNow', {
              date: whenText(speaker, changed),
              version: changed.version,
              text: quote(speaker, changed.text),
            }),
            changed,
          ),
        ]),
  ];
}

function lineageLine(speaker: Speaker, fact: LineageFact): Line {
  const { say, name } = speaker;
  const { requirement, years, text, lastStatus, ended } = fact;
  return line(
    say('lineage'),
    sentences(
      `${requirement} (${years.join(', ')})`,
      quote(speaker, text),
      lastStatus !== null && say('lastStatus', { status: statusText(speaker, lastStatus) }),
      ended !== null && name(endings[ended]),
    ),
    fact,
  );
}

const unitLines = ({ say }: Speaker, { responsibleUnit }: Section): readonly Line[] =>
  responsibleUnit === null ? [] : [line(say('unit'), responsibleUnit.name, responsibleUnit)];

export const endingText = ({ say, name }: Speaker, ended: Ending): string =>
  sentences(
    `${name(endings[ended.how])} ${dayOf(ended.time)}`,
    capital(ended.reason),
    ended.by !== null && say('endedBy', { by: ended.by }),
  );
