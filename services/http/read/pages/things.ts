import { type Either, isLeft, left } from 'fp-ts/Either';
import { dueOf } from '../../../../contracts/due';
import type { Problem } from '../../../../contracts/problems';
import type { RequirementState } from '../../../../contracts/states/requirement';
import { requirementStream } from '../../../../contracts/subjects';
import type { DeviationView, DocumentView } from '../../../../contracts/views';
import { documentPage, type Original, originalPage, requirementPage } from '../../../web';
import type { Answer } from '../../handler';
import { shownPersons, uncached } from '../../persons/shown';
import { commonFor, requirementFor, visibleDocument } from '../details';
import { equal } from '../filters';
import { historyFor } from '../history';
import { deviationRow } from '../lists/deviations';
import { calendarsFor } from '../lists/requirements';
import { unknownThing } from '../problems';
import { allOf, look, type Seen } from '../seen';
import { type Asked, frameOf, pageAnswer } from './frame';

type Found = Promise<Either<Problem, Answer>>;
type About = Asked & { readonly parts: { readonly id: string } };

/** Waits if asked to, and looks; the query of a page may hold a language too. */
const lookFor = (asked: Asked) => {
  const { wait, asOf, knownAt } = asked.query;
  return look({ ...asked, query: { wait, asOf, knownAt } });
};

export async function requirementPageAnswer(asked: About): Found {
  const { id } = asked.parts;
  const seen = await lookFor(asked);
  if (isLeft(seen)) return seen;
  const view = await requirementFor(id, seen.right);
  if (view === undefined) return left(unknownThing(`requirement ${id}`));
  const stream = requirementStream(id);
  const calendars = await calendarsFor(seen.right, [view]);
  const history = await historyFor({ family: 'requirement', stream, subject: id }, seen.right);
  const state = await stateOf(seen.right, stream);
  const deviations = await allOf(
    seen.right,
    'deviations',
    equal('requirement', id),
    ({ view: deviation }: { readonly view: DeviationView }) => [deviationRow(deviation, seen.right)],
  );
  if (isLeft(deviations)) return deviations;
  const persons = await shownPersons([view.responsible, history?.entries], seen.right);
  const frame = frameOf(asked, seen.right, persons);
  return pageAnswer(
    frame,
    requirementPage(frame, {
      view,
      due: dueOf(view, name => calendars.get(name), seen.right.today),
      versions: inOrder(state),
      deviations: deviations.right,
      history: history?.entries ?? [],
      common: await commonFor(view.key, seen.right),
    }),
    uncached(persons),
  );
}

const stateOf = async ({ service, point, present }: Seen, stream: string): Promise<RequirementState> =>
  point === undefined
    ? (await service.door.read('requirement', stream)).state
    : service.pasts.at(present, point).state('requirement', stream);

const inOrder = ({ versions }: RequirementState) => [...versions].sort((a, b) => a.version - b.version);

export async function documentPageAnswer(asked: About): Found {
  const seen = await lookFor(asked);
  if (isLeft(seen)) return seen;
  const view = await visibleDocument(asked.parts.id, seen.right);
  if (view === undefined) return left(unknownThing(`document ${asked.parts.id}`));
  const frame = frameOf(asked, seen.right);
  return pageAnswer(frame, documentPage(frame, view));
}

export async function originalPageAnswer(asked: About): Found {
  const seen = await lookFor(asked);
  if (isLeft(seen)) return seen;
  const view = await visibleDocument(asked.parts.id, seen.right);
  if (view === undefined) return left(unknownThing(`document ${asked.parts.id}`));
  const original = await originalOf(view, seen.right);
  if (isLeft(original)) return original;
  const frame = frameOf(asked, seen.right);
  return pageAnswer(frame, originalPage(frame, view, original.right));
}

/** The lines of the original, counted as the reader of documents counts them: they end at LF or CRLF only. */
async function originalOf(
  { registered }: DocumentView,
  { service }: Seen,
): Promise<Either<Problem, Original>> {
  if (registered === undefined) return { _tag: 'Right', right: { kind: 'not-here' } };
  const { sha256, mediaType } = registered.original;
  const { erasedOriginals } = (await service.door.read('log', 'log')).state;
  const erased = erasedOriginals.find(e => e.id === sha256);
  if (erased !== undefined) return { _tag: 'Right', right: { kind: 'erased', record: erased.mark.record } };
  const bytes = await service.content.get(sha256)();
  if (isLeft(bytes))
    return left({
      problem: 'unavailable',
      detail: 'The original cannot be read, or is not what was stored.',
      advice: 'Tell whoever runs the service: `kravspor doctor --full` names the file.',
    });
  if (bytes.right === undefined) return { _tag: 'Right', right: { kind: 'not-here' } };
  if (mediaType !== 'text/plain') return { _tag: 'Right', right: { kind: 'not-text' } };
  return { _tag: 'Right', right: { kind: 'lines', lines: textOf(bytes.right).split(/\r?\n/) } };
}

/** UTF-8 where the bytes are that, else Latin-1. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
