/** What ends a lineage before its generations are done: how long its arm's `stop` has held, and what is read for it. */
import type {Reading} from '../../core/measure/estimate.ts';
import type {Arm} from '../experiment/arm.ts';
import {STOPPED_AT} from '../measure/stopped-at.ts';
import {failingGates} from '../mitigation/gates.ts';
import type {LineageState} from '../mitigation/state.ts';

/** What must be measured for it. */
export const stopMeasures = ({stop}: Arm): string[] => (stop ? [stop.measure] : []);

/** For how many generations in a row it has held, and whether that is enough. Undefined where it does not hold, or there is none. */
export function heldUntil(
  {stop}: Arm,
  {generation, readings, before = 0}: {generation: number; readings: readonly Reading[]; before?: number},
): Pick<LineageState, 'held' | 'ended'> | undefined {
  if (!stop || failingGates([stop], readings).length > 0) return undefined;
  const held = before + 1;
  return {held, ...(held >= (stop.for ?? 1) && {ended: generation})};
}

/** Of a generation without a model: every measure has the reason, but the one that only an end has. */
export const readingsWithout = (measures: readonly string[], reason: string): Reading[] =>
  measures.filter((measure) => measure !== STOPPED_AT).map((measure) => ({measure, reason}));
