import { streamOf, typeName } from '../contracts/catalogue/catalogue';
import type { Family } from '../contracts/catalogue/define';
import { isAct } from '../contracts/follow-ups';
import type { OrganisationId, RecordId } from '../contracts/primitives';
import { folds, type StateOf } from '../contracts/states';
import { type Because, evolveTraced, foldTraced } from '../contracts/states/fold';
import type { AnyTold, Cut } from '../contracts/states/told';
import type { Moment } from '../contracts/views';

/** An act told in a stream. */
export interface ActTold extends Moment {
  readonly seq: number;
  readonly type: string;
  readonly organisation: OrganisationId;
}

/** What one stream adds up to so far. Everything that views hold of a stream is a pure function of this. */
export interface Life<F extends Family = Family> {
  readonly stream: string;
  readonly family: F;
  /** The id of the thing; for a stream that holds many things, the family's name. */
  readonly subject: string;
  /** Of the last record folded. */
  readonly revision: number;
  readonly seq: number;
  readonly first: Moment;
  readonly last: Moment;
  readonly state: StateOf[F];
  readonly because: Because;
  /** Every act ever told here, corrected or not: what it caused elsewhere was caused. */
  readonly acts: readonly ActTold[];
}

/** A life, its family told apart by `family`. */
export type AnyLife = { readonly [F in Family]: Life<F> }[Family];

/** What `access` holds is for the door alone and is not repeated in views. */
const UNFOLDED: ReadonlySet<Family> = new Set<Family>(['access']);

/** The life after one more event; a correction is in place only once `restate` has put it there. */
export function live(life: AnyLife | undefined, told: AnyTold, seq: number): AnyLife {
  return grow(life ?? born(told, seq), told, seq);
}

/** The life as its whole stream has it, corrections in place, up to the cut. `stream` is every event of it so far. */
export function restate(life: AnyLife, stream: readonly AnyTold[], cut?: Cut): AnyLife {
  return restated(life, stream, cut);
}

/** Must the stream be folded anew after this event? */
export const unsettles = (told: AnyTold): boolean => told.what === 'corrected';

const momentOf = ({ record, time, recordedAt }: AnyTold): Moment => ({ record, time, recordedAt });

function born(told: AnyTold, seq: number): AnyLife {
  const { family, subject, stream } = told;
  const moment = momentOf(told);
  return {
    stream,
    family,
    subject: streamOf(family, subject) === family ? family : subject,
    revision: told.revision,
    seq,
    first: moment,
    last: moment,
    state: folds[family].initial,
    because: {},
    acts: [],
  } as AnyLife;
}

function grow<F extends Family>(life: Life<F>, told: AnyTold, seq: number): AnyLife {
  const { state, because } =
    UNFOLDED.has(life.family) || unsettles(told)
      ? life
      : evolveTraced<StateOf[F]>(folds[life.family], life, told);
  const moment = momentOf(told);
  return {
    stream: life.stream,
    family: life.family,
    subject: life.subject,
    revision: told.revision,
    seq,
    first: life.first,
    last: moment,
    state,
    because,
    acts: isAct(told, record => life.acts.some(a => a.record === record))
      ? [...life.acts, actTold(told, moment, seq)]
      : life.acts,
  } as AnyLife;
}

function restated<F extends Family>(life: Life<F>, stream: readonly AnyTold[], cut?: Cut): AnyLife {
  if (UNFOLDED.has(life.family)) return life as AnyLife;
  return { ...life, ...foldTraced<StateOf[F]>(folds[life.family], stream, cut) } as AnyLife;
}

const actTold = (told: AnyTold, moment: Moment, seq: number): ActTold => ({
  ...moment,
  seq,
  type: typeName(told.family, told.what),
  organisation: told.organisation,
});

/** The record that stands behind a fact: the correction, where one put it in place. */
export const standsBehind = (mark: {
  readonly record: RecordId;
  readonly correctedBy?: RecordId;
}): RecordId => mark.correctedBy ?? mark.record;
