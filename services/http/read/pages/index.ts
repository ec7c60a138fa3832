import { isLeft, left, right } from 'fp-ts/Either';
import type { pageEndpoints } from '../../../../contracts/api/read-pages';
import { sha256Hex } from '../../../../contracts/json/canonical';
import {
  type Counts,
  frontPage,
  glossaryPage,
  isProblemName,
  problemPage,
  problemsPage,
  referencePage,
  STYLE_SHEET,
} from '../../../web';
import type { Handlers } from '../../handler';
import { unknownThing } from '../problems';
import { look, pageOf, type Seen } from '../seen';
import { frameOf, pageAnswer } from './frame';
import { listPages } from './lists';
import { documentPageAnswer, originalPageAnswer, requirementPageAnswer } from './things';

const STYLE_TAG = sha256Hex(STYLE_SHEET).slice(0, 16);

export const pageHandlers: Handlers<typeof pageEndpoints> = {
  ...listPages,
  frontPage: async asked => {
    const { service, principal, query } = asked;
    const { wait } = query;
    const seen = await look({ service, principal, query: wait === undefined ? {} : { wait } });
    // While the views are being built there is a front page nevertheless.
    const shown = isLeft(seen) ? undefined : seen.right;
    const frame = frameOf(asked, shown);
    const counts = shown === undefined || service.config.auth === 'keys' ? undefined : await countsOf(shown);
    return pageAnswer(frame, frontPage(frame, counts));
  },
  requirementPage: requirementPageAnswer,
  documentPage: documentPageAnswer,
  originalPage: originalPageAnswer,
  referencePage: asked => {
    const frame = frameOf(asked);
    return Promise.resolve(pageAnswer(frame, referencePage(frame)));
  },
  glossaryPage: asked => {
    const frame = frameOf(asked);
    return Promise.resolve(pageAnswer(frame, glossaryPage(frame)));
  },
  problemsPage: asked => {
    const frame = frameOf(asked);
    return Promise.resolve(pageAnswer(frame, problemsPage(frame)));
  },
  problemPage: asked => {
    const { name } = asked.parts;
    const frame = frameOf(asked);
    return Promise.resolve(
      isProblemName(name)
        ? pageAnswer(frame, problemPage(frame, name))
        : left(unknownThing(`problem ${name}`)),
    );
  },
  styleSheet: () =>
    Promise.resolve(
      right({
        etag: STYLE_TAG,
        headers: { 'Cache-Control': 'public, max-age=3600' },
        body: { kind: 'text', mediaType: 'text/css; charset=utf-8', text: STYLE_SHEET },
      }),
    ),
};

async function countsOf(seen: Seen): Promise<Counts> {
  const count = async (collection: string): Promise<number> => {
    const page = await pageOf(seen, collection, { limit: 1 });
    return isLeft(page) ? 0 : page.right.total;
  };
  return {
    requirements: await count('requirements'),
    documents: await count('documents'),
    deviations: await count('deviations'),
  };
}
