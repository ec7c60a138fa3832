import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type { writeEndpoints } from '../../../contracts/api';
import type { Timestamp } from '../../../contracts/primitives';
import type { Problem } from '../../../contracts/problems';
import { documentStream } from '../../../contracts/subjects';
import { check, type Principal, type Receipt } from '../../lifecycle';
import { MAX_BYTES, readSteeringDocument, type SteeringDocument } from '../../steering-import';
import { contentTypeOf, readBody } from '../body';
import { type Answer, type Context, type Handler, jsonAnswer } from '../handler';
import type { Service } from '../service';
import { eventsOf, type Importing, itemId } from './import-events';
import { notKept, notPlainText, problemOfImport, unfit, wasErased } from './import-problems';
import { waitFor } from './wait';

type Row = (typeof writeEndpoints)['importDocument'];
type Query = Context<Row>['query'];

const LIMIT = {
  bytes: MAX_BYTES,
  what: 'a document',
  advice: 'Import the steering document alone, without its attachments, or divide it at a chapter.',
};

/** Events of one import that go through the door at a time. */
const CHUNK = 200;

/** Reads a document, keeps its original, and records both: all of it, or nothing but what a second try goes on from. */
export const importDocument: Handler<Row> = async ({
  service,
  principal,
  query,
  request,
  response,
  signal,
}) => {
  const asked = importingOf(query, principal);
  if (isLeft(asked)) return asked;
  const { mediaType } = contentTypeOf(request);
  if (mediaType !== 'text/plain') return left(notPlainText(mediaType));
  const body = await readBody(request, response, LIMIT);
  if (isLeft(body)) return body;
  const read = readSteeringDocument(body.right);
  if (isLeft(read)) return left(problemOfImport(read.left));
  const importing = { ...asked.right, time: await timeOf(service, asked.right, read.right, query.time) };
  const events = eventsOf(importing, read.right, body.right.length);
  const flaw = check(events);
  if (flaw !== undefined) return left(unfit(flaw));
  const refused = await service.door.foresee(events[0], principal);
  if (refused !== undefined) return left(unfit(refused));
  const { erasedOriginals } = (await service.door.read('log', 'log')).state;
  const erased = erasedOriginals.find(e => e.id === read.right.sha256);
  if (erased !== undefined) return left(wasErased(erased));
  const kept = await service.content.put(body.right)();
  if (isLeft(kept)) {
    if (kept.left.kind === 'erased') return left(wasErased(undefined));
    service.logger.error({ detail: kept.left.detail }, 'an original could not be kept');
    return left(notKept(kept.left));
  }
  const stored = await storeAll(service, principal, events);
  if (isLeft(stored)) return stored;
  const waited = await waitFor(service, query, [], signal);
  return right(answer(importing, read.right, stored.right, waited));
};

function importingOf(query: Query, principal: Principal): Either<Problem, Omit<Importing, 'time'>> {
  const { issuer, document, year } = query;
  if (issuer === undefined || document === undefined || year === undefined) {
    const missing = Object.entries({ issuer, document, year }).flatMap(([name, given]) =>
      given === undefined ? [name] : [],
    );
    return left({
      problem: 'bad-request',
      detail: `The query lacks ${missing.join(', ')}.`,
      expected: 'the parameters issuer, document and year',
      advice:
        'Say who issues the document, what it is to be called, and for which year: ?issuer=…&document=…&year=….',
      errors: missing.map(name => ({ pointer: `?${name}`, expected: 'a value', found: 'nothing' })),
    });
  }
  if (!principal.roles.includes('issuer') || (principal.organisation ?? issuer) !== issuer) {
    return left({
      problem: 'not-allowed',
      detail: `The credential may not issue documents for ${issuer}.`,
      expected: `a credential of ${issuer} with the role issuer`,
      advice: 'Import on behalf of your own organisation, or ask the administrator for such a key.',
    });
  }
  return right({
    issuer,
    document,
    year,
    kind: query.kind ?? 'steering-document',
    source: query.source ?? principal.sources?.[0] ?? 'urn:steering-import',
    classification: {
      access: query.access ?? 'open',
      ...(query.legalBasis === undefined ? {} : { legalBasis: query.legalBasis }),
    },
    fileName: query.filename ?? `${document}.txt`,
    ...(query.title === undefined ? {} : { title: query.title }),
    ...(query.date === undefined ? {} : { date: query.date }),
    ...(query.supplements === undefined ? {} : { supplements: query.supplements }),
    ...(query.addressees === undefined ? {} : { addressees: query.addressees }),
    ...(query.reason === undefined ? {} : { reason: query.reason }),
  });
}

/** An import that was begun before goes on with the time it had, so that its events are the same again. */
async function timeOf(
  { door, clock }: Service,
  { issuer, document }: Omit<Importing, 'time'>,
  { sha256 }: SteeringDocument,
  given: Timestamp | undefined,
): Promise<Timestamp> {
  if (given !== undefined) return given;
  const { state } = await door.read('document', documentStream(`${issuer}.${document}`));
  const before = state.registered;
  return before?.original.sha256 === sha256 ? before.mark.time : clock.now();
}

async function storeAll(
  { door }: Service,
  principal: Principal,
  events: readonly unknown[],
): Promise<Either<Problem, readonly Receipt[]>> {
  const receipts: Receipt[] = [];
  for (let from = 0; from < events.length; from += CHUNK) {
    const outcomes = await door.submitBatch(events.slice(from, from + CHUNK), principal)();
    if (isLeft(outcomes)) return outcomes;
    for (const outcome of outcomes.right) {
      if (isLeft(outcome)) return outcome;
      receipts.push(outcome.right);
    }
  }
  return right(receipts);
}

function answer(
  { issuer, document }: Importing,
  { sha256, title, items, lists, encoding, lines }: SteeringDocument,
  receipts: readonly Receipt[],
  waited: unknown,
): Answer {
  const subject = `${issuer}.${document}`;
  const count = (kind: string): number => items.filter(item => item.kind === kind).length;
  const again = receipts.every(receipt => receipt.again);
  const last = receipts.at(-1);
  const body = {
    document: subject,
    sha256,
    title,
    encoding,
    lines,
    items: {
      total: items.length,
      reportable: items.filter(item => item.reportable).length,
      framing: count('framing'),
      indicator: count('indicator'),
      task: count('task'),
    },
    lists: lists.length,
    doubts: items.flatMap((item, i) =>
      item.doubts.map(({ code, sentence }) => ({ item: itemId(i), lines: item.lines, code, sentence })),
    ),
    revision: last?.revision,
    position: last?.position,
    again,
    links: {
      document: `/v1/documents/${subject}`,
      history: `/v1/documents/${subject}/history`,
      original: `/v1/originals/${sha256}`,
    },
    waited,
  };
  return jsonAnswer(body, {
    status: again ? 200 : 201,
    location: `/v1/documents/${subject}`,
    ...(last === undefined ? {} : { revision: last.revision }),
  });
}
