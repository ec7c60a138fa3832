import { MAX_APPEND_BYTES } from '../../../services/event-log';
import { appended, countOf, type Current, entry, only, readEverything, readOne, refused } from './support';

/** JSON text of exactly so many bytes, with multi-byte characters in it. */
function jsonOf(bytes: number): string {
  const filling = 'ø'.repeat(1_000);
  return `"${filling}${'x'.repeat(bytes - 2 - Buffer.byteLength(filling))}"`;
}

/** Sizes, and bytes that come back as they were. */
export function bytes({ log }: Current): void {
  test('an append of exactly the limit is stored', async () => {
    const metadata = jsonOf(10_000);
    const data = jsonOf(MAX_APPEND_BYTES - 10_000);
    await appended(log(), 'a', 'none', entry(undefined, data, metadata));
    expect(only(await readOne(log(), 'a'))).toMatchObject({ data, metadata });
  });

  test('an append of one byte more is refused, with both sizes', async () => {
    const over = entry(undefined, jsonOf(MAX_APPEND_BYTES - 9_999), jsonOf(10_000));
    expect(await refused(log(), 'a', 'none', over)).toEqual({
      kind: 'too-large',
      bytes: MAX_APPEND_BYTES + 1,
      limit: MAX_APPEND_BYTES,
    });
    expect(await countOf(log())).toBe(0);
  });

  test('the limit counts all entries of an append together', async () => {
    const half = (): ReturnType<typeof entry> => entry(undefined, jsonOf(MAX_APPEND_BYTES / 2), '');
    await appended(log(), 'a', 'none', half(), half());
    expect(await refused(log(), 'b', 'none', half(), half(), entry())).toMatchObject({ kind: 'too-large' });
    expect(await countOf(log())).toBe(2);
  });

  test('after one that was too large the next is stored', async () => {
    await refused(log(), 'a', 'none', entry(undefined, jsonOf(MAX_APPEND_BYTES + 1)));
    await appended(log(), 'a', 'none', entry());
    expect(await countOf(log())).toBe(1);
  });

  test.each([
    ['Norwegian', '{"text":"Blåbærøl på Ærøskøbing, «sitat» – ÆØÅ"}'],
    ['composed and decomposed letters', '{"text":"å\u0061\u030a"}'],
    ['beyond the basic plane', '{"text":"👩🏽‍⚕️𝒳"}'],
    ['escapes', '{"text":"\\u0000\\n\\"\\\\ \\ud83d"}'],
    ['line and paragraph separators', '{"text":"\u2028\u2029\u00a0\ufeff"}'],
    ['white space and the order of keys', '{ "b" : 1,\r\n\t"a":1.0e2 }  '],
    ['quotes and semicolons', `{"text":"'); DROP TABLE events; --"}`],
    ['an empty object', '{}'],
  ])('%s: the bytes come back unchanged', async (_name, data) => {
    await appended(log(), 'a', 'none', entry(undefined, data, data));
    expect(only(await readOne(log(), 'a'))).toMatchObject({ data, metadata: data });
    expect(only(await readEverything(log()))).toMatchObject({ data, metadata: data });
  });

  test('all that was handed over comes back, with stream, revision and position', async () => {
    const one = entry();
    const done = await appended(log(), 'requirement-hf-nord.ventetid', 'none', one);
    expect(only(await readEverything(log()))).toEqual({
      ...one,
      stream: 'requirement-hf-nord.ventetid',
      revision: 0,
      position: done.positions[0],
    });
  });
}
