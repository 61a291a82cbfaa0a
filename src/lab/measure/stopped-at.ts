/** When lineages ended: what an arm's `stop` leaves to be read. The loop writes it, once, at a lineage's last generation. */
import {DATA_KINDS} from '../../core/data.ts';
import {FROM_1} from '../../core/measure/range.ts';
import type {ArmMeasure} from './measure.ts';

export const STOPPED_AT = 'stoppedAt';

export const stoppedAtMeasure: ArmMeasure = {
  name: STOPPED_AT,
  title: 'Generations until the stop',
  unit: 'generations',
  on: DATA_KINDS,
  from: 'model',
  whole: true,
  lost: 'high',
  caption:
    "The generation at which the arm's stop ended a lineage. Once all lineages have ended their mean is told; before that the median, above which stand those that go on.",
  source: 'counted',
  range: FROM_1,
  arm: () => [],
};
