/** What a stored lineage has left to go on from. */
import {type Arm, needsHistory} from '../lab/experiment/arm.ts';
import type {Carry} from '../lab/loop/workflow.ts';
import {chainOf} from './plan.ts';
import type {Store} from './unit.ts';

export interface Left {
  /** After which it goes on; 0 where nothing was kept and it begins anew. */
  readonly generation: number;
  /** As `Lineage.resume` wants them. */
  readonly carries: readonly Carry[];
}

/** The latest state of a lineage that is kept, at most that after generation `most`. */
export function leftOf(store: Store, {arm, seed, most}: {readonly arm: Arm; readonly seed: number; readonly most: number}): Left {
  const history = needsHistory(arm);
  let left: Left = {generation: 0, carries: []};
  for (const unit of chainOf(store.list(arm.name), seed)) {
    if (unit.generations[0] > most) break;
    const own = store.read(unit).carries();
    const first = unit.generations[1] - own.length + 1;
    const upTo = own.slice(0, Math.max(0, most - first + 1));
    if (upTo.length > 0) left = {generation: first + upTo.length - 1, carries: history ? [...left.carries, ...upTo] : upTo.slice(-1)};
  }
  return left;
}
