import { isOpen } from '../../contracts/states/deviation';
import {
  acceptanceStatus,
  currentText,
  flagsOf,
  lastAnswer,
  stageOf,
} from '../../contracts/states/requirement-status';
import { addresseeOf, keyOf, requirementStream } from '../../contracts/subjects';
import type { CommonPart, CommonView, Placed } from '../../contracts/views';
import { type Life, standsBehind } from '../life';
import { type Draft, fromDocument, toDocument } from '../plain';
import { indexed, type SharedView } from '../view';

/** One text over all its addressees. Their joint status needs the status scales and is told by a query. */
export const common: SharedView = {
  version: 1,
  collection: {
    name: 'common',
    indexes: [
      ...indexed('value', 'issuer', 'kind', 'year', 'seq'),
      ...indexed('values', 'years', 'parts.organisation', 'parts.status.value', 'parts.stage', 'parts.flags'),
      ...indexed('words', 'text'),
    ],
    sorts: [['issuer', 'seq']],
  },
  families: ['requirement'],
  streamsOf: (_, document) =>
    fromDocument<CommonView>(document).parts.map(part => requirementStream(part.requirement)),
  parts: (life, placed) =>
    life.family === 'requirement'
      ? [{ key: keyOf(life.subject), part: toDocument(partOf(life, placed)) }]
      : [],
  join: (key, document, given) => {
    const before = document === undefined ? [] : fromDocument<CommonView>(document).parts;
    const kept = before.filter(p => !given.has(requirementStream(p.requirement)));
    const fresh = [...given.values()].flatMap(part =>
      part === undefined ? [] : fromDocument<CommonPart>(part),
    );
    const parts = [...kept, ...fresh].sort((a, b) => (a.organisation < b.organisation ? -1 : 1));
    const [first] = parts;
    return first && toDocument(commonView(key, parts, first));
  },
};

function partOf({ subject, state }: Life<'requirement'>, { revision, seq }: Placed): Draft<CommonPart> {
  const text = currentText(state);
  const answer = lastAnswer(state);
  return {
    organisation: addresseeOf(subject),
    requirement: subject,
    revision,
    seq,
    issuer: state.issued?.issuer,
    kind: state.issued?.kind,
    text: text?.text,
    version: text?.version,
    years: state.years.map(y => y.year).sort((a, b) => a - b),
    stage: stageOf(state),
    open: state.ended === undefined,
    acceptance: acceptanceStatus(state),
    reporting: state.reporting?.mode,
    status: answer?.status,
    period: answer?.period,
    answer: answer && standsBehind(answer.mark),
    openDeviations: state.deviations.filter(isOpen).length,
    flags: flagsOf(state),
  };
}

function commonView(key: string, parts: readonly CommonPart[], first: CommonPart): Draft<CommonView> {
  const years = [...new Set(parts.flatMap(p => p.years))].sort((a, b) => a - b);
  const newest = parts.reduce((best, p) => ((p.version ?? 0) > (best.version ?? 0) ? p : best), first);
  return {
    key,
    issuer: newest.issuer,
    kind: newest.kind,
    text: newest.text,
    version: newest.version,
    year: years.at(-1),
    years,
    sameText: parts.every(p => p.text === newest.text),
    parts,
    seq: Math.max(...parts.map(p => p.seq)),
  };
}
