/**
 * Kolmogorov's law: the chance that the distribution function of n draws strays d or more from its own law.
 *
 * shape    n: integer >= 1, d in [0, 1]  ->  P(D_n >= d)
 * domain   anything else throws DomainError
 * edge     n <= 500: exact, by a power of a matrix of 2⌈nd⌉ - 1 rows; n d² > 18: 2 exp(-2 n d²), below 1e-15;
 *          n > 500: the limit law at d (√n + 0.12 + 0.11/√n), absolute error below 1e-3
 * cost     O((nd)³ log n)
 * source   G. Marsaglia, W. W. Tsang, J. Wang, J. Stat. Software 8(18), 2003; M. Stephens, JRSS B 32, 1970 (the correction)
 * checked  against scipy.stats.ks_2samp(method='asymp'): relative 1e-11; n = 1 in closed form
 */

import {DomainError} from '../error.ts';
import {exp, pow, powerOfTen} from '../math/index.ts';
import {matrixProduct} from './linear/product.ts';

export function kolmogorovSurvival(n: number, d: number): number {
  if (!(n >= 1 && Number.isInteger(n) && d >= 0 && d <= 1))
    throw new DomainError(`Kolmogorov's law wants n >= 1 and d in 0..1, got n ${n}, d ${d}`);
  if (d === 0) return 1;
  if (d === 1) return 0;
  if (n * d * d > 18) return 2 * exp(-2 * n * d * d);
  if (n > 500) return limit(d * (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)));
  return Math.min(1, Math.max(0, 1 - exact(n, d)));
}

function limit(lambda: number): number {
  if (lambda < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k++) sum += (k % 2 === 1 ? 2 : -2) * exp(-2 * k * k * lambda * lambda);
  return Math.min(1, Math.max(0, sum));
}

function exact(n: number, d: number): number {
  const k = Math.floor(n * d) + 1;
  const m = 2 * k - 1;
  const power = {values: new Float64Array(m * m), exponent: 0};
  for (let i = 0; i < m; i++) power.values[i * m + i] = 1;
  const base = {values: stepMatrix(m, k - n * d), exponent: 0};
  for (let bits = n; bits > 0; bits >>>= 1) {
    if (bits & 1) multiply(power, base, m, k);
    if (bits > 1) multiply(base, base, m, k);
  }
  let chance = power.values[(k - 1) * m + k - 1];
  let exponent = power.exponent;
  for (let i = 1; i <= n; i++) {
    chance *= i / n;
    if (chance < 1e-140) {
      chance *= 1e140;
      exponent -= 140;
    }
  }
  return chance * powerOfTen(exponent);
}

interface Scaled {
  values: Float64Array;
  exponent: number;
}

/** into = into * by, kept in range by a common power of ten. */
function multiply(into: Scaled, by: Scaled, m: number, k: number): void {
  into.values = matrixProduct(into.values, by.values, {rows: m, inner: m, columns: m});
  into.exponent += by.exponent;
  if (into.values[(k - 1) * m + k - 1] > 1e140) {
    for (let i = 0; i < into.values.length; i++) into.values[i] *= 1e-140;
    into.exponent += 140;
  }
}

function stepMatrix(m: number, h: number): Float64Array {
  const a = new Float64Array(m * m);
  for (let i = 0; i < m; i++) for (let j = 0; j < m && j <= i + 1; j++) a[i * m + j] = 1;
  for (let i = 0; i < m; i++) {
    a[i * m] -= pow(h, i + 1);
    a[(m - 1) * m + i] -= pow(h, m - i);
  }
  a[(m - 1) * m] += 2 * h > 1 ? pow(2 * h - 1, m) : 0;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j <= i; j++) for (let g = 2; g <= i - j + 1; g++) a[i * m + j] /= g;
  }
  return a;
}
