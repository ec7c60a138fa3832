/** The revision a client expects the stream to stand at. */
export type Expectation =
  | { readonly kind: 'exact'; readonly revision: bigint }
  | { readonly kind: 'no-stream' }
  | { readonly kind: 'any' }
  | { readonly kind: 'stream-exists' };

/** The largest number of all stands for no_stream. */
const NO_STREAM = 2n ** 64n - 1n;

export const exactly = (revision: string): Expectation =>
  BigInt(revision) === NO_STREAM ? { kind: 'no-stream' } : { kind: 'exact', revision: BigInt(revision) };
