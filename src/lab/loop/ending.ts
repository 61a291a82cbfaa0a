/** What a generation without a model leaves: the history that others may read, and nothing new to train on. */
import {firstOf, type SizeUnit} from '../../core/records.ts';
import type {Carry} from './workflow.ts';

/** Of a lineage that ends at this generation. */
export function stoppedCarry(last: Carry, {reason, unit}: {reason: string; unit: SizeUnit}): Carry {
  return {...emptiedCarry({...last, models: undefined}, unit), state: {...last.state, stopped: reason}};
}

/** Of one that had ended before it. */
export function emptiedCarry(last: Carry, unit: SizeUnit): Carry {
  return {...last, fresh: undefined, sample: firstOf(last.sample, 0, unit)};
}
