/**
 * What of a run is on disk, what is still to compute, and in which units: pure functions of the arms, the numbers asked for, and the
 * list of stored units.
 *
 * The unit of the store follows the cost of the work: whole lineages of many seeds in one unit where a lineage takes well under a
 * second, a second's worth of generations of one lineage where it takes longer, each generation where people are asked. The estimate only chooses units: results are the
 * same bytes whatever it says.
 */

import {type Arm, dimensionOf} from '../lab/experiment/arm.ts';
import {familyOf} from '../models/families.ts';
import {isMoving, scheduledAt} from '../models/schedule.ts';
import {asksPeople} from './room.ts';
import type {InclusiveRange, UnitKey} from './unit.ts';

export interface Task {
  readonly arm: number;
  /** `block`: all generations of these seeds, one unit. `lineage`: one seed, a unit every `chunk` generations. */
  readonly kind: 'block' | 'lineage';
  readonly seeds: InclusiveRange;
  readonly chunk: number;
  /** Estimated milliseconds, for the order of the queue and the time left. */
  readonly cost: number;
}

const LINEAGE_MS = 2_000;
const UNIT_MS = 700;
const MOST_SEEDS = 500;

/** Estimated milliseconds of each generation 1..T of one lineage. Rough on purpose: powers of ten matter, not percents. */
export function costOf(arm: Arm, generations: number, words: number): number {
  return costOfGenerations(arm, generations, words) * growthOf(arm, generations);
}

/** How much larger than a sample the training set is, in the mean. */
function growthOf({workflow}: Arm, generations: number): number {
  const accumulated = (generations + 1) / 2;
  if (workflow === 'accumulate') return accumulated;
  if (workflow === 'subsample') return 1.3;
  return typeof workflow === 'object' && 'window' in workflow ? Math.min(workflow.window, accumulated) : 1;
}

function costOfGenerations({data, model, sample}: Arm, generations: number, words: number): number {
  const of = (n: number) => familyOf(model).cost(model, {n, dimension: Math.max(1, dimensionOf(data))});
  const size = sample?.size;
  if ('rows' in data && !sample) return generations * of(data.rows);
  if (size === undefined || size === 'same') return generations * of(Math.max(1, words));
  if (!isMoving(size)) return generations * of(size);
  let sum = 0;
  for (let t = 1; t <= generations; t++) sum += of(scheduledAt(size, t));
  return sum;
}

/** Whether a lineage of so many milliseconds is stored by itself, as it goes on. */
export const isStoredAlone = (cost: number): boolean => cost >= LINEAGE_MS;

interface PlanRequest {
  readonly arms: readonly Arm[];
  readonly seeds: number;
  readonly generations: number;
  /** Words of the corpus, or its records where it is points, for the estimate; 0 for worlds. */
  readonly words: (arm: Arm) => number;
  readonly stored: (arm: string) => readonly UnitKey[];
}

interface Plan {
  readonly tasks: readonly Task[];
  /** Lineages that are whole on disk. */
  readonly done: number;
}

/** Of lineages that are stored, how far they go where that is further than what was asked for. */
export interface Beyond {
  readonly seeds?: number;
  readonly generations?: number;
}

export function beyondAsked({arms, seeds, generations, stored}: Omit<PlanRequest, 'words'>): Beyond | undefined {
  const units = arms.flatMap(({name}) => stored(name));
  const most = (of: (unit: UnitKey) => number): number => units.reduce((so, unit) => Math.max(so, of(unit)), 0);
  const [there, reach] = [most((unit) => unit.seeds[1] + 1), most((unit) => unit.generations[1])];
  const beyond = {...(there > seeds && {seeds: there}), ...(reach > generations && {generations: reach})};
  return Object.keys(beyond).length === 0 ? undefined : beyond;
}

/** The tasks that are left, the costliest first. */
export function planRun({arms, seeds, generations, words, stored}: PlanRequest): Plan {
  const tasks: Task[] = [];
  let done = 0;
  for (const [index, arm] of arms.entries()) {
    const units = stored(arm.name);
    const cost = costOf(arm, generations, words(arm));
    const whole = wholeSeeds(units, seeds, generations);
    done += whole.reduce((sum, own) => sum + own, 0);
    const asks = asksPeople(arm);
    const single = asks || isStoredAlone(cost);
    const most = single ? 1 : Math.min(MOST_SEEDS, Math.max(1, Math.floor(UNIT_MS / Math.max(cost, 1e-6))));
    const chunk = asks ? 1 : single ? Math.max(1, Math.floor((UNIT_MS * generations) / cost)) : generations;
    for (const range of missingRanges(whole, most))
      tasks.push({arm: index, kind: single ? 'lineage' : 'block', seeds: range, chunk, cost: cost * (range[1] - range[0] + 1)});
  }
  return {tasks: tasks.sort((a, b) => b.cost - a.cost || a.arm - b.arm || a.seeds[0] - b.seeds[0]), done};
}

/** Runs of neighbouring seeds that are not whole, none longer than `most`. */
function missingRanges(whole: Uint8Array, most: number): InclusiveRange[] {
  const ranges: [number, number][] = [];
  for (let seed = 0; seed < whole.length; seed++) {
    if (whole[seed] === 1) continue;
    const last = ranges.at(-1);
    if (last && last[1] === seed - 1 && seed - last[0] < most) last[1] = seed;
    else ranges.push([seed, seed]);
  }
  return ranges;
}

/** 1 for every seed whose generations 1..T are on disk. (seeds,) In time of seeds and units alone, as `coverOf` of each is not. */
export function wholeSeeds(units: readonly UnitKey[], seeds: number, generations: number): Uint8Array {
  const whole = new Uint8Array(seeds);
  const own = new Map<number, UnitKey[]>();
  for (const unit of units) {
    const [from, to] = unit.seeds;
    if (unit.block) {
      if (unit.generations[1] >= generations) whole.fill(1, from, to + 1);
    } else if (!own.get(from)?.push(unit)) own.set(from, [unit]);
  }
  for (const [seed, list] of own) if (seed < seeds && coverOf(list, seed, generations)) whole[seed] = 1;
  return whole;
}

/** Generations of all seeds that units hold, each lineage as far as it goes without a gap. In time and room of units alone, whatever was asked for. */
export function generationsHeld(units: readonly UnitKey[], seeds: number, generations: number): number {
  const own = new Map<number, UnitKey[]>();
  for (const unit of units) if (!unit.block && !own.get(unit.seeds[0])?.push(unit)) own.set(unit.seeds[0], [unit]);
  const spans = [
    ...units.flatMap(({block, seeds: [from, to], generations: [, last]}) => (block ? [{from, to, last}] : [])),
    ...[...own].map(([seed, list]) => ({from: seed, to: seed, last: chainOf(list, seed).at(-1)?.generations[1] ?? 0})),
  ];
  const within = spans
    .filter(({from}) => from < seeds)
    .map(({from, to, last}) => ({from, end: Math.min(to, seeds - 1) + 1, last: Math.min(generations, last)}));
  return areaUnder(within);
}

interface Span {
  readonly from: number;
  /** The first that is none of it any more. */
  readonly end: number;
  readonly last: number;
}

/** The sum over all places of the highest `last` that covers them: the highest first, each place between two ends taken once. */
function areaUnder(spans: readonly Span[]): number {
  const ends = [...new Set(spans.flatMap(({from, end}) => [from, end]))].sort((a, b) => a - b);
  const places = new Map(ends.map((end, i) => [end, i]));
  // of each place the next that is not taken yet
  const free = Uint32Array.from(ends, (_, i) => i);
  const nextFree = (place: number): number => {
    let found = place;
    while (free[found] !== found) found = free[found] = free[free[found]];
    return found;
  };
  let sum = 0;
  for (const {from, end, last} of [...spans].sort((a, b) => b.last - a.last)) {
    const stop = places.get(end)!;
    for (let place = nextFree(places.get(from)!); place < stop; place = nextFree(place)) {
      sum += last * (ends[place + 1] - ends[place]);
      free[place] = place + 1;
    }
  }
  return sum;
}

/** Of an arm's units those that hold something of a seed; asked for every seed it costs no more than the units once and the blocks. */
export function unitsBySeed(units: readonly UnitKey[]): (seed: number) => readonly UnitKey[] {
  const blocks = units.filter(({block}) => block);
  const own = new Map<number, UnitKey[]>();
  for (const unit of units) if (!unit.block && !own.get(unit.seeds[0])?.push(unit)) own.set(unit.seeds[0], [unit]);
  return (seed) => [...blocks, ...(own.get(seed) ?? [])];
}

/** The units that together hold generations 1..T of a seed, in order; undefined where some are missing. */
export function coverOf(units: readonly UnitKey[], seed: number, generations: number): UnitKey[] | undefined {
  const block = units.find((u) => u.block && u.seeds[0] <= seed && seed <= u.seeds[1] && u.generations[1] >= generations);
  if (block) return [block];
  const chain = chainOf(units, seed);
  return (chain.at(-1)?.generations[1] ?? 0) >= generations ? chain : undefined;
}

/** The last generation of a seed that units hold, with all before it; 0 where there is none. */
export function reachOf(units: readonly UnitKey[], seed: number): number {
  const blocks = units.filter(({block, seeds: [first, last]}) => block && first <= seed && seed <= last);
  return Math.max(chainOf(units, seed).at(-1)?.generations[1] ?? 0, ...blocks.map(({generations}) => generations[1]));
}

/** The units of one lineage that can be gone on from: its generations from 1 on without a gap, as far as they go. In time of units alone. */
export function chainOf(units: readonly UnitKey[], seed: number): UnitKey[] {
  const longest = new Map<number, UnitKey>();
  for (const unit of units) {
    const [from, to] = unit.generations;
    if (unit.block || unit.seeds[0] !== seed || to < from) continue;
    if (to > (longest.get(from)?.generations[1] ?? 0)) longest.set(from, unit);
  }
  const chain: UnitKey[] = [];
  for (let found = longest.get(1); found; found = longest.get(found.generations[1] + 1)) chain.push(found);
  return chain;
}

/** The longest unit of a lineage that begins with generation `from`. */
export function unitFrom(units: readonly UnitKey[], seed: number, from: number): UnitKey | undefined {
  const found = units.filter((u) => !u.block && u.seeds[0] === seed && u.generations[0] === from);
  return found.reduce<UnitKey | undefined>((a, b) => (a && a.generations[1] >= b.generations[1] ? a : b), undefined);
}

/**
 * Units all of whose generations others hold: a block that more generations were computed beside, what one unit stands in place of. A chain
 * that can be gone on from goes where a block of whole lineages reaches as far, since the block was written in its place.
 */
export function surplusUnits(units: readonly UnitKey[]): UnitKey[] {
  const own = unitsBySeed(units.filter(({block}) => !block));
  const seeds = new Set(units.flatMap(({block, seeds: [first]}) => (block ? [] : [first])));
  const chains = new Map([...seeds].map((seed) => [seed, chainOf(own(seed), seed)]));
  const reach = (seed: number) => chains.get(seed)?.at(-1)?.generations[1] ?? 0;
  const covered = new Uint32Array(units.reduce((most, {seeds: [, last]}) => Math.max(most, last + 1), 0));
  const surplus: UnitKey[] = [];
  for (const block of units.filter((unit) => unit.block).sort((a, b) => b.generations[1] - a.generations[1] || lengthOf(b) - lengthOf(a))) {
    const [, last] = block.generations;
    let needed = false;
    for (let seed = block.seeds[0]; seed <= block.seeds[1]; seed++) if (covered[seed] < last && reach(seed) <= last) needed = true;
    if (!needed) surplus.push(block);
    else for (let seed = block.seeds[0]; seed <= block.seeds[1]; seed++) covered[seed] = Math.max(last, covered[seed]);
  }
  for (const [seed, chain] of chains)
    surplus.push(
      ...own(seed).filter((unit) => covered[seed] >= reach(seed) || (!chain.includes(unit) && unit.generations[1] <= reach(seed))),
    );
  return surplus;
}

const lengthOf = ({seeds: [first, last]}: UnitKey): number => last - first;
