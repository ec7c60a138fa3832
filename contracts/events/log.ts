import { define } from '../catalogue/define';
import { integer, list, literal, object, oneOf, text } from '../codec/kit';
import { label } from '../labels';
import { ActorId, Key, Line, Reason, Sha256 } from '../primitives';

/** What the first record of a log declares. */
export const LOG_FORMAT = 'kravspor-log/v1';

export const Judgement = oneOf('met', 'on-track', 'at-risk', 'not-met', 'not-judged');

const administrator = { roles: ['administrator'], relation: 'any' } as const;
const Labels = object({ nb: Line, nn: Line, en: Line });

export const logEvents = {
  opened: define({
    data: object({ format: literal(LOG_FORMAT), origin: Line, clock: oneOf('system', 'simulated') }),
    who: { roles: [], relation: 'system' },
    correctable: false,
    labels: label('Loggen ble åpnet', 'Loggen vart opna', 'The log was opened'),
    example: { format: LOG_FORMAT, origin: 'kravspor.example/log', clock: 'system' },
  }),
  'rule-set-registered': define({
    data: object({ ruleSet: Key, version: integer(1, 9_999), sha256: Sha256, description: Line }),
    who: administrator,
    correctable: false,
    labels: label('Regelsett registrert', 'Regelsett registrert', 'Rule set registered'),
    example: {
      ruleSet: 'annual-report',
      version: 1,
      sha256: 'ab'.repeat(32),
      description: 'How answers become a report',
    },
  }),
  'status-scale-published': define({
    data: object({
      scale: Key,
      version: integer(1, 999),
      steps: list(object({ value: Key, labels: Labels, judgement: Judgement }), { min: 2, max: 20 }),
    }),
    who: administrator,
    correctable: false,
    labels: label('Statusskala publisert', 'Statusskala publisert', 'Status scale published'),
    example: {
      scale: 'traffic-light',
      version: 1,
      steps: [
        { value: 'green', labels: { nb: 'Grønn', nn: 'Grøn', en: 'Green' }, judgement: 'met' },
        { value: 'red', labels: { nb: 'Rød', nn: 'Raud', en: 'Red' }, judgement: 'not-met' },
      ],
    },
  }),
  'signing-key-changed': define({
    data: object({ keyId: Line, publicKey: text(200), reason: Reason }, { previousKeyId: Line }),
    who: administrator,
    correctable: false,
    labels: label('Signeringsnøkkel byttet', 'Signeringsnøkkel bytt', 'Signing key changed'),
    example: { keyId: 'kravspor.example/log+7c2d', publicKey: 'AWc5', reason: 'Årlig bytte' },
  }),
  'person-erased': define({
    data: object({ person: ActorId, legalBasis: Line, reason: Reason }),
    who: administrator,
    correctable: false,
    labels: label(
      'Person slettet fra registeret',
      'Person sletta frå registeret',
      'Person erased from the register',
    ),
    example: { person: 'p-7f3a', legalBasis: 'GDPR art. 17', reason: 'Krav fra den registrerte' },
  }),
  'original-erased': define({
    data: object({ sha256: Sha256, legalBasis: Line, reason: Reason }),
    who: administrator,
    correctable: false,
    labels: label(
      'Original slettet, hash beholdt',
      'Original sletta, hash halden',
      'Original erased, hash kept',
    ),
    example: {
      sha256: 'cd'.repeat(32),
      legalBasis: 'GDPR art. 17',
      reason: 'Vedlegget inneholdt personopplysninger',
    },
  }),
};
