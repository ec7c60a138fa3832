import { chance, type Chance } from '../projections/chance';
import type { TreeStep } from './files';

/** A moment that only the process itself can hit: it counts what it writes, and kills itself. */
export type InsideMoment =
  /** Before the nth follow-up of one act is inserted; `type` narrows the count to one kind of follow-up. */
  | { readonly at: 'follow-up'; readonly nth: number; readonly type?: string }
  /** After the commit that holds the nth follow-up of one act. */
  | { readonly at: 'follow-up-committed'; readonly nth: number; readonly type?: string }
  /** Before the act is closed, and after the commit that closes it. */
  | { readonly at: 'completed' }
  | { readonly at: 'completed-committed' }
  /** Before the nth commit of events, and after it but before anybody is answered. */
  | { readonly at: 'commit'; readonly nth: number }
  | { readonly at: 'committed'; readonly nth: number }
  /** After the first commit of a batch that takes several. */
  | { readonly at: 'batch-parted' }
  /** Before and after the nth commit of views. */
  | { readonly at: 'views-commit'; readonly nth: number }
  | { readonly at: 'views-committed'; readonly nth: number }
  /** Before the nth write, sync or rename of tiles, checkpoint or anchor. */
  | { readonly at: 'tree'; readonly step: TreeStep; readonly nth: number };

/** A moment chosen from outside. Times in milliseconds. */
export type OutsideMoment =
  | { readonly at: 'start'; readonly afterMs: number }
  | { readonly at: 'acknowledgement'; readonly nth: number; readonly afterMs: number }
  /** While it closes, told to by SIGTERM. */
  | { readonly at: 'closing'; readonly nth: number; readonly afterMs: number };

export type Moment =
  | { readonly by: 'inside'; readonly moment: InsideMoment }
  | { readonly by: 'outside'; readonly moment: OutsideMoment };

/** What one round does. */
export interface Plan {
  readonly moment: Moment;
  /** Items of the documents that are published meanwhile; each is laid on three trusts. */
  readonly items: number;
  /** Killed once more while it recovers, so long after its start. */
  readonly againMs: number | undefined;
  /** Is a new data directory begun? Its first start may itself be killed. */
  readonly fresh: boolean;
  readonly firstStartMs: number | undefined;
  readonly seed: number;
}

/** The variable by which the process learns when to kill itself. */
export const CRASH_AT = 'KRAVSPOR_TEST_CRASH_AT';

const MANY_ITEMS = 150;
const TRUSTS = 3;
const ACCEPTED = 'no.kravspor.requirement.accepted.v1';
const PARENT_CHANGED = 'no.kravspor.requirement.parent-changed.v1';

type Choice = (random: Chance) => Pick<Plan, 'moment' | 'items'>;

const inside = (moment: InsideMoment, items: number): ReturnType<Choice> => ({
  moment: { by: 'inside', moment },
  items,
});
const outside = (moment: OutsideMoment, items: number): ReturnType<Choice> => ({
  moment: { by: 'outside', moment },
  items,
});
const some = (random: Chance): number => 5 + random.below(30);

/** Before the first, in the middle, and before the last of a row of 450, and at its end. */
export const ROW_MOMENTS: readonly Choice[] = [
  () => inside({ at: 'follow-up', nth: 1 }, MANY_ITEMS),
  random => inside({ at: 'follow-up', nth: 2 + random.below(MANY_ITEMS * TRUSTS - 2) }, MANY_ITEMS),
  () => inside({ at: 'follow-up', nth: MANY_ITEMS * TRUSTS }, MANY_ITEMS),
  () => inside({ at: 'completed' }, MANY_ITEMS),
];

const CHOSEN: readonly Choice[] = [
  ...ROW_MOMENTS,
  random => inside({ at: 'follow-up-committed', nth: 1 + random.below(MANY_ITEMS * TRUSTS) }, MANY_ITEMS),
  () => inside({ at: 'completed-committed' }, 20),
  () => inside({ at: 'follow-up', nth: 20, type: ACCEPTED }, 20),
  random => inside({ at: 'follow-up', nth: 1 + random.below(3), type: PARENT_CHANGED }, 5),
  random => inside({ at: 'follow-up-committed', nth: 1, type: ACCEPTED }, some(random)),
  () => inside({ at: 'batch-parted' }, 10),
];

/** While tiles, checkpoint and anchor are written. */
export const TREE_MOMENTS: readonly Choice[] = [
  random => inside({ at: 'tree', step: 'rename', nth: 1 + random.below(40) }, some(random)),
  random => inside({ at: 'tree', step: 'write', nth: 1 + random.below(40) }, some(random)),
  random => inside({ at: 'tree', step: 'sync', nth: 1 + random.below(60) }, some(random)),
];

const RANDOM: readonly Choice[] = [
  random =>
    outside({ at: 'acknowledgement', nth: random.below(200), afterMs: random.below(30) }, some(random)),
  random => outside({ at: 'start', afterMs: random.below(1_500) }, some(random)),
  random => outside({ at: 'closing', nth: random.below(120), afterMs: random.below(60) }, some(random)),
  random => inside({ at: 'commit', nth: 1 + random.below(80) }, some(random)),
  random => inside({ at: 'committed', nth: 1 + random.below(80) }, some(random)),
  random => inside({ at: 'views-commit', nth: 1 + random.below(40) }, some(random)),
  random => inside({ at: 'views-committed', nth: 1 + random.below(40) }, some(random)),
  ...TREE_MOMENTS,
];

const ROUNDS_OF_A_FOLDER = 6;

/** The same seed gives the same moments. Chosen ones take turns with those by chance. */
export function planOf(seed: number, round: number, choices?: readonly Choice[]): Plan {
  const random = chance(seed * 1_000_003 + round);
  const all = choices ?? (round % 2 === 0 ? CHOSEN : RANDOM);
  const choice = all[(choices === undefined ? round >> 1 : round) % all.length];
  if (choice === undefined) throw new Error('no moment to choose from');
  const fresh = round % ROUNDS_OF_A_FOLDER === 0;
  return {
    ...choice(random),
    fresh,
    firstStartMs: fresh && random.below(2) === 0 ? 100 + random.below(900) : undefined,
    againMs: random.below(4) === 0 ? random.below(1_500) : undefined,
    seed: random.below(2 ** 31),
  };
}

/** The moment in words. */
export function describe({ moment }: Moment): string {
  switch (moment.at) {
    case 'follow-up':
    case 'follow-up-committed': {
      const when = moment.at === 'follow-up' ? 'before' : 'after the commit of';
      return `${when} follow-up ${moment.nth}${moment.type === undefined ? '' : ` (${whatOf(moment.type)})`}`;
    }
    case 'completed':
      return 'before follow-ups.completed';
    case 'completed-committed':
      return 'after the commit of follow-ups.completed';
    case 'commit':
      return `before commit ${moment.nth}`;
    case 'committed':
      return `after commit ${moment.nth}, unanswered`;
    case 'batch-parted':
      return 'between two commits of a batch';
    case 'views-commit':
      return `before commit ${moment.nth} of views`;
    case 'views-committed':
      return `after commit ${moment.nth} of views`;
    case 'tree':
      return `before ${moment.step} ${moment.nth} of the tree`;
    case 'start':
      return `${moment.afterMs} ms after the start`;
    case 'acknowledgement':
      return `${moment.afterMs} ms after answer ${moment.nth}`;
    case 'closing':
      return `${moment.afterMs} ms into closing`;
  }
}

const whatOf = (type: string): string => type.split('.')[3] ?? type;
