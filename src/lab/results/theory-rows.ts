/**
 * Laws of regressions on labels that their predecessors wrote. d coefficients, T0 human rows, T rows of every later set.
 *
 *   least squares, one = sigma2 d / (T - d - 1), one0 that of T0     (of the excess risk, whatever the spectrum of x)
 *   replace      one0 + (t - 1) one                       with a mismatch of c^2, from fit 2 on: c^2 + one
 *   accumulate   one sum over i <= t of 1/i^2             with a mismatch: ((t - 1)/t)^2 c^2 + one / t           (x the same)
 *   logistic, to first order in 1/n, tr = the trace of the inverse of the information of a row
 *   replace      tr (1/T0 + (t - 1)/T)                    accumulate  (tr / T) sum over i <= t of 1/i^2
 *
 * shape    an arm -> curves of the excess risk
 * source   M. Gerstgrasser et al., COLM 2024; A. Dey, D. Donoho, arXiv 2410.22812; E. Dohmatob et al., arXiv 2410.04840; algebra
 */
import {exp} from '../../core/math/index.ts';
import {sigmoid} from '../../core/stats/sigmoid.ts';
import type {Estimator} from '../../models/family.ts';
import type {ArmNow} from '../experiment/arm.ts';
import type {DataOptions} from '../experiment/data-schema.ts';
import {curveTo, running, type TheoryCurve} from './theory-curve.ts';

export function rowsTheory({data, sample, workflow}: ArmNow, {kind}: Estimator, generations: number): TheoryCurve[] {
  if (!('rows' in data) || typeof workflow !== 'string' || workflow === 'subsample') return [];
  const rows = typeof sample?.size === 'number' ? sample.size : data.rows;
  const sizes = {first: data.rows, rows, workflow, generations};
  const isSame = data.x !== 'fresh';
  if (kind === 'least squares' && data.world === 'regression') return lineTheory(data, {...sizes, isSame});
  return kind === 'logistic likelihood' && data.world === 'logistic' && (workflow === 'replace' || rows === data.rows)
    ? chanceTheory(data, sizes)
    : [];
}

interface Sizes {
  readonly first: number;
  readonly rows: number;
  readonly workflow: 'replace' | 'accumulate';
  readonly generations: number;
}

type WorldOf<W extends string> = Extract<DataOptions, {world: W}>;

function lineTheory(
  {dimension: d, noise, mismatch}: WorldOf<'regression'>,
  {first, rows, workflow, generations, isSame}: Sizes & {readonly isSame: boolean},
): TheoryCurve[] {
  if (Math.min(first, rows) <= d + 1 || (workflow === 'accumulate' && !isSame)) return [];
  const one = (noise * noise * d) / (rows - d - 1);
  const one0 = (noise * noise * d) / (first - d - 1);
  const curve = curveTo(generations);
  const source = 'Gerstgrasser et al., COLM 2024; algebra agrees';
  if (mismatch !== undefined) {
    const [value, label] =
      workflow === 'replace'
        ? [(t: number) => (t === 1 ? one0 : mismatch + one), 'c^2 + sigma2 d / (T - d - 1)']
        : [(t: number) => ((t - 1) / t) * ((t - 1) / t) * mismatch + one / t, '((t - 1)/t)^2 c^2 + sigma2 d / (t (T - d - 1))'];
    return [curve('excessRisk', 'mean', value, {label, source: 'Dohmatob et al., arXiv 2410.04840; algebra'})];
  }
  if (workflow === 'replace') {
    const label = first === rows ? 'sigma2 d t / (T - d - 1)' : 'sigma2 d (1/(T0 - d - 1) + (t - 1)/(T - d - 1))';
    return [curve('excessRisk', 'mean', (t) => (first === rows ? one * t : one0 + (t - 1) * one), {label, source})];
  }
  const sums = running(generations, 0, (sum, i) => sum + 1 / (i * i));
  return [curve('excessRisk', 'mean', (t) => one * sums[t - 1], {label: 'sigma2 d / (T - d - 1) sum 1/i^2', source})];
}

function chanceTheory({dimension: d, strength}: WorldOf<'logistic'>, {first, rows, workflow, generations}: Sizes): TheoryCurve[] {
  const trace = inverseInformation(d, strength);
  const curve = curveTo(generations);
  const source = 'Dey and Donoho, arXiv 2410.22812; algebra';
  if (workflow === 'replace') {
    const label = 'tr I^-1 (1/T0 + (t - 1)/T), to first order';
    return [curve('excessRisk', 'mean', (t) => trace * (1 / first + (t - 1) / rows), {label, source})];
  }
  const sums = running(generations, 0, (sum, i) => sum + 1 / (i * i));
  return [curve('excessRisk', 'mean', (t) => (trace / rows) * sums[t - 1], {label: '(tr I^-1 / T) sum 1/i^2, to first order', source})];
}

/** tr I^-1 of I = E s'(v) x x', v = strength x_1 once x is turned: 1 / E s'(v) z^2 along the coefficients, 1 / E s'(v) across. */
export function inverseInformation(d: number, strength: number): number {
  let along = 0;
  let across = 0;
  const step = 1 / Math.max(16, 4 * strength);
  for (let z = step / 2; z < 12; z += step) {
    const p = sigmoid(strength * z);
    const weight = (2 * step * p * (1 - p) * exp(-0.5 * z * z)) / Math.sqrt(2 * Math.PI);
    across += weight;
    along += weight * z * z;
  }
  return 1 / along + (d - 1) / across;
}
