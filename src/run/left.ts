/** What a stored lineage has left to go on from, and where it has ended. */
import {type Arm, historyOf} from '../lab/experiment/arm.ts';
import {type Carry, neededCarries, newestOf} from '../lab/loop/workflow.ts';
import {STOPPED_AT} from '../lab/measure/stopped-at.ts';
import {chainOf, unitsBySeed} from './plan.ts';
import type {Store} from './unit.ts';

export interface Left {
  /** After which it goes on; 0 where nothing was kept and it begins anew. */
  readonly generation: number;
  /** As `Lineage.resume` wants them. */
  readonly carries: readonly Carry[];
}

/** The latest state of a lineage that is kept, at most that after generation `most`. */
export function leftOf(store: Store, {arm, seed, most}: {readonly arm: Arm; readonly seed: number; readonly most: number}): Left {
  let left: Left = {generation: 0, carries: []};
  for (const unit of chainOf(store.list(arm.name), seed)) {
    if (unit.generations[0] > most || left.carries.at(-1)?.state?.ended !== undefined) break;
    const own = store.read(unit).carries();
    const first = (own.at(-1)?.state?.ended ?? unit.generations[1]) - own.length + 1;
    const upTo = own.slice(0, Math.max(0, most - first + 1));
    if (upTo.length === 0) continue;
    const generation = first + upTo.length - 1;
    const carries = first === left.generation + 1 ? [...left.carries, ...upTo] : upTo;
    if (suffice(carries, {arm, generation})) left = {generation, carries: neededCarries(arm, carries)};
  }
  return left;
}

/** Whether a lineage can go on from carries that end with that of a generation. */
function suffice(carries: readonly Carry[], {arm, generation}: {arm: Arm; generation: number}): boolean {
  const history = historyOf(arm);
  if (history === 1 || carries.at(-1)?.state?.ended !== undefined) return true;
  return carries.length === generation || newestOf(carries, history) !== undefined;
}

/** The generation at which its arm's `stop` ended a lineage, as far as it is stored. */
export function storedEndOf(store: Store, {arm, seed}: {readonly arm: Arm; readonly seed: number}): number | undefined {
  if (!arm.stop) return undefined;
  const units = unitsBySeed(store.list(arm.name))(seed);
  const blocks = units.filter(({block, seeds: [first, last]}) => block && first <= seed && seed <= last);
  for (const unit of [...blocks, ...chainOf(units, seed)]) {
    const end = store
      .read(unit)
      .rows()
      .find((row) => row.seed === seed && row.measure === STOPPED_AT);
    if (end) return end.generation;
  }
  return undefined;
}
