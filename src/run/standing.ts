/**
 * What a run holds so far, whether or not it has come to its end: how many lineages of each arm are whole, and the rows of all generations
 * that are there.
 */
import type {Arm} from '../lab/experiment/arm.ts';
import type {Experiment} from '../lab/experiment/schema.ts';
import {compareText, type Row} from '../lab/results/row.ts';
import {chainOf, unitsBySeed, wholeSeeds} from './plan.ts';
import type {Store} from './unit.ts';

interface Standing {
  readonly arms: readonly Arm[];
  readonly experiment: Experiment;
  readonly store: Store;
}

export interface ArmStanding {
  readonly arm: string;
  /** Lineages of which every generation is there, of so many. */
  readonly whole: number;
  readonly wanted: number;
}

export function standingOf({arms, experiment: {seeds, generations}, store}: Standing): ArmStanding[] {
  return arms.map(({name}) => ({
    arm: name,
    whole: wholeSeeds(store.list(name), seeds, generations).reduce((sum, one) => sum + one, 0),
    wanted: seeds,
  }));
}

/** Rows of every generation that is there, in the order of results.jsonl, some at a time. */
export function* standingRows({arms, experiment: {seeds, generations}, store}: Standing): Generator<Row[]> {
  for (const arm of arms.map(({name}) => name).sort(compareText)) {
    const stored = store.list(arm);
    const units = unitsBySeed(stored);
    const begins = [...new Set(stored.map(({seeds: [first]}) => first))].sort((a, b) => b - a);
    for (let seed = 0; seed < seeds; ) {
      const own = units(seed);
      const block = own.find((unit) => unit.block && unit.seeds[0] <= seed && seed <= unit.seeds[1]);
      if (!block && !own.some((unit) => !unit.block)) {
        while (begins.length > 0 && begins[begins.length - 1] <= seed) begins.pop();
        seed = begins.pop() ?? seeds;
        continue;
      }
      const last = block ? Math.min(seeds - 1, block.seeds[1]) : seed;
      const isWanted = (row: Row) => row.seed >= seed && row.seed <= last && row.generation <= generations;
      for (const unit of block ? [block] : chainOf(own, seed)) yield store.read(unit).rows().filter(isWanted);
      seed = last + 1;
    }
  }
}
