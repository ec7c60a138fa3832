import fc from 'fast-check';
import type { JsonSchema } from '../../../contracts/codec/kit';

/** Texts long enough to matter and short enough to be quick. */
const LONGEST = 40;

type Schemas = readonly JsonSchema[];

/** Values that a schema of the codec kit accepts. */
export function valid(schema: JsonSchema): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema['const']);
  if ('enum' in schema) return fc.constantFrom(...(schema['enum'] as readonly unknown[]));
  const choices = (schema['oneOf'] ?? schema['anyOf']) as Schemas | undefined;
  if (choices !== undefined) return fc.oneof(...choices.map(valid));
  switch (schema['type']) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({
        min: schema['minimum'] as number,
        max: Math.min(schema['maximum'] as number, 2 ** 31 - 1),
      });
    case 'string':
      return validText(schema);
    case 'array':
      return validList(schema);
    case 'object':
      return validObject(schema);
    default:
      return fc.jsonValue();
  }
}

function validText(schema: JsonSchema): fc.Arbitrary<string> {
  const form = schema['pattern'] as string | undefined;
  if (schema['format'] !== undefined) {
    const isDay = schema['format'] === 'date';
    return fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }).map(date => date.toISOString().slice(0, isDay ? 10 : 24)); // prettier-ignore
  }
  if (form !== undefined && form !== '\\S') return fc.stringMatching(new RegExp(form, 'u'));
  const minLength = (schema['minLength'] as number | undefined) ?? 0;
  const maxLength = Math.min(schema['maxLength'] as number, minLength + LONGEST);
  return fc
    .string({ unit: 'binary', minLength, maxLength })
    .filter(text => form === undefined || new RegExp(form, 'u').test(text));
}

function validList(schema: JsonSchema): fc.Arbitrary<unknown> {
  const items = valid(schema['items'] as JsonSchema);
  const minLength = schema['minItems'] as number;
  const length = { minLength, maxLength: Math.min(schema['maxItems'] as number, minLength + 5) };
  return schema['uniqueItems'] === true
    ? fc.uniqueArray(items, { ...length, selector: item => JSON.stringify(item) })
    : fc.array(items, length);
}

function validObject(schema: JsonSchema): fc.Arbitrary<unknown> {
  const properties = schema['properties'] as Readonly<Record<string, JsonSchema>> | undefined;
  if (properties === undefined) return fc.dictionary(fc.string(), fc.jsonValue());
  const fields = Object.fromEntries(Object.entries(properties).map(([key, field]) => [key, valid(field)]));
  return fc.record(fields, { requiredKeys: schema['required'] as string[], noNullPrototype: true });
}

/** A value with one thing changed somewhere in it: what a sender gets wrong. */
export function nearMiss(value: unknown): fc.Arbitrary<unknown> {
  return fc.tuple(fc.nat(), fc.nat(), fc.jsonValue()).map(([node, how, other]) => {
    const count = size(value);
    return changed(
      value,
      { left: node % count },
      part => variants(part, other)[how % variants(part, other).length],
    );
  });
}

const isContainer = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isList: (value: unknown) => value is readonly unknown[] = Array.isArray;

const size = (value: unknown): number =>
  isContainer(value) ? Object.values(value).reduce<number>((sum, part) => sum + size(part), 1) : 1;

/** Copies the value with `change` applied to the node that is `left` steps away, depth first. */
function changed(value: unknown, count: { left: number }, change: (part: unknown) => unknown): unknown {
  if (count.left-- === 0) return change(value);
  if (Array.isArray(value)) return value.map(part => changed(part, count, change));
  if (!isContainer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, changed(part, count, change)]));
}

function variants(part: unknown, other: unknown): readonly unknown[] {
  if (typeof part === 'string') return [other, '', ' ', `${part}\n`, ` ${part}`, `${part}😀`, part.slice(1), part.toUpperCase(), `${part}${part}`, [part]]; // prettier-ignore
  if (typeof part === 'number')
    return [other, -part, part + 0.5, part + 1, part - 1, String(part), -0, 1e300];
  if (isList(part)) {
    return [
      other,
      [...part, other],
      [...part, ...part],
      part.slice(1),
      [],
      Object.fromEntries(part.entries()),
    ];
  }
  if (!isContainer(part)) return [other, null, true, {}];
  const entries = Object.entries(part);
  const renamed = entries.map(([key, field], i) => [i === 0 ? `${key} ` : key, field]);
  return [other, {}, [part], Object.fromEntries(entries.slice(1)), Object.fromEntries(renamed), { ...part, more: other }, Object.fromEntries([...entries, ['toString', other]])]; // prettier-ignore
}
