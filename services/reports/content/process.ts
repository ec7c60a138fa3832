import type {
  AnnualReport,
  DeadlineFact,
  Punctual,
  ReportProcess,
  SubmissionFact,
} from '../../../contracts/reports';
import { capital, dayOf, dayText, daysText, sentences, weekdayAnd, whenText } from '../format';
import type { Speaker } from '../words';
import { weekendRules } from '../words/codes';
import type { Line } from './document';
import { line } from './requirement';

/** Whose report it is, of what year, cut where; then what stands around it. */
export function processLines(
  speaker: Speaker,
  report: AnnualReport,
  process: ReportProcess | null,
): readonly Line[] {
  return [...titleLines(speaker, report), ...(process === null ? [] : aroundLines(speaker, process))];
}

function titleLines({ say }: Speaker, report: AnnualReport): readonly Line[] {
  const { organisation, issuer, year, basis, log } = report;
  const fact = (label: string, text: string): Line => ({ label, text, cites: [] });
  const at = { seq: basis.seq, origin: log?.origin ?? '–', date: dayOf(basis.recordedAt) };
  return [
    fact(say('by'), organisation.name),
    ...(issuer === null ? [] : [fact(say('to'), issuer.name)]),
    fact(say('year'), String(year)),
    fact(say('basis'), say('basisAt', at)),
    ...(basis.asOf === undefined ? [] : [fact(say('asOf'), dayOf(basis.asOf))]),
  ];
}

function aroundLines(speaker: Speaker, process: ReportProcess): readonly Line[] {
  const { say } = speaker;
  const { opened, deadlines, submissions, treated, copySent, sealed } = process;
  const { administrative, board } = deadlines;
  return [
    ...(opened === null ? [] : [line(say('opened'), whenText(speaker, opened), opened)]),
    ...(administrative === null
      ? []
      : [deadlineLine(speaker, say('deadlineAdministrative'), administrative)]),
    ...(board === null ? [] : [deadlineLine(speaker, say('deadlineBoard'), board)]),
    ...submissions.flatMap(s => submissionLines(speaker, s)),
    ...(treated === null
      ? []
      : [
          line(
            say('treated'),
            sentences(
              whenText(speaker, treated),
              say('boardCase', { ...treated.boardCase, date: dayText(treated.boardCase.date) }),
              treated.decision,
            ),
            treated,
          ),
        ]),
    ...(copySent === null ? [] : [line(say('copySent'), dayText(copySent.date), copySent)]),
    ...(sealed === null ? [] : [line(say('sealed'), whenText(speaker, sealed), sealed)]),
  ];
}

function deadlineLine(speaker: Speaker, label: string, deadline: DeadlineFact): Line {
  const { say, name } = speaker;
  const { date, moved, rule, effective } = deadline;
  const ruled =
    rule === null
      ? say('noWeekendRule')
      : say('weekendRule', { rule: name(weekendRules[rule.rule]), day: weekdayAnd(speaker, effective) });
  return line(
    label,
    sentences(
      capital(weekdayAnd(speaker, date)),
      moved !== null && say('movedFrom', { date: dayText(moved.from), reason: moved.reason }),
      ruled,
      rule !== null && say('source', { source: rule.source }),
    ),
    deadline,
  );
}

/** Punctuality has two answers, by the time the sender claims and by the time it was recorded; both are given. */
function submissionLines(speaker: Speaker, submission: SubmissionFact): readonly Line[] {
  const { say } = speaker;
  const { step, basis, punctuality, returned } = submission;
  const label = say(step === 'administrative' ? 'submittedAdministrative' : 'submittedBoard');
  const text = sentences(
    whenText(speaker, submission),
    say('basisIs', { seq: basis }),
    ...(punctuality === null
      ? [say('noDeadline')]
      : [
          say('claimed', { how: punctualText(speaker, punctuality.claimed) }),
          say('recorded', { how: punctualText(speaker, punctuality.recorded) }),
        ]),
  );
  return [
    line(label, text, submission),
    ...(returned === null
      ? []
      : [
          line(
            label,
            say('returned', { date: whenText(speaker, returned), reason: returned.reason }),
            returned,
          ),
        ]),
  ];
}

function punctualText(speaker: Speaker, { byDate, byRule }: Punctual): string {
  const { say } = speaker;
  if (byDate === 'on-time') return say('onTime');
  const more = daysText(speaker, byDate.daysLate);
  if (byRule === 'on-time') return say('onTimeByRule', { days: more });
  const days = daysText(speaker, byRule.daysLate);
  return days === more ? say('late', { days }) : say('lateByDate', { days, more });
}
