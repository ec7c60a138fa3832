import { type Either, left, right } from 'fp-ts/Either';
import {
  type AnyHappening,
  decodeHappening,
  lookUp,
  streamOf,
  type Undecodable,
} from '../../contracts/catalogue/catalogue';
import type { EventType } from '../../contracts/catalogue/define';
import { decode } from '../../contracts/codec/decode';
import { CloudEvent, MAX_EVENT_BYTES } from '../../contracts/envelope';
import { canonicalForm } from '../../contracts/json/canonical';
import type { RecordId } from '../../contracts/primitives';
import type { Problem } from '../../contracts/problems';
import { parseSubject, type Thing } from '../../contracts/subjects';
import { findNationalId, gradingIn, type PlacedText, textsOf } from '../../contracts/texts';
import { recordIdOf } from '../event-log/records';
import { flawAt, invalid } from './refusals';

/** An event that is well-formed in itself; whether it may be said, and now, is decided later. */
export interface Received {
  readonly event: CloudEvent;
  /** The event in canonical form: the bytes that are stored and hashed. */
  readonly bytes: string;
  readonly happening: AnyHappening;
  readonly definition: EventType;
  readonly stream: string;
  readonly thing: Thing;
  readonly id: RecordId;
}

/** Reads an event from parsed I-JSON; nothing of a refused one is kept. Pointers are relative to `at`. */
export function receive(value: unknown, at = ''): Either<Problem, Received> {
  const texts = textsOf(value);
  const unfit = graded(texts, at) ?? personal(texts, at);
  if (unfit !== undefined) return left(unfit);
  // What is decided on and remembered is what will be read back, to the order of the keys.
  const envelope = decode(CloudEvent, canonicalForm(value), at);
  if (envelope._tag === 'Left') {
    return left({
      problem: 'invalid-event',
      detail: 'The event does not have the form of a CloudEvent that this log takes.',
      advice: 'Mend what errors name. GET /v1/catalogue shows a valid example of each type.',
      errors: envelope.left,
    });
  }
  return understood(envelope.right, at);
}

function understood(event: CloudEvent, at: string): Either<Problem, Received> {
  const entry = lookUp(event.type);
  const happening = decodeHappening(event);
  if (happening._tag === 'Left') return left(undecodable(happening.left, at));
  if (entry === undefined) throw new Error(`${event.type} was decoded, but is not in the catalogue`);
  const thing = parseSubject(entry.family, event.subject);
  if (thing._tag === 'Left') {
    const advice =
      'The subject names the thing the event is about; with the family of the type it names the stream.';
    return left(
      invalid(`${at}/subject`, `a subject of the form ${thing.left}`, JSON.stringify(event.subject), advice),
    );
  }
  const bytes = JSON.stringify(event);
  const size = Buffer.byteLength(bytes);
  if (size > MAX_EVENT_BYTES) return left(tooLarge(size));
  const stream = streamOf(entry.family, event.subject);
  return right({
    event,
    bytes,
    happening: happening.right,
    definition: entry.definition,
    stream,
    thing: thing.right,
    id: recordIdOf(stream, event.source, event.id),
  });
}

function undecodable(why: Undecodable, at: string): Problem {
  switch (why.kind) {
    case 'bad-data':
      return {
        problem: 'invalid-event',
        detail: `The data does not fit ${why.type}.`,
        advice: 'Mend what errors name. GET /v1/catalogue shows the schema and a valid example.',
        errors: why.flaws.map(f => ({ ...f, pointer: at + f.pointer })),
      };
    case 'unknown-type': {
      const expected =
        why.known.length > 0 ? `one of ${why.known.join(', ')}` : 'a type of GET /v1/catalogue';
      return {
        problem: 'unknown-event-type',
        detail: `${why.type} is not a type and version of the catalogue.`,
        expected,
        advice: 'Choose a type and version that GET /v1/catalogue lists.',
        errors: [flawAt(`${at}/type`, expected, JSON.stringify(why.type))],
      };
    }
  }
}

const tooLarge = (size: number): Problem => ({
  problem: 'too-large',
  detail: `The event is ${size} bytes in canonical form.`,
  expected: `at most ${MAX_EVENT_BYTES} bytes`,
  advice: 'Keep long material outside and attach it by its SHA-256.',
});

/** Graded content is refused before anything else looks at it, and never quoted. */
function graded(texts: readonly PlacedText[], at: string): Problem | undefined {
  for (const { pointer, text } of texts) {
    const marked =
      gradingIn(text) !== undefined ||
      (pointer.endsWith('/classification/access') && /^(?:open|exempt)$/.exec(text) === null);
    if (marked) {
      return {
        problem: 'graded-content',
        rule: 'I110',
        detail: 'A text in the event is marked as graded. Nothing of it was stored.',
        expected: 'open text, or text exempt from public access with its legal basis',
        advice:
          'Send graded matters by their own channel, and record only a no.kravspor.document.graded-assignment-noted.v1.',
        errors: [flawAt(at + pointer, 'no grading mark', 'not shown')],
      };
    }
  }
  return undefined;
}

function personal(texts: readonly PlacedText[], at: string): Problem | undefined {
  for (const { pointer, text } of texts) {
    if (findNationalId(text) !== undefined) {
      return {
        problem: 'national-id',
        detail: 'A text in the event has a valid fødselsnummer or D-number. Nothing of it was stored.',
        expected: 'no national id anywhere in an event',
        advice: 'Name persons by an opaque id; names belong in the register of persons.',
        errors: [flawAt(at + pointer, 'no national id', 'not shown')],
      };
    }
  }
  return undefined;
}
