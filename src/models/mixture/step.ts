/**
 * One step of expectation maximisation for a mixture of Gaussians: expectation and the sums of maximisation in one pass.
 *
 *   q_ik = log w_k + log N(x_i; m_k, C_k)      l_i = log sum_k e^q_ik      r_ik = e^(q_ik - l_i)
 *   sums: N_k = sum_i r_ik,  A_k = sum_i r_ik (x_i - m_k),  B_k = sum_i r_ik (x_i - m_k)(x_i - m_k)'
 *
 * shape    values: (n, d), packed: (K, d + d (d + 1) / 2 + 1), sums: (K, 1 + d + d (d + 1) / 2)  ->  sum_i l_i, nats
 * domain   finite values; every component has a density
 * edge     deviations are taken from the means before the step, so that B - A A'/N does not cancel when components settle.
 *          e^t is taken as 0 for t < -45 below the largest q of the record: 3e-20 of its weight, less than float64 resolves
 * cost     n K (d^2 / 2 + d) multiply-adds, one exp for each responsibility above 3e-20
 * checked  against responsibilities held whole, and against scikit-learn's GaussianMixture from a given start
 */

import {log} from '../../core/math/index.ts';
import {expByTable} from './exponential.ts';

export interface MixturePass {
  readonly values: Float64Array;
  readonly n: number;
  readonly d: number;
  readonly K: number;
  /** For each component: mean (d), inverse Cholesky factor by rows (d (d + 1) / 2), and log w - log |L| - d/2 log 2 pi. */
  readonly packed: Float64Array;
  /** For each component: N (1), A (d), B by rows (d (d + 1) / 2). Written. */
  readonly sums: Float64Array;
  /** A record's weight; 1 where absent. (n,) */
  readonly weights?: Float64Array;
}

export type MixtureStep = (pass: MixturePass) => number;

const NEGLIGIBLE = -45;

/** Writes `sums` and returns the (weighted) sum of log-likelihoods. */
export function mixtureStepOf(d: number): MixtureStep {
  return d === 2 ? stepPlane : stepSpace;
}

/** Records taken at a time, so that a component's numbers stay in registers while it passes over them. */
const BLOCK = 128;

/** What one block of the plane's step works on. q: (K, BLOCK); the rest: (BLOCK,) */
interface Block {
  from: number;
  length: number;
  readonly q: Float64Array;
  readonly most: Float64Array;
  readonly scale: Float64Array;
}

/** d = 2, unrolled, component by component over blocks of records. */
export function stepPlane(pass: MixturePass): number {
  const {n, K, sums} = pass;
  const block: Block = {from: 0, length: 0, q: new Float64Array(K * BLOCK), most: new Float64Array(BLOCK), scale: new Float64Array(BLOCK)};
  sums.fill(0);
  let total = 0;
  for (let from = 0; from < n; from += BLOCK) {
    block.from = from;
    block.length = Math.min(BLOCK, n - from);
    block.most.fill(-Infinity);
    for (let k = 0; k < K; k++) logsOfPlane(pass, block, k);
    total += normalise(pass, block);
    for (let k = 0; k < K; k++) sumsOfPlane(pass, block, k);
  }
  return total;
}

function logsOfPlane({values, packed}: MixturePass, {from, length, q, most}: Block, k: number): void {
  const mx = packed[6 * k];
  const my = packed[6 * k + 1];
  const uu = packed[6 * k + 2];
  const vu = packed[6 * k + 3];
  const vv = packed[6 * k + 4];
  const constant = packed[6 * k + 5];
  for (let b = 0, at = k * BLOCK, i = 2 * from; b < length; b++, at++, i += 2) {
    const dx = values[i] - mx;
    const u = uu * dx;
    const v = vu * dx + vv * (values[i + 1] - my);
    const log = constant - 0.5 * (u * u + v * v);
    q[at] = log;
    if (log > most[b]) most[b] = log;
  }
}

/** q -> e^(q - most), negligible ones to 0; scale -> weight / sum; returns the weighted sum of log-likelihoods. */
function normalise({K, weights}: MixturePass, {from, length, q, most, scale}: Block): number {
  scale.fill(0);
  for (let k = 0; k < K; k++) {
    for (let b = 0, at = k * BLOCK; b < length; b++, at++) {
      const t = q[at] - most[b];
      if (t > NEGLIGIBLE) {
        const e = expByTable(t);
        q[at] = e;
        scale[b] += e;
      } else q[at] = 0;
    }
  }
  let total = 0;
  for (let b = 0; b < length; b++) {
    const weight = weights === undefined ? 1 : weights[from + b];
    total += weight * (most[b] + log(scale[b]));
    scale[b] = weight / scale[b];
  }
  return total;
}

function sumsOfPlane({values, packed, sums}: MixturePass, {from, length, q, scale}: Block, k: number): void {
  const mx = packed[6 * k];
  const my = packed[6 * k + 1];
  let mass = 0;
  let ax = 0;
  let ay = 0;
  let bxx = 0;
  let bxy = 0;
  let byy = 0;
  for (let b = 0, at = k * BLOCK, i = 2 * from; b < length; b++, at++, i += 2) {
    const e = q[at];
    if (e === 0) continue;
    const r = e * scale[b];
    const dx = values[i] - mx;
    const dy = values[i + 1] - my;
    const rx = r * dx;
    const ry = r * dy;
    mass += r;
    ax += rx;
    ay += ry;
    bxx += rx * dx;
    bxy += rx * dy;
    byy += ry * dy;
  }
  sums[6 * k] += mass;
  sums[6 * k + 1] += ax;
  sums[6 * k + 2] += ay;
  sums[6 * k + 3] += bxx;
  sums[6 * k + 4] += bxy;
  sums[6 * k + 5] += byy;
}

/** Any d. */
export function stepSpace({values, n, d, K, packed, sums, weights}: MixturePass): number {
  const q = new Float64Array(K);
  const away = new Float64Array(d);
  const stride = 1 + d + (d * (d + 1)) / 2;
  sums.fill(0);
  let total = 0;
  for (let i = 0; i < n; i++) {
    let most = -Infinity;
    for (let k = 0; k < K; k++) {
      q[k] = logWeighted(values, i * d, packed, k * stride, away);
      if (q[k] > most) most = q[k];
    }
    const sum = exponentials(q, most, K);
    const weight = weights === undefined ? 1 : weights[i];
    total += weight * (most + log(sum));
    for (let k = 0; k < K; k++) if (q[k] !== 0) addRecord(values, i * d, packed, sums, {at: k * stride, r: (q[k] * weight) / sum, away});
  }
  return total;
}

/** q -> e^(q - most), negligible ones to 0; returns their sum. */
function exponentials(q: Float64Array, most: number, K: number): number {
  let sum = 0;
  for (let k = 0; k < K; k++) {
    const t = q[k] - most;
    const e = t > NEGLIGIBLE ? expByTable(t) : 0;
    q[k] = e;
    sum += e;
  }
  return sum;
}

function logWeighted(values: Float64Array, from: number, packed: Float64Array, at: number, away: Float64Array): number {
  const d = away.length;
  for (let j = 0; j < d; j++) away[j] = values[from + j] - packed[at + j];
  let square = 0;
  let w = at + d;
  for (let i = 0; i < d; i++) {
    let sum = 0;
    for (let j = 0; j <= i; j++) sum += packed[w++] * away[j];
    square += sum * sum;
  }
  return packed[w] - 0.5 * square;
}

function addRecord(
  values: Float64Array,
  from: number,
  packed: Float64Array,
  sums: Float64Array,
  {at, r, away}: {at: number; r: number; away: Float64Array},
): void {
  const d = away.length;
  sums[at] += r;
  let s = at + 1 + d;
  for (let i = 0; i < d; i++) {
    away[i] = values[from + i] - packed[at + i];
    const ri = r * away[i];
    sums[at + 1 + i] += ri;
    for (let j = 0; j <= i; j++) sums[s++] += ri * away[j];
  }
}

/** Log-density of each record, nats. (n,) */
export function logDensities({values, n, d, K, packed}: MixturePass): Float64Array {
  const q = new Float64Array(K);
  const away = new Float64Array(d);
  const stride = 1 + d + (d * (d + 1)) / 2;
  const density = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let most = -Infinity;
    for (let k = 0; k < K; k++) {
      q[k] = logWeighted(values, i * d, packed, k * stride, away);
      if (q[k] > most) most = q[k];
    }
    density[i] = most + log(exponentials(q, most, K));
  }
  return density;
}
