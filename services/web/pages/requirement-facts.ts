import type { RequirementView } from '../../../contracts/views';
import type { Fact } from '../facts';
import { fill } from '../fill';
import {
  boardCaseText,
  dateText,
  dayText,
  indicatorText,
  periodText,
  personText,
  reportingText,
  type Speaker,
  statusText,
  valueText,
} from '../format';
import { type Content, html, step } from '../html';
import { type Frame, within } from '../layout';
import { wordOf } from '../texts';

/** Where a requirement stands, fact by fact, each with the record it rests on. */
export function factsAbout(frame: Frame, view: RequirementView): readonly Fact[] {
  const { speaker } = frame;
  const { texts, names } = speaker;
  const { requirement: told, words } = texts;
  const { because, answer, accepted, parent } = view;
  const link = (subject: string): Content =>
    html`<a href="${within(`/requirements/${step(subject)}`, frame)}">${subject}</a>`;
  return [
    { name: told.stage, value: words.stage[view.stage], record: because['stage'] },
    { name: told.issuer, value: view.issuer && names.organisation(view.issuer), record: because['issuer'] },
    { name: texts.requirements.organisation, value: names.organisation(view.organisation) },
    {
      name: texts.requirements.kind,
      value:
        view.kind &&
        `${wordOf(texts, 'kind', view.kind)}, ${wordOf(texts, 'modality', view.modality ?? 'none')}`,
      record: because['kind'],
    },
    { name: told.years, value: view.years.join(', '), record: because['years'] },
    {
      name: told.reporting,
      value: view.reporting && reportingText(speaker, view.reporting),
      record: because['reporting'],
    },
    { name: told.origin, value: originOf(frame, view), record: because['document'] },
    {
      name: told.acceptance,
      value: html`${words.acceptance[view.acceptance]}${accepted !== undefined && html`. ${acceptedText(speaker, accepted)}`}`,
      record: because['acceptance'],
    },
    {
      name: told.answer,
      value:
        answer &&
        html`${statusText(speaker, answer.status)} (${periodText(speaker, answer.period)},
          ${dateText(answer.time)})
          <blockquote>${answer.text}</blockquote>`,
      record: because['answer'],
    },
    {
      name: told.forecast,
      value:
        answer?.forecast && html`${statusText(speaker, answer.forecast.status)}: ${answer.forecast.text}`,
      record: because['answer'],
    },
    {
      name: told.indicator,
      value: view.indicator && indicatorText(speaker, view.indicator),
      record: because['indicator'],
    },
    {
      name: told.baseline,
      value: view.baseline && `${valueText(speaker, view.baseline.value)} (${view.baseline.year})`,
      record: because['baseline'],
    },
    {
      name: told.measurement,
      value:
        view.measurement &&
        `${valueText(speaker, view.measurement.value)} (${periodText(speaker, view.measurement.period)})`,
      record: because['measurement'],
    },
    {
      name: told.judgement,
      value: view.judgement && words.judgement[view.judgement],
      record: because['judgement'],
    },
    {
      name: told.parent,
      value:
        parent &&
        html`${link(parent.requirement)}
        (${words.cascade[parent.cascade]})${
          parent.changed !== undefined &&
          html`.
          ${fill(told.parentChanged, { version: String(parent.changed.version), text: parent.changed.text })}`
        }`,
      record: because['parent'],
    },
    {
      name: told.children,
      value: view.children.map(c => html`${link(c.requirement)} (${words.cascade[c.cascade]})<br />`),
      record: view.children.length === 0 ? undefined : because['children'],
    },
    {
      name: told.predecessor,
      value: view.predecessor && link(view.predecessor),
      record: because['predecessor'],
    },
    {
      name: told.successor,
      value:
        view.successor &&
        `${names.organisation(view.successor.organisation)}, ${dayText(view.successor.from)}`,
      record: because['successor'],
    },
    {
      name: told.responsible,
      value: view.responsible && responsibleText(speaker, view.responsible),
      record: because['responsible'],
    },
    {
      name: told.questions,
      value: view.openQuestions > 0 && view.openQuestions,
      record: because['openQuestions'],
    },
    {
      name: told.ended,
      value:
        view.ended &&
        `${wordOf(texts, 'stage', view.ended.how)}, ${dateText(view.ended.time)}: ${view.ended.reason}`,
      record: because['ended'],
    },
    { name: told.flags, value: view.flags.map(flag => words.flag[flag]).join(', ') },
  ];
}

const responsibleText = (
  speaker: Speaker,
  { unit, person }: NonNullable<RequirementView['responsible']>,
): string => [unit, person && personText(speaker, person)].filter(part => part !== undefined).join(', ');

type Accepted = NonNullable<RequirementView['accepted']>;

const acceptedText = (speaker: Speaker, { version, time, boardCase, reservation }: Accepted): string =>
  [
    fill(speaker.texts.requirement.version, { version: String(version) }),
    dateText(time),
    ...(boardCase === undefined ? [] : [boardCaseText(speaker, boardCase)]),
    ...(reservation === undefined ? [] : [`«${reservation}»`]),
  ].join(', ');

function originOf(frame: Frame, { document, item, section, sectionTitle }: RequirementView): Content {
  if (document === undefined) return undefined;
  const href = within(`/documents/${step(document)}${item === undefined ? '' : `#${item}`}`, frame);
  return html`<a href="${href}">${document}${item !== undefined && ` ${item}`}</a> ${section} ${sectionTitle}`;
}
