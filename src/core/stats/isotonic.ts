/**
 * The nearest sequence (least squares) that never falls, and the nearest that turns once.
 *
 *   pool adjacent violators: neighbours that fall are replaced by their mean until none falls
 *   unimodal: rises up to an index and falls after it; of all indices the one with the least squared distance
 *
 * shape    x: (n,)  ->  (n,)
 * domain   finite numbers, n >= 1
 * cost     O(n); unimodal O(n^2)
 * source   R. Barlow et al., Statistical Inference under Order Restrictions, 1972
 * checked  against the definition: every cut into blocks of equal values, n <= 6
 */
import {square} from '../math/index.ts';

export function isotonic(values: ArrayLike<number>): number[] {
  const blocks: {sum: number; count: number}[] = [];
  for (let i = 0; i < values.length; i++) {
    blocks.push({sum: values[i], count: 1});
    while (blocks.length > 1 && mean(blocks[blocks.length - 2]) > mean(blocks[blocks.length - 1])) {
      const top = blocks.pop()!;
      blocks[blocks.length - 1].sum += top.sum;
      blocks[blocks.length - 1].count += top.count;
    }
  }
  return blocks.flatMap((block) => new Array<number>(block.count).fill(mean(block)));
}

export function antitonic(values: ArrayLike<number>): number[] {
  return isotonic(Array.from(values).reverse()).reverse();
}

/** Rises, then falls. `turn` is the index of the greatest value, the first of equals. */
export function unimodal(values: ArrayLike<number>): {readonly fitted: number[]; readonly turn: number} {
  const all = Array.from(values);
  let best: {fitted: number[]; distance: number} | undefined;
  for (let split = 0; split < all.length; split++) {
    const fitted = [...isotonic(all.slice(0, split)), ...antitonic(all.slice(split))];
    const distance = sumOfSquaredDifferences(fitted, all);
    if (best === undefined || distance < best.distance) best = {fitted, distance};
  }
  return {fitted: best!.fitted, turn: best!.fitted.indexOf(Math.max(...best!.fitted))};
}

export function sumOfSquaredDifferences(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += square(a[i] - b[i]);
  return sum;
}

const mean = ({sum, count}: {sum: number; count: number}): number => sum / count;
