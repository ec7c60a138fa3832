import { define } from '../catalogue/define';
import { flag, object, oneOf } from '../codec/kit';
import { label } from '../labels';
import { ActorId, Decimal, IsoDate, Key, Line, Prose, Reason } from '../primitives';
import { Period } from './parts';

const reporter = { roles: ['reporter'], relation: 'self' } as const;
const owner = { roles: ['owner', 'issuer'], relation: 'above' } as const;
const deviation = { deviation: Key };
const measure = { deviation: Key, measure: Key };

/** A deviation from the wanted, its cause, and what is done about it. */
export const deviationEvents = {
  'deviation-raised': define({
    data: object(
      { ...deviation, about: oneOf('actual', 'forecast'), period: Period, description: Prose },
      { variance: object({ goal: Decimal, actual: Decimal, unit: Line }), cause: Prose },
    ),
    who: reporter,
    labels: label('Avvik meldt', 'Avvik meldt', 'Deviation raised'),
    example: {
      deviation: 'd1',
      about: 'actual',
      period: { year: 2031, months: [1, 2, 3, 4] },
      description: 'Bare fire av elleve kommuner er med i øvelsen.',
    },
  }),
  'deviation-explained': define({
    data: object({ ...deviation, cause: Prose }),
    who: reporter,
    labels: label('Avvik forklart', 'Avvik forklart', 'Deviation explained'),
    example: { deviation: 'd1', cause: 'Kommunene mangler øvingsleder.' },
  }),
  'deviation-notified': define({
    data: object({ ...deviation, text: Prose }),
    who: { roles: ['reporter', 'recipient', 'board'], relation: 'self' },
    labels: label(
      'Vesentlig avvik varslet eier',
      'Vesentleg avvik varsla eigar',
      'Essential deviation notified',
    ),
    example: { deviation: 'd1', text: 'Avviket er vesentlig for planlagt måloppnåelse.' },
  }),
  'measure-planned': define({
    data: object({ ...measure, text: Prose, due: IsoDate }, { responsible: ActorId }),
    who: reporter,
    labels: label('Tiltak planlagt', 'Tiltak planlagt', 'Measure planned'),
    example: { deviation: 'd1', measure: 'm1', text: 'Foretaket stiller øvingsleder.', due: '2031-09-01' },
  }),
  'measure-started': define({
    data: object(measure),
    who: reporter,
    labels: label('Tiltak igangsatt', 'Tiltak sett i gang', 'Measure started'),
    example: { deviation: 'd1', measure: 'm1' },
  }),
  'measure-completed': define({
    data: object(measure),
    who: reporter,
    labels: label('Tiltak gjennomført', 'Tiltak gjennomført', 'Measure completed'),
    example: { deviation: 'd1', measure: 'm1' },
  }),
  'measure-dropped': define({
    data: object({ ...measure, reason: Reason }),
    who: reporter,
    labels: label('Tiltak avlyst', 'Tiltak avlyst', 'Measure dropped'),
    example: { deviation: 'd1', measure: 'm1', reason: 'Erstattet av et felles tiltak' },
  }),
  'effect-verified': define({
    data: object({ ...deviation, effective: flag, text: Prose }),
    who: reporter,
    labels: label('Effekt vurdert', 'Effekt vurdert', 'Effect verified'),
    example: { deviation: 'd1', effective: true, text: 'Alle kommunene deltok i siste øvelse.' },
  }),
  'deviation-accepted': define({
    data: object({ ...deviation, until: IsoDate, reason: Reason }),
    who: owner,
    labels: label(
      'Avvik akseptert av eier til',
      'Avvik akseptert av eigar til',
      'Deviation accepted by owner until',
    ),
    example: { deviation: 'd1', until: '2032-06-30', reason: 'Nytt bygg står klart i 2032' },
  }),
  'deviation-closed': define({
    data: object({ ...deviation, text: Prose }),
    who: reporter,
    labels: label('Avvik lukket', 'Avvik lukka', 'Deviation closed'),
    example: { deviation: 'd1', text: 'Effekten er verifisert.' },
  }),
};
