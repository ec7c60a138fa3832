import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Either, left, right } from 'fp-ts/Either';
import type { Problem } from '../../contracts/problems';

export type BodyLimit = { readonly bytes: number; readonly what: string; readonly advice: string };

/**
 * The body's bytes, as sent. What announces itself as too large is refused before any of it is read, what turns out to
 * be so as soon as it does. Compressed bodies are refused, since a small one may hold a large one.
 */
export function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  limit: BodyLimit,
): Promise<Either<Problem, Buffer>> {
  const { headers } = request;
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') return Promise.resolve(left(compressed(encoding)));
  const announced = headers['content-length'];
  if (announced !== undefined && Number(announced) > limit.bytes)
    return Promise.resolve(left(tooLarge(limit, Number(announced))));
  if (headers.expect !== undefined) response.writeContinue();
  return new Promise(resolve => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (result: Either<Problem, Buffer>): void => {
      request.off('data', take);
      request.off('end', end);
      request.off('error', fail);
      request.off('close', fail);
      resolve(result);
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > limit.bytes) settle(left(tooLarge(limit, size)));
      else chunks.push(chunk);
    };
    const end = (): void => {
      const [first] = chunks;
      settle(right(chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, size)));
    };
    const fail = (): void => settle(left(cutOff(size)));
    request.on('data', take);
    request.on('end', end);
    request.on('error', fail);
    request.on('close', fail);
  });
}

/** The media type of the body, in lower case and without parameters; the charset where one is told. */
export function contentTypeOf({ headers }: IncomingMessage): {
  readonly mediaType: string;
  readonly charset: string | undefined;
} {
  const [mediaType = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  const charset = parameters
    .map(p => /^\s*charset="?([^"\s]+)"?\s*$/.exec(p)?.[1])
    .find(c => c !== undefined);
  return { mediaType: mediaType.trim(), charset };
}

const tooLarge = ({ bytes, what, advice }: BodyLimit, found: number): Problem => ({
  problem: 'too-large',
  detail: `The body is ${found} bytes or more.`,
  expected: `${what} of at most ${bytes} bytes`,
  advice,
});

const compressed = (encoding: string): Problem => ({
  problem: 'unsupported-media-type',
  detail: `The body is compressed (Content-Encoding: ${encoding.slice(0, 40)}).`,
  expected: 'a body that is not compressed',
  advice: 'Send it as it is, without Content-Encoding.',
});

const cutOff = (size: number): Problem => ({
  problem: 'bad-request',
  detail: `The connection ended after ${size} bytes of the body.`,
  expected: 'the whole body',
  advice: 'Send the request again; the same event is never stored twice.',
});
