import { Ajv2020 } from 'ajv/dist/2020';
import type { JsonSchema } from '../../../contracts/codec/kit';
import { IsoDate, Timestamp } from '../../../contracts/primitives';

const ajv = new Ajv2020({ strict: true, strictTypes: false, ownProperties: true });
ajv.addFormat('date', value => IsoDate.is(value));
ajv.addFormat('date-time', value => Timestamp.is(value));

/** Whether a value is valid by the schema, as the library ajv reads it; our two formats mean what our codecs mean. */
export function schemaAccepts(schema: JsonSchema): (value: unknown) => boolean {
  const validate = ajv.compile(schema);
  return value => validate(value);
}
