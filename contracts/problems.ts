import type { Flaw } from './codec/decode';
import { type Label, label } from './labels';

/** Every kind of refusal: its HTTP status, and what its page says. The `type` of a problem is `/problems/<name>`. */
export const problems = {
  'malformed-json': told(400, 'Ikke gyldig JSON', 'Ikkje gyldig JSON', 'Not valid JSON'),
  'bad-request': told(400, 'Uforståelig forespørsel', 'Uforståeleg førespurnad', 'Bad request'),
  'unknown-credential': told(401, 'Ukjent nøkkel', 'Ukjend nøkkel', 'Unknown credential'),
  'not-allowed': told(403, 'Ikke tillatt', 'Ikkje tillate', 'Not allowed'),
  'not-found': told(404, 'Finnes ikke', 'Finst ikkje', 'Not found'),
  'method-not-allowed': told(405, 'Metoden støttes ikke', 'Metoden er ikkje støtta', 'Method not allowed'),
  'not-acceptable': told(406, 'Formatet finnes ikke', 'Formatet finst ikkje', 'Not acceptable'),
  'id-reused': told(409, 'Id-en er brukt før', 'Id-en er brukt før', 'Id reused'),
  erased: told(410, 'Slettet', 'Sletta', 'Erased'),
  'revision-conflict': told(
    412,
    'Noen kom deg i forkjøpet',
    'Nokon kom deg i forkjøpet',
    'Revision conflict',
  ),
  'too-large': told(413, 'For stor', 'For stor', 'Too large'),
  'unsupported-media-type': told(415, 'Ukjent innholdstype', 'Ukjend innhaldstype', 'Unsupported media type'),
  'invalid-event': told(422, 'Hendelsen er ikke gyldig', 'Hendinga er ikkje gyldig', 'Invalid event'),
  'unknown-event-type': told(422, 'Ukjent hendelsestype', 'Ukjend hendingstype', 'Unknown event type'),
  'national-id': told(
    422,
    'Teksten har et fødselsnummer',
    'Teksten har eit fødselsnummer',
    'A national id in the text',
  ),
  'graded-content': told(422, 'Gradert innhold', 'Gradert innhald', 'Graded content'),
  'time-ahead': told(422, 'Tidspunktet ligger fram i tid', 'Tidspunktet ligg fram i tid', 'Time lies ahead'),
  'rule-refused': told(422, 'En regel sier nei', 'Ein regel seier nei', 'A rule refuses'),
  'nothing-to-import': told(422, 'Fant ingen krav', 'Fann ingen krav', 'Nothing to import'),
  'earlier-item-refused': told(
    424,
    'Et tidligere punkt ble avvist',
    'Eit tidlegare punkt vart avvist',
    'Earlier item refused',
  ),
  'precondition-required': told(428, 'If-Match mangler', 'If-Match manglar', 'Precondition required'),
  'too-many-requests': told(429, 'For mange forespørsler', 'For mange førespurnader', 'Too many requests'),
  'internal-error': told(500, 'Intern feil', 'Intern feil', 'Internal error'),
  unavailable: told(503, 'Ikke tilgjengelig nå', 'Ikkje tilgjengeleg no', 'Unavailable'),
  'no-space': told(507, 'Disken er full', 'Disken er full', 'No space left'),
} as const;

export type ProblemName = keyof typeof problems;

/** The rules of the domain that can say no. Each has a sentence in the pages. */
export type Rule =
  | 'I103'
  | 'I104'
  | 'I106'
  | 'I107'
  | 'I110'
  | 'I111'
  | 'I112'
  | 'difference-undecided'
  | 'digest-differs'
  | 'text-version-not-current'
  | 'indicator-without-direction'
  | 'lifecycle';

/** A refusal, RFC 9457 in the making: what was wrong and where, what was expected, what to do next. Nothing is stored. */
export interface Problem {
  readonly problem: ProblemName;
  /** What was wrong, for this very request. Never quotes content that may not be kept. */
  readonly detail: string;
  readonly expected?: string;
  readonly advice: string;
  readonly rule?: Rule;
  readonly errors?: readonly Flaw[];
  /** More for machines: the two revisions of a conflict, the two texts of an acceptance, what differs … */
  readonly extra?: Readonly<Record<string, unknown>>;
}

interface ProblemKind {
  readonly status: number;
  readonly title: Label;
}

function told(status: number, nb: string, nn: string, en: string): ProblemKind {
  return { status, title: label(nb, nn, en) };
}
