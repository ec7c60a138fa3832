import type { Question, RequirementState, TextVersion } from '../states/requirement';
import { currentText } from '../states/requirement-status';
import { type Context, named, sourceOf } from './context';
import type { StreamAt } from './input';
import type { About, Ending, IssuedFact, QuestionFact, ReportingFact, TextFact } from './model';

type Requirement = StreamAt<RequirementState>;

/** What a requirement is, with every record of its stream. */
export const aboutOf = (context: Context, { subject, state, records }: Requirement): About => ({
  requirement: subject,
  text: textOf(context, state),
  issued: issuedOf(context, state),
  reporting: reportingOf(context, state),
  years: yearsOf(state),
  questions: state.questions.map(q => questionOf(context, q)),
  ended: endingOf(context, state),
  records: records.map(({ id, seq, what }) => ({ record: id, seq, what })),
});

export const yearsOf = ({ years }: RequirementState): readonly number[] =>
  years.map(y => y.year).sort((a, b) => a - b);

/** The current wording, and how it came to be. */
export function textOf(context: Context, state: RequirementState): TextFact | null {
  const current = currentText(state);
  if (current === undefined) return null;
  const versions = [...state.versions].sort((a, b) => a.version - b.version);
  const amendment = (v: TextVersion, before: TextVersion | undefined) => ({
    ...sourceOf(context, v.mark),
    version: v.version,
    reason: v.reason ?? '',
    renewAcceptance: v.renewAcceptance,
    earlier: before?.text ?? null,
  });
  return {
    ...sourceOf(context, current.mark),
    version: current.version,
    text: current.text,
    amendments: versions.flatMap((v, i) => (v.version > 1 ? [amendment(v, versions[i - 1])] : [])),
  };
}

function issuedOf(context: Context, { issued }: RequirementState): IssuedFact | null {
  if (issued === undefined) return null;
  const { origin, mark } = issued;
  return {
    ...sourceOf(context, mark),
    issuer: named(context.register, issued.issuer),
    addresseePhrase: issued.addresseePhrase ?? null,
    kind: issued.kind,
    modality: issued.modality,
    steeringYear: issued.steeringYear,
    classification: issued.classification,
    document:
      origin === undefined
        ? null
        : { id: origin.document, name: context.documents.get(origin.document) ?? origin.document },
    item: origin?.item ?? null,
    section: origin?.place?.section ?? null,
    sectionTitle: origin?.place?.sectionTitle ?? null,
    lines: origin?.place === undefined ? null : [origin.place.firstLine, origin.place.lastLine],
    references: issued.references ?? [],
    targetYear: issued.targetYear ?? null,
  };
}

/** How it is reported on in the year of the report, or else in the last year before that it was laid for. */
function reportingOf(context: Context, { years, reporting }: RequirementState): ReportingFact | null {
  const latest = years.reduce<number>((max, y) => Math.max(max, y.year), 0);
  const laid = years
    .filter(y => y.year <= context.year)
    .reduce<(typeof years)[number] | undefined>(
      (best, y) => (best === undefined || y.year > best.year ? y : best),
      undefined,
    );
  if (laid === undefined) return null;
  const counts =
    laid.year === latest && reporting !== undefined ? reporting : { ...laid.reporting, mark: laid.mark };
  return { ...sourceOf(context, counts.mark), year: laid.year, mode: counts.mode, source: counts.source };
}

function questionOf(
  context: Context,
  { about, question, text, due, asked, answer, answered }: Question,
): QuestionFact {
  return {
    about,
    question,
    asked: asked === undefined ? null : { ...sourceOf(context, asked), text: text ?? '', due: due ?? null },
    answered: answered === undefined ? null : { ...sourceOf(context, answered), text: answer ?? '' },
  };
}

export function endingOf(context: Context, { ended }: RequirementState): Ending | null {
  if (ended === undefined) return null;
  const { how, reason, by, mark } = ended;
  return { ...sourceOf(context, mark), how, reason, by: by ?? null };
}
