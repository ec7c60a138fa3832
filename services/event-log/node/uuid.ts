import { UUID } from '@eventstore/db-client/generated/shared_pb';

const FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A UUID of the wire, in either form, as text in lower case. */
export function uuidText(uuid: UUID | undefined): string | undefined {
  const halves = uuid?.getStructured();
  if (halves !== undefined) {
    return hyphened(half(halves.getMostSignificantBits()) + half(halves.getLeastSignificantBits()));
  }
  const text = uuid?.getString().toLowerCase() ?? '';
  return FORM.test(text) ? text : undefined;
}

/** Two signed 64-bit numbers, big-endian. */
export function structuredUuid(text: string): UUID {
  const hex = text.replaceAll('-', '');
  const [most, least] = [hex.slice(0, 16), hex.slice(16)].map(part =>
    BigInt.asIntN(64, BigInt(`0x${part}`)).toString(),
  );
  const structured = new UUID.Structured();
  structured.setMostSignificantBits(most ?? '0');
  structured.setLeastSignificantBits(least ?? '0');
  return new UUID().setStructured(structured);
}

export const stringUuid = (text: string): UUID => new UUID().setString(text);

const half = (signed: string): string => BigInt.asUintN(64, BigInt(signed)).toString(16).padStart(16, '0');

const hyphened = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
