import { describe as inWords, planOf, ROW_MOMENTS, TREE_MOMENTS } from './moments';
import { newPlace, type Place, playRound, removePlace } from './round';
import { builtProgram } from './server';

/** The short run; `npm run crash` makes any number of rounds with moments by chance. */
const SEED = 20_260;
const PLANS = [
  ...ROW_MOMENTS.map((_, round) => planOf(SEED, round, ROW_MOMENTS)),
  ...[1, 3].map(round => planOf(SEED, round)),
  planOf(SEED, 0, TREE_MOMENTS),
];

let place: Place;
beforeAll(async () => {
  place = await newPlace(undefined);
});
afterAll(() => removePlace(place));

test.each(PLANS.map((plan, round) => ({ when: inWords(plan.moment), plan, round })))(
  'killed $when, nothing acknowledged is lost, nothing is there twice, and all that was begun is finished',
  async ({ plan, round }) => {
    const { wrongs } = await playRound(place, plan, round);
    expect(wrongs).toEqual([]);
  },
);

test('a server that answers before the commit is found out when it is killed between the two', async () => {
  const early = await newPlace(undefined);
  const program = builtProgram('test/durability/early.js');
  const plan = planOf(SEED, 0, [
    () => ({ moment: { by: 'inside', moment: { at: 'commit', nth: 12 } }, items: 5 }),
  ]);
  const { wrongs } = await playRound({ ...early, program }, plan, 0);
  removePlace(early);
  expect(wrongs).toContainEqual(expect.stringMatching(/ was answered .*, and before /));
});
