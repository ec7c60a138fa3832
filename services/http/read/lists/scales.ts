import { right } from 'fp-ts/Either';
import type { QueryOf, readEndpoints } from '../../../../contracts/api';
import type { StatusStep } from '../../../../contracts/states/log';
import { computedList } from '../computed-list';

export interface ScaleRow extends StatusStep {
  readonly scale: string;
  readonly version: number;
  readonly order: number;
}

/** The steps of every scale at every version: old answers keep their scale. */
export const scales = computedList<ScaleRow, QueryOf<typeof readEndpoints.scales.query>, 'scale'>({
  name: 'scales',
  all: ({ scale, version }, { log }) =>
    Promise.resolve(
      right(
        log.scales
          .filter(
            s =>
              (scale === undefined || scale.includes(s.scale)) &&
              (version === undefined || version === s.version),
          )
          .flatMap(s =>
            s.steps.map((step, i) => ({ scale: s.scale, version: s.version, order: i + 1, ...step })),
          ),
      ),
    ),
  key: s => `${s.scale} ${String(s.version).padStart(3, '0')} ${String(s.order).padStart(2, '0')}`,
  orders: { scale: s => `${s.scale} ${s.version} ${s.order}` },
  columns: [
    { name: 'scale', cell: s => s.scale },
    { name: 'version', cell: s => s.version },
    { name: 'order', cell: s => s.order },
    { name: 'value', cell: s => s.value },
    { name: 'nb', cell: s => s.labels.nb },
    { name: 'nn', cell: s => s.labels.nn },
    { name: 'en', cell: s => s.labels.en },
    { name: 'judgement', cell: s => s.judgement },
  ],
});
