import { glossary } from '../glossary';
import { html } from '../html';
import { type Frame, pageOf } from '../layout';
import { tableOf } from '../table';

export function glossaryPage(frame: Frame): string {
  const { texts, language } = frame.speaker;
  const { glossary: told } = texts;
  return pageOf(
    frame,
    told.title,
    tableOf(frame, {
      caption: told.caption,
      none: texts.site.none,
      rows: glossary,
      columns: [
        { title: told.term, cell: t => (language === 'nn' ? t.term.nn : t.term.nb) },
        { title: told.english, cell: t => html`<span lang="en">${t.term.en}</span>` },
        { title: told.meaning, cell: t => t.meaning[language] },
      ],
    }),
  );
}
