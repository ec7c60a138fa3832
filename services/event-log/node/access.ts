import type { Metadata } from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';
import { denied, failure, type Failure } from './failure';

/** What a client sends as Basic credentials (RFC 7617). */
export interface NodeCredentials {
  readonly name: string;
  readonly password: string;
}

/** What is asked for: the path of the method, and what is to be read, the name of a stream or `$all`. */
export interface Asked {
  readonly method: string;
  readonly thing?: string;
}

export type Admission = 'admitted' | 'unknown' | 'not-allowed';
export type Admits = (credentials: NodeCredentials | undefined, asked: Asked) => Promise<Admission>;

/** Why this call is not let in, or undefined. */
export async function refusalOf(
  admits: Admits | undefined,
  call: { readonly metadata: Metadata; getPath(): string },
  thing?: string,
): Promise<Failure | undefined> {
  if (admits === undefined) return undefined;
  const asked: Asked = { method: call.getPath(), ...(thing !== undefined && { thing }) };
  switch (await admits(credentialsOf(call.metadata), asked)) {
    case 'admitted':
      return undefined;
    case 'unknown':
      return failure(
        status.UNAUTHENTICATED,
        'Give Basic credentials whose password is a valid API key of an auditor.',
      );
    case 'not-allowed':
      return denied('This shows the whole log: it asks for the key of an auditor with the scope whole-log.');
  }
}

function credentialsOf(metadata: Metadata): NodeCredentials | undefined {
  const [header] = metadata.get('authorization');
  const encoded = /^Basic +([A-Za-z0-9+/=]{1,2000})$/i.exec(String(header ?? ''))?.[1];
  if (encoded === undefined) return undefined;
  const [, name, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  return name === undefined || password === undefined ? undefined : { name, password };
}
