import { type ProblemName, problems, type Rule } from '../../../contracts/problems';
import { fill } from '../fill';
import { html } from '../html';
import { type Frame, pageOf, within } from '../layout';

const names = Object.keys(problems).filter((name): name is ProblemName => Object.hasOwn(problems, name));

export const isProblemName = (name: string): name is ProblemName => Object.hasOwn(problems, name);

/** All refusals there are. */
export function problemsPage(frame: Frame): string {
  const { texts, language } = frame.speaker;
  return pageOf(
    frame,
    texts.problems.title,
    html`<p>${texts.problems.lead}</p>
      <ul>
        ${names.map(
          name =>
            html`<li>
              <a href="${within(`/problems/${name}`, frame)}">${problems[name].title[language]}</a>
              (${problems[name].status})
            </li>`,
        )}
      </ul>`,
  );
}

/** The page behind a problem's `type`: what it means, and what to do. */
export function problemPage(frame: Frame, name: ProblemName): string {
  const { texts, language } = frame.speaker;
  const { problems: told } = texts;
  const [meaning, todo] = told.names[name];
  const { status, title } = problems[name];
  const rules = Object.entries(told.ruleNames) as readonly (readonly [Rule, string])[];
  return pageOf(
    frame,
    title[language],
    html`<p><code>/problems/${name}</code>, ${fill(told.status, { status: String(status) })}</p>
      <h2>${told.meaning}</h2>
      <p>${meaning}</p>
      <h2>${told.todo}</h2>
      <p>${todo}</p>
      ${
        name === 'rule-refused' &&
        html`<h2>${told.rules}</h2>
          <dl class="facts">
            ${rules.map(
              ([rule, sentence]) =>
                html`<dt id="${rule}">${rule}</dt>
                  <dd>${sentence}</dd>`,
            )}
          </dl>`
      }
      <p><a href="${within('/problems', frame)}">${told.title}</a></p>`,
  );
}
