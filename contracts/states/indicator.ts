import { addDecimals, compareDecimals, multiplyDecimals, negateDecimal } from '../decimal';
import type { Indicator, MaybeValue } from '../events/parts';

/** How a measured value stands to what was wanted. What cannot be judged is never good news. */
export type IndicatorJudgement = 'met' | 'not-met' | 'not-judged';

/** The value to reach: the baseline moved by the wanted change; the baseline itself where no amount is told. */
export function target({ direction, wantedChange }: Indicator, baseline: string): string {
  const amount = wantedChange?.amount;
  if (wantedChange === undefined || amount === undefined || direction === 'maintain') return baseline;
  const change =
    wantedChange.unit === 'percent' ? multiplyDecimals(multiplyDecimals(baseline, amount), '0.01') : amount;
  return addDecimals(baseline, direction === 'increase' ? change : negateDecimal(change));
}

/**
 * Judges a measured value against the baseline. An unknown, pending or explicitly absent baseline or measurement gives
 * `not-judged`. Without an amount, any change in the wanted direction meets the goal.
 */
export function judge(
  indicator: Indicator,
  baseline: MaybeValue | undefined,
  measured: MaybeValue | undefined,
): IndicatorJudgement {
  if (baseline?.state !== 'set' || measured?.state !== 'set') return 'not-judged';
  const distance = compareDecimals(measured.value, target(indicator, baseline.value));
  const amountTold = indicator.wantedChange?.amount !== undefined;
  switch (indicator.direction) {
    case 'increase':
      return distance > 0 || (amountTold && distance === 0) ? 'met' : 'not-met';
    case 'decrease':
      return distance < 0 || (amountTold && distance === 0) ? 'met' : 'not-met';
    case 'maintain':
      return distance === 0 ? 'met' : 'not-met';
  }
}
