import type { Endpoint, Reply } from '../../../contracts/api';
import { describeCatalogue } from '../../../contracts/catalogue/catalogue';
import { CloudEvent } from '../../../contracts/envelope';
import { type ProblemName, problems } from '../../../contracts/problems';

type Json = Readonly<Record<string, unknown>>;

/** What every endpoint may answer with. */
const ALWAYS: readonly ProblemName[] = ['bad-request', 'too-many-requests', 'internal-error'];

/** The table of endpoints and the catalogue as OpenAPI 3.1. */
export function openApiOf(endpoints: Readonly<Record<string, Endpoint>>): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [id, endpoint] of Object.entries(endpoints)) {
    const path = endpoint.path.replace(/[:*]([a-zA-Z0-9]+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(id, endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Kravspor',
      version: '1',
      description: 'An event-sourced audit log of the life of steering requirements.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: ['write', 'read', 'reports', 'log', 'about', 'pages'].map(name => ({ name })),
    paths,
    components: {
      schemas: { CloudEvent: CloudEvent.schema, Problem: PROBLEM, ...eventSchemas() },
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description:
            'An API key. Not asked for where the service only lets in whoever sits at its machine.',
        },
      },
    },
  };
}

function operationOf(id: string, endpoint: Endpoint): Json {
  const { summary, description, tag, access, roles, logged, body } = endpoint;
  return {
    operationId: id,
    summary: summary.en,
    'x-summary': summary,
    ...(description === undefined ? {} : { description }),
    tags: [tag],
    ...(roles === undefined ? {} : { 'x-roles': roles }),
    ...(logged === undefined ? {} : { 'x-logged': logged }),
    security: access === 'public' ? [] : [{ key: [] }],
    parameters: parametersOf(endpoint),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            description: body.description,
            content: contentOf(body.content),
          },
        }),
    responses: {
      ...Object.fromEntries(
        Object.entries(endpoint.replies).map(([status, reply]) => [status, responseOf(reply)]),
      ),
      ...refusalsOf(endpoint),
    },
  };
}

function parametersOf({ parts, query, headers = {} }: Endpoint): readonly Json[] {
  return [
    ...Object.entries(parts).map(([name, description]) => ({
      name,
      in: 'path',
      required: true,
      description,
      schema: { type: 'string' },
    })),
    ...Object.entries(query).map(([name, { description, schema, example }]) => ({
      name,
      in: 'query',
      required: false,
      description,
      schema,
      ...(example === undefined ? {} : { example }),
    })),
    ...Object.entries(headers).map(([name, description]) => ({
      name,
      in: 'header',
      required: false,
      description,
      schema: { type: 'string' },
    })),
  ];
}

const responseOf = ({ description, content, headers = {} }: Reply): Json => ({
  description,
  content: contentOf(content),
  headers: Object.fromEntries(
    Object.entries(headers).map(([name, what]) => [name, { description: what, schema: { type: 'string' } }]),
  ),
});

const contentOf = (content: Reply['content']): Json =>
  Object.fromEntries(
    content.map(({ mediaType, schema, example }) => [
      mediaType,
      { ...(schema === undefined ? {} : { schema }), ...(example === undefined ? {} : { example }) },
    ]),
  );

/** The refusals of an endpoint, gathered by status. */
function refusalsOf({ problems: own, access, replies }: Endpoint): Json {
  const credential: readonly ProblemName[] = access === 'public' ? [] : ['unknown-credential', 'not-allowed'];
  const byStatus = new Map<number, ProblemName[]>();
  for (const name of new Set([...own, ...credential, ...ALWAYS])) {
    const { status } = problems[name];
    byStatus.set(status, [...(byStatus.get(status) ?? []), name]);
  }
  return Object.fromEntries(
    [...byStatus]
      .filter(([status]) => replies[status] === undefined)
      .map(([status, names]) => [
        status,
        {
          description: names.map(name => `${problems[name].title.en} (/problems/${name})`).join('; '),
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      ]),
  );
}

const eventSchemas = (): Json =>
  Object.fromEntries(
    describeCatalogue().map(({ type, schema, labels }) => [type, { title: labels.en, ...schema }]),
  );

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457. Nothing of a refused request is stored.',
  properties: {
    type: { type: 'string', description: 'Address of a page that explains it: /problems/<name>.' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    expected: { type: 'string' },
    advice: { type: 'string', description: 'What to do next.' },
    rule: { type: 'string', description: 'The rule of the domain that said no.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          pointer: { type: 'string', description: 'RFC 6901; the place in what was sent.' },
          expected: { type: 'string' },
          found: { type: 'string' },
        },
        required: ['pointer', 'expected', 'found'],
      },
    },
    traceId: { type: 'string' },
  },
  required: ['type', 'title', 'status', 'detail', 'advice'],
};
