/** Exact decimals: an integer of units of 10^-scale. Values arrive as strings and never pass through a float. */
interface Exact {
  readonly units: bigint;
  readonly scale: number;
}

function parse(decimal: string): Exact {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return { units: BigInt(whole + fraction), scale: fraction.length };
}

const at = ({ units, scale }: Exact, to: number): bigint => units * 10n ** BigInt(to - scale);

/** Negative, zero or positive as `a` is below, equal to or above `b`. */
export function compareDecimals(a: string, b: string): number {
  const [x, y] = [parse(a), parse(b)];
  const scale = Math.max(x.scale, y.scale);
  const difference = at(x, scale) - at(y, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function format({ units, scale }: Exact): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  const sign = units < 0n ? '-' : '';
  return fraction === '' ? `${sign}${whole}` : `${sign}${whole}.${fraction}`;
}

/** `a + b`, exact. */
export function addDecimals(a: string, b: string): string {
  const [x, y] = [parse(a), parse(b)];
  const scale = Math.max(x.scale, y.scale);
  return format({ units: at(x, scale) + at(y, scale), scale });
}

/** `a × b`, exact. */
export function multiplyDecimals(a: string, b: string): string {
  const [x, y] = [parse(a), parse(b)];
  return format({ units: x.units * y.units, scale: x.scale + y.scale });
}

/** `-a`. */
export const negateDecimal = (a: string): string => format({ units: -parse(a).units, scale: parse(a).scale });
