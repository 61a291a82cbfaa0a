/** How the values of a measure are put together over lineages, as the catalog says. */

import type {Measure} from '../../core/measure/entry.ts';
import {measureOf} from '../measure/catalog.ts';

export type Averaging = Pick<Measure, 'scale' | 'lost' | 'square'>;

export const averagingOf = (measure: string): Averaging => measureOf(measure) ?? {};

/** What stands for none of what is measured: no mass in bits, no cost; undefined where it is no value. */
export function standIn({scale, lost}: Averaging): number | undefined {
  return scale === 'mass' ? -Infinity : lost === 'nothing' ? 0 : undefined;
}

/** Whether a lineage without a value has none of what is measured; `gone`: it has no model, or wrote nothing. */
export const isNone = ({scale, lost}: Averaging, gone: boolean): boolean => lost === 'nothing' || (scale === 'mass' && !gone);
