/**
 * Bands of types by how frequent they are in a reference. Their names are stable and begin with their lower edge as a number, so that
 * `compareBands` puts them in order without knowing what kind they are.
 *
 *   counts          1, 2-3, 4-7, 8-15, ...          powers of two
 *   probabilities   1e-4 to 3e-4, 3e-4 to 1e-3, ... half-decades; the 3 stands for the square root of 10
 *
 * shape    weights: (K,) -> band of each type: (K,) index into `names`, -1 where the weight is 0; only bands with a type have a name
 */
import {log10, powerOfTwo} from '../math/index.ts';
import {type TypeWeights, totalWeight} from './types.ts';

export interface Bands {
  /** Rare to frequent. */
  readonly names: readonly string[];
  /** (K,) */
  readonly of: Int16Array;
}

/**
 * Ascending by the first number in the name, as a rule the lower edge ('4-7' before '16-31', '5%' before '25%', 'generation 2' before
 * 'generation 10'), then by name; names without a number come last.
 */
export function compareBands(a: string, b: string): number {
  const [from, to] = [firstNumber(a), firstNumber(b)];
  if (from !== to) return from < to ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

const firstNumber = (band: string): number => Number(/(?:^-)?\d*\.?\d+(?:e[-+]?\d+)?/i.exec(band)?.[0] ?? Number.POSITIVE_INFINITY);

/** By count: floor(log2 count). counts: whole numbers. */
export function countBands(counts: TypeWeights): Bands {
  return bandsBy(
    counts,
    (count) => 31 - Math.clz32(count),
    (k) => (k === 0 ? '1' : `${powerOfTwo(k)}-${powerOfTwo(k + 1) - 1}`),
  );
}

/** By probability weights / sum: half-decades, the lower edge belongs to the band. */
export function probabilityBands(weights: TypeWeights): Bands {
  const total = totalWeight(weights);
  return bandsBy(
    weights,
    (weight) => halfDecade(weight / total),
    (k) => `${edgeName(k)} to ${edgeName(k + 1)}`,
  );
}

function bandsBy(weights: TypeWeights, key: (weight: number) => number, name: (key: number) => string): Bands {
  const keys = new Map<number, number>();
  for (let i = 0; i < weights.length; i++) if (weights[i] > 0) keys.set(key(weights[i]), 0);
  const sorted = [...keys.keys()].sort((a, b) => a - b);
  sorted.forEach((k, index) => {
    keys.set(k, index);
  });
  const of = new Int16Array(weights.length).fill(-1);
  for (let i = 0; i < weights.length; i++) if (weights[i] > 0) of[i] = keys.get(key(weights[i]))!;
  return {names: sorted.map(name), of};
}

/** k with 10^(k/2) <= p < 10^((k+1)/2), the edges as the language rounds them. */
function halfDecade(p: number): number {
  let k = Math.floor(2 * log10(p));
  if (p >= edge(k + 1)) k++;
  else if (p < edge(k)) k--;
  return k;
}

/** Decimal literals, not powers: the same numbers on every engine. */
function edge(k: number): number {
  const decade = Math.floor(k / 2);
  return Number(k % 2 === 0 ? `1e${decade}` : `3.1622776601683795e${decade}`);
}

function edgeName(k: number): string {
  return `${k % 2 === 0 ? 1 : 3}e${Math.floor(k / 2)}`;
}
