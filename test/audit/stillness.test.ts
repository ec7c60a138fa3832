import { stillnessOf, type TreeStatus } from '../../services/audit';

const tree = (size: number, seen = size, pulse?: string): TreeStatus => ({
  ...{ state: 'following', size, seen, alarm: undefined, checkpointAt: undefined },
  ...(pulse === undefined ? {} : { pulse }),
});

describe('how long a tree has stood still', () => {
  let time = 1_000;
  const started = () => stillnessOf(() => time);
  const after = (ms: number): void => void (time += ms);

  it('is no time while nothing waits, however long that is', () => {
    const still = started();
    expect(still.look(tree(5), 5)).toBe(0);
    after(3_600_000);
    expect(still.look(tree(5), 5)).toBe(0);
    after(10);
    // What has come meanwhile has not waited for an hour.
    expect(still.look(tree(5), 6)).toBe(0);
    after(7_000);
    expect(still.look(tree(5), 6)).toBe(7_000);
    expect(still.look(tree(6), 6)).toBe(0);
  });

  it('is counted from the last move, though more and more comes', () => {
    const still = started();
    for (let waiting = 1; waiting <= 40; waiting++) {
      expect(still.look(tree(5), 5 + waiting)).toBe((waiting - 1) * 1_000);
      after(1_000);
    }
    expect(still.look(tree(6), 60)).toBe(0);
    after(1_000);
    expect(still.look(tree(6), 60)).toBe(1_000);
  });

  it('is no time for one that is made anew, whether here or by another', () => {
    const still = started();
    for (let n = 0; n < 10; n++) {
      expect(still.look(tree(0, n), 1_000)).toBe(0);
      after(60_000);
    }
    for (let n = 0; n < 10; n++) {
      expect(still.look(tree(0, 0, `pulse ${n}`), 1_000)).toBe(0);
      after(60_000);
    }
    expect(still.look(tree(0, 0, 'pulse 9'), 1_000)).toBe(60_000);
  });
});
