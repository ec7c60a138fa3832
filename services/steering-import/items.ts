import { addresseesAtEnd } from './addressees';
import type { Block } from './blocks';
import { modalityFor, soundsLikeTask } from './demands';
import { doubt, type DoubtCode } from './doubts';
import { readIndicator } from './indicator';
import { subjectsIn } from './mentions';
import { modalityOf } from './modality';
import type { DraftItem, Modality } from './model';
import type { Section } from './sections';
import type { Trigger } from './triggers';
import { endsFully } from './words';

type Content = Pick<Block, 'text' | 'lines' | 'doubts'>;

/** Texts longer than this cannot be one requirement. */
const LONGEST = 20_000;

/** An ingress paragraph: it frames and binds, and is not reported on. */
export function framing(
  content: Content,
  section: Section,
  names: ReadonlySet<string>,
  more: readonly DoubtCode[] = [],
): DraftItem {
  const subjects = subjectsIn(content.text, names);
  const phrases = eachOnce(subjects.map(subject => subject.phrase));
  const demands = more.length === 0 && !section.onReporting && soundsLikeTask(subjects);
  const codes: DoubtCode[] = [
    ...content.doubts,
    ...more,
    ...(demands ? (['demand-in-ingress'] as const) : []),
  ];
  const addressees = { phrases, phrase: phrases.join(', ') };
  return item('framing', content, section, modalityFor(content.text, subjects), addressees, codes);
}

/** In any case of letters. */
const eachOnce = (phrases: readonly string[]): readonly string[] => {
  const lower = phrases.map(phrase => phrase.toLowerCase());
  return phrases.filter((_phrase, i) => lower.indexOf(lower[i] ?? '') === i);
};

/** A bullet under a trigger: an indicator or a task, reported on. */
export function requirement(content: Content, section: Section, trigger: Trigger): DraftItem {
  const atEnd = addresseesAtEnd(content.text);
  const subject = trigger.subject === undefined ? [] : [trigger.subject];
  const addressees = atEnd.phrases.length > 0 ? atEnd : { phrases: subject, phrase: subject.join() };
  const codes: DoubtCode[] = [
    ...content.doubts,
    ...(atEnd.unsure === true ? (['maybe-addressees'] as const) : []),
    ...(trigger.form === 'name' ? (['unknown-subject'] as const) : []),
    ...(trigger.form === 'unusual' ? (['unusual-heading'] as const) : []),
  ];
  if (trigger.kind === 'task') return item('task', content, section, trigger.modality, addressees, codes);
  const { facts, doubts } = readIndicator(content.text);
  return {
    ...item('indicator', content, section, modalityOf(content.text), addressees, [...codes, ...doubts]),
    indicator: facts,
  };
}

function item(
  kind: DraftItem['kind'],
  { text, lines }: Content,
  section: Section,
  modality: Modality | undefined,
  addressees: { readonly phrases: readonly string[]; readonly phrase?: string },
  codes: readonly DoubtCode[],
): DraftItem {
  const onRequest = asksOnRequest(text);
  const all = new Set([...codes, ...section.doubts, ...textDoubts(text, onRequest)]);
  return {
    kind,
    reportable: kind !== 'framing',
    section: section.number,
    sectionTitle: section.title,
    text,
    ...(modality === undefined ? {} : { modality }),
    addressees: addressees.phrases,
    ...(addressees.phrase === undefined || addressees.phrase === ''
      ? {}
      : { addresseePhrase: addressees.phrase }),
    lines,
    doubts: [...all].map(doubt),
    ...(onRequest ? { suggestedReportingMode: 'on-request' as const } : {}),
  };
}

function textDoubts(text: string, onRequest: boolean): readonly DoubtCode[] {
  return [
    ...(endsFully(text) || text.endsWith(':') || text.endsWith(')') ? [] : (['not-ended'] as const)),
    ...(onRequest ? (['on-request'] as const) : []),
    ...(/(?:sikkerhets|tryggings)?gradert?e (?:oppdrag|opplysninger|informasjon|saker)/iu.test(text)
      ? (['graded-assignments'] as const)
      : []),
    ...(text.length > LONGEST ? (['very-long'] as const) : []),
  ];
}

const asksOnRequest = (text: string): boolean =>
  /\b(?:etter|ved|på) (?:(?:behov|nærmere|nærare) (?:og|eller) )?(?:behov|forespørsel|førespurnad|anmodning|oppmoding)(?!\p{L})/iu.test(
    text,
  );
