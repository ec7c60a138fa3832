import { define } from '../catalogue/define';
import { integer, list, literal, object, oneOf, pattern } from '../codec/kit';
import { label } from '../labels';
import { ActorId, Key, Line, Reason, Sha256 } from '../primitives';

/** What the first record of a log declares. */
export const LOG_FORMAT = 'kravspor-log/v1';

export const Judgement = oneOf('met', 'on-track', 'at-risk', 'not-met', 'not-judged');

const administrator = { roles: ['administrator'], relation: 'any' } as const;
const Labels = object({ nb: Line, nn: Line, en: Line });

const VerifierKey = pattern(
  'VerifierKey',
  'a verifier key such as kravspor.example/log+2b1f7c9a+AWc5…',
  /^[A-Za-z0-9./-]{1,200}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{40,60}={0,2}$/,
);

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
    // Both keys as C2SP signed notes write them, so that what either has signed stays verifiable.
    data: object({ publicKey: VerifierKey, previousPublicKey: VerifierKey, reason: Reason }),
    who: administrator,
    correctable: false,
    labels: label('Signeringsnøkkel byttet', 'Signeringsnøkkel bytt', 'Signing key changed'),
    example: {
      publicKey: 'kravspor.example/log+2b1f7c9a+AWc5CkB7Yy0m0xq2hR1s5o8iJ4n6b3u9v2w1z0y7x6c5',
      previousPublicKey: 'kravspor.example/log+77d03e51+ATm8v2w1z0y7x6c5CkB7Yy0m0xq2hR1s5o8iJ4n6b3u9',
      reason: 'Årlig bytte',
    },
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
