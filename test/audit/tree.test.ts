import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPlace, type Place } from './support';

describe('the tree over a log', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
  });
  afterEach(() => place.remove());

  it('signs what is there, and what comes', async () => {
    await place.grow(300);
    const tree = await place.start();
    expect(await tree.waitFor(299)).toBe(true);
    await place.grow(20);
    expect(await tree.waitFor(319)).toBe(true);
    expect(tree.status()).toMatchObject({ state: 'following', size: 320 });
    expect(readFileSync(place.anchor)).toEqual(tree.checkpoint());
    expect(readFileSync(join(place.tiles, 'checkpoint'))).toEqual(tree.checkpoint());
    expect(existsSync(join(place.tiles, 'tile/0/000'))).toBe(true);
    expect(existsSync(join(place.tiles, 'tile/0/001.p/64'))).toBe(true);
    expect(await tree.scrub()).toMatchObject({ checked: 320, alarm: undefined });
  });
});
