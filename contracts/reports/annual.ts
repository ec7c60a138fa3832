import { organisationOf } from '../states/organisations';
import { isDueInAnnualReport } from '../states/requirement-status';
import type { RequirementState } from '../states/requirement';
import { aboutOf } from './about';
import { type Context, indexOf, named, todayAt } from './context';
import { deviationsIn } from './deviations';
import type { AnnualInput, StreamAt } from './input';
import { type AnnualReport, type NotDue, type Outside, REPORT_FORMAT } from './model';
import { inDocumentOrder } from './order';
import { sectionOf } from './section';

type Requirement = StreamAt<RequirementState>;

/**
 * The annual report as data: a section for each requirement whose answer is due, then what is valid without being due,
 * then what is outside the year. Every requirement of the input is in exactly one of the three. Pure and total: the same
 * input gives the same model, and its "now" is the moment of the basis.
 */
export function annualReport(input: AnnualInput): AnnualReport {
  const { organisation, year, step, basis, register, log } = input;
  const context = contextOf(input);
  const known = new Map([...input.requirements, ...input.related].map(r => [r.subject, r] as const));
  const superior = organisationOf(register, organisation)?.parent;
  const ordered = inDocumentOrder(input.requirements);
  const due = ordered.filter(({ state }) => isDueInAnnualReport(state, year));
  const rest = ordered.filter(({ state }) => !isDueInAnnualReport(state, year));
  return {
    format: REPORT_FORMAT,
    organisation: named(register, organisation),
    issuer: superior === undefined ? null : named(register, superior),
    year,
    step,
    basis,
    log: log.opened === undefined ? null : { origin: log.opened.origin, clock: log.opened.clock },
    sections: due.map((requirement, i) => sectionOf(context, i + 1, requirement, known)),
    notDue: rest.filter(({ state }) => heldIn(state, year)).map(r => notDue(context, r)),
    outside: rest.filter(({ state }) => !heldIn(state, year)).map(r => outside(context, r)),
  };
}

/** Laid for this year or an earlier one, and not ended before the year was over. */
const heldIn = ({ issued, years, ended }: RequirementState, year: number): boolean =>
  issued !== undefined &&
  years.some(y => y.year <= year) &&
  (ended === undefined || Number(ended.mark.time.slice(0, 4)) > year);

const contextOf = ({
  year,
  basis,
  register,
  log,
  documents,
  requirements,
  related,
}: AnnualInput): Context => ({
  year,
  basis,
  today: todayAt(basis),
  register,
  log,
  documents: new Map(documents.map(d => [d.subject, d.title])),
  records: indexOf([...requirements, ...related].map(r => r.records)),
});

function notDue(context: Context, requirement: Requirement): NotDue {
  const about = aboutOf(context, requirement);
  return {
    ...about,
    why: whyNotDue(about, context.year),
    deviations: deviationsIn(context, requirement.state),
  };
}

function whyNotDue({ reporting }: NotDueAbout, year: number): NotDue['why'] {
  if (reporting?.mode === 'on-request' || reporting?.mode === 'none') return reporting.mode;
  return reporting?.year === year ? 'none' : 'earlier-year';
}

type NotDueAbout = Pick<NotDue, 'reporting'>;

function outside(context: Context, requirement: Requirement): Outside {
  const { issued, ended, years } = requirement.state;
  const later = years.length > 0 && years.every(y => y.year > context.year);
  const why = ended !== undefined ? 'ended' : issued !== undefined && later ? 'later-year' : 'not-issued';
  return { ...aboutOf(context, requirement), why };
}
