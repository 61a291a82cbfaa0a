import {expect, it} from 'vitest';
import {jackknifeError} from './jackknife.ts';

it('the jackknife of a mean is its standard error', () => {
  const x = [3, 1, 4, 1, 5, 9, 2, 6];
  const mean = (list: number[]) => list.reduce((sum, v) => sum + v, 0) / list.length;
  const without = x.map((_, j) => mean(x.filter((__, i) => i !== j)));
  const sd = Math.sqrt(x.reduce((sum, v) => sum + (v - mean(x)) ** 2, 0) / (x.length - 1));
  expect(
    jackknifeError(
      mean(x),
      without,
      x.map(() => 1),
    ),
  ).toBeCloseTo(sd / Math.sqrt(x.length), 12);
});

it('groups of different sizes give what grouped observations allow', () => {
  const groups = [[1, 2, 3], [4], [2, 2], [8, 9, 10, 11], [5, 5]];
  const all = groups.flat();
  const mean = (list: number[]) => list.reduce((sum, v) => sum + v, 0) / list.length;
  const without = groups.map((_, j) => mean(groups.filter((__, i) => i !== j).flat()));
  const sizes = groups.map((group) => group.length);
  // h_j = n / m_j; pseudo-values of a mean are h_j mean - (h_j - 1) mean without j = the group's own mean
  const own = groups.map(mean);
  const variance = own.reduce((sum, m, j) => sum + (m - mean(all)) ** 2 / (all.length / sizes[j] - 1), 0) / groups.length;
  expect(jackknifeError(mean(all), without, sizes)).toBeCloseTo(Math.sqrt(variance), 12);
});

it('one group, or one that is everything, is refused', () => {
  expect(() => jackknifeError(1, [1], [3])).toThrow(/2 groups/);
  expect(() => jackknifeError(1, [1, 2], [3, 0])).toThrow(/observations/);
});
