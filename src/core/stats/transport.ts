/**
 * Distances between two samples on the line, from their empirical distribution functions F and G.
 *
 *   kolmogorovSmirnov  D = max |F - G|, with its asymptotic p-value: Kolmogorov's law at the effective size nm / (n + m)
 *   wasserstein1       ∫ |F - G| dx
 *   energyDistance     √(2 ∫ (F - G)² dx)
 *
 * The Wasserstein-2 distance is in core/points/wasserstein.ts.
 *
 * shape    x: (n,)  y: (m,)  ->  scalar
 * unit     the samples' own for the Wasserstein distance, its square root for the energy distance
 * domain   n, m >= 1, finite; anything else throws DomainError
 * cost     O((n + m) log(n + m)), copies of x and y
 * source   N. Smirnov, 1939; G. Székely, M. Rizzo, 2013
 * checked  against scipy.stats.ks_2samp(method='asymp'), wasserstein_distance, energy_distance: relative 1e-12
 */
import {DomainError} from '../error.ts';
import {kolmogorovSurvival} from './kolmogorov.ts';

export interface KolmogorovSmirnov {
  readonly statistic: number;
  /** Two-sided: the law of one sample of round(nm / (n + m)) points. Good for n and m of some tens and more. */
  readonly pAsymptotic: number;
}

export function kolmogorovSmirnov(x: Float64Array, y: Float64Array): KolmogorovSmirnov {
  let statistic = 0;
  walk(x, y, 'kolmogorovSmirnov', (gap) => {
    statistic = Math.max(statistic, Math.abs(gap));
  });
  const effective = (Math.max(x.length, y.length) / (x.length + y.length)) * Math.min(x.length, y.length);
  return {statistic, pAsymptotic: kolmogorovSurvival(Math.round(effective), statistic)};
}

export function wasserstein1(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  walk(x, y, 'wasserstein1', (gap, width) => {
    sum += Math.abs(gap) * width;
  });
  return sum;
}

export function energyDistance(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  walk(x, y, 'energyDistance', (gap, width) => {
    sum += gap * gap * width;
  });
  return Math.sqrt(2 * sum);
}

/** Visits each interval between neighbouring points with F - G on it and its width. */
function walk(x: Float64Array, y: Float64Array, where: string, visit: (gap: number, width: number) => void): void {
  const a = sorted(x, where);
  const b = sorted(y, where);
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const at = j >= b.length || (i < a.length && a[i] <= b[j]) ? a[i] : b[j];
    while (i < a.length && a[i] === at) i++;
    while (j < b.length && b[j] === at) j++;
    const next = Math.min(i < a.length ? a[i] : Infinity, j < b.length ? b[j] : Infinity);
    if (next < Infinity) visit(i / a.length - j / b.length, next - at);
  }
}

function sorted(x: Float64Array, where: string): Float64Array {
  if (x.length === 0) throw new DomainError(`${where} wants at least one point on each side, got none`, {where});
  for (let i = 0; i < x.length; i++)
    if (!Number.isFinite(x[i])) throw new DomainError(`${where} wants finite numbers, got ${x[i]} at ${i}`, {where});
  return x.slice().sort();
}
