import type { Layout } from '../layout';
import type { Plan } from '../query';

/** A page of fifty is found within some four hundred documents on the average, and at worst costs eight times a sort. */
const MANY = 1 / 8;

/**
 * Is a page better found by walking the order's own index, passing over what the filter leaves out, than by sorting all
 * that it leaves? SQLite cannot tell, but we have just counted: `total` documents match, of about `all`.
 */
export function walksTheOrder(layout: Layout, plan: Plan, total: number, all: number): boolean {
  const first = plan.order[0]?.column;
  if (first === undefined || plan.tests.length === 0) return false;
  const declared = layout.sorts.some(
    sort => sort.at(-1) === first && sort.slice(0, -1).every(column => isFixed(plan, column.ordinal)),
  );
  return !declared && total > all * MANY;
}

const isFixed = (plan: Plan, ordinal: number): boolean =>
  plan.tests.some(
    test =>
      test.test === 'column' && test.column.ordinal === ordinal && test.entries.length === 1 && !test.missing,
  );
