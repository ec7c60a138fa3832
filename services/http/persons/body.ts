import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Either, isLeft, left, right } from 'fp-ts/Either';
import { decode } from '../../../contracts/codec/decode';
import type { Codec } from '../../../contracts/codec/kit';
import type { Problem } from '../../../contracts/problems';
import { findNationalId, textsOf } from '../../../contracts/texts';
import { contentTypeOf, readBody } from '../body';
import { parseBody } from '../write/cloudevents';

const LIMIT = { bytes: 64 * 1024, what: 'a body', advice: 'Send less.' };

/** The JSON body of a request, decoded; without a national id anywhere in it. */
export async function readJson<A>(
  codec: Codec<A>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Either<Problem, A>> {
  const { mediaType } = contentTypeOf(request);
  if (mediaType !== 'application/json') return left(notJson(mediaType));
  const body = await readBody(request, response, LIMIT);
  if (isLeft(body)) return body;
  const parsed = parseBody(body.right);
  if (isLeft(parsed)) return parsed;
  const decoded = decode(codec, parsed.right);
  if (isLeft(decoded)) {
    const [first] = decoded.left;
    return left({
      problem: 'bad-request',
      detail: `The body is not valid at ${first?.pointer ?? '/'}.`,
      expected: first?.expected ?? 'another value',
      advice: 'GET /openapi.json has the schema of the body.',
      errors: decoded.left,
    });
  }
  const found = textsOf(parsed.right).find(({ text }) => findNationalId(text) !== undefined);
  return found === undefined ? right(decoded.right) : left(nationalIdAt(found.pointer));
}

const notJson = (mediaType: string): Problem => ({
  problem: 'unsupported-media-type',
  detail: `The body is said to be ${mediaType === '' ? 'nothing' : mediaType.slice(0, 80)}.`,
  expected: 'application/json',
  advice: 'Send the body as application/json.',
});

const nationalIdAt = (pointer: string): Problem => ({
  problem: 'national-id',
  detail: `There is a national identity number at ${pointer}.`,
  expected: 'a text without one',
  advice: 'Leave the number out; nothing here needs it.',
  errors: [{ pointer, expected: 'no national identity number', found: 'one' }],
});
