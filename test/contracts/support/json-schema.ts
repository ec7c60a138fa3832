import { Ajv2020 } from 'ajv/dist/2020';
import type { JsonSchema } from '../../../contracts/codec/kit';
import { IsoDate, Timestamp } from '../../../contracts/primitives';

const ajv = new Ajv2020({ strict: true, strictTypes: false, ownProperties: true });
// ajv's own comparison calls `toString` and `valueOf` of what it compares, which a sender's object may have as plain fields.
ajv.removeKeyword('uniqueItems');
ajv.addKeyword({
  keyword: 'uniqueItems',
  type: 'array',
  validate: (isWanted: boolean, items: readonly unknown[]) =>
    !isWanted || new Set(items.map(inOneOrder)).size === items.length,
});
ajv.addFormat('date', value => IsoDate.is(value));
ajv.addFormat('date-time', value => Timestamp.is(value));

/** Whether a value is valid by the schema, as the library ajv reads it; our two formats mean what our codecs mean. */
export function schemaAccepts(schema: JsonSchema): (value: unknown) => boolean {
  const validate = ajv.compile(schema);
  return value => validate(value);
}

/** Values that JSON Schema calls equal have the same text. */
const inOneOrder = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
