import type { Status } from '../../projections';
import { createMetrics } from '../../services/http/metrics';
import { followUpsElsewhere } from '../../services/lifecycle';

const standing = (state: Status['state']): Status => ({ state, seq: 3, head: 7, lagging: 4, parked: 0 });

it.each<[Status['state'], number]>([
  ['live', 1],
  // Under load an instance that only serves hardly ever sees them at the very end of the log.
  ['catching-up', 1],
  ['starting', 0],
  ['building', 0],
  ['waiting', 0],
  ['stopped', 0],
  ['closed', 0],
])('views that are %s follow the log: %i', async (state, follows) => {
  const metrics = createMetrics();
  metrics.observe({ status: () => standing(state) }, followUpsElsewhere);
  const told = await metrics.registry.metrics();
  expect(told).toContain(`\nkravspor_views_live ${follows}\n`);
  expect(told).toContain('\nkravspor_views_lag_events 4\n');
});
