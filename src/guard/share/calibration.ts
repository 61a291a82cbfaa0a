/**
 * From a classifier's scores of known texts to what a score of an unknown one says, in the four ways that quantification knows.
 *
 *   counts         (1[s > t] - f0) / (f1 - f0)      f0, f1: share of either side above the threshold t          adjusted counts
 *   probabilities  (p(s) - m0) / (m1 - m0)          m0, m1: mean of p over either side, p = 1 / (1 + e^-(as+b))  adjusted probabilities
 *   em             a s + b                          log of the likelihood ratio, by logistic calibration of s
 *   likelihood     log f_1(s) / f_0(s)              densities: kernels for few scores, equal-mass bins for many
 *
 * shape    scores of either side (n0,), (n1,), optional weights -> four values of a score
 * edge     `counts` and `probabilities` average to the share over any mixture; the other two are maximised over (estimate.ts)
 *          densities carry a uniform part of 1 / (n + 1): no single text can weigh more than the references vouch for
 * source   G. Forman, Data Min. Knowl. Disc. 17, 2008; A. Bella et al., ICDM 2010; M. Saerens et al., Neural Comp. 14, 2002;
 *          A. Moreo et al., 2024 (distributions by kernels)
 * checked  against two normal laws in closed form; `counts` and `probabilities` by their means over known mixtures
 */
import {exp, log, pow, square} from '../../core/math/index.ts';
import {fitPlatt, type Platt} from '../../quality/calibration.ts';

export const WAYS = ['counts', 'probabilities', 'em', 'likelihood'] as const;

export interface Scores {
  readonly scores: Float64Array;
  /** Weight of each in the means; absent, all weigh the same. */
  readonly weights?: Float64Array;
}

/** What is known of the scores, as plain data: it crosses threads. */
export interface Calibration {
  readonly slope: number;
  readonly intercept: number;
  /** f0, f1 - f0; m0, m1 - m0. */
  readonly count: readonly [number, number];
  readonly chance: readonly [number, number];
  readonly density: Kernels | Bins;
}

interface Kernels {
  readonly kind: 'kernels';
  readonly sides: readonly KernelSide[];
}

interface KernelSide {
  readonly scores: Float64Array;
  readonly width: number;
  readonly uniform: number;
}

interface Bins {
  readonly kind: 'bins';
  readonly edges: Float64Array;
  readonly ratio: Float64Array;
}

/** Writes the four values of a score to `into`, in the order of WAYS. */
export function calibratedValues({slope, intercept, count, chance, density}: Calibration, score: number, into: Float64Array): void {
  const logit = slope * score + intercept;
  into[0] = ((logit > 0 ? 1 : 0) - count[0]) / count[1];
  into[1] = (1 / (1 + exp(-logit)) - chance[0]) / chance[1];
  into[2] = logit;
  into[3] =
    density.kind === 'bins'
      ? density.ratio[binOf(density.edges, score)]
      : log(kernelDensity(density.sides[1], score) / kernelDensity(density.sides[0], score));
}

/** Densities by kernels for some hundreds of scores, by bins for thousands. */
export function calibrate(human: Scores, synthetic: Scores, density: 'kernels' | 'bins'): Calibration {
  const {slope, intercept} = rising(human.scores, synthetic.scores);
  const chance = (s: number) => 1 / (1 + exp(-(slope * s + intercept)));
  const above = (s: number) => (slope * s + intercept > 0 ? 1 : 0);
  const count0 = meanOver(human, above);
  const chance0 = meanOver(human, chance);
  return {
    ...{slope, intercept},
    count: [count0, gap(meanOver(synthetic, above) - count0)],
    chance: [chance0, gap(meanOver(synthetic, chance) - chance0)],
    density: density === 'bins' ? binsOf(human.scores, synthetic.scores) : kernelsOf(human.scores, synthetic.scores),
  };
}

/** Chosen: sides that are alike give a large but finite correction, of 50 at most; the validation then rules the estimator out. */
const LEAST_GAP = 0.02;

function gap(difference: number): number {
  return Math.max(difference, LEAST_GAP);
}

function meanOver({scores, weights}: Scores, of: (score: number) => number): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < scores.length; i++) {
    const weight = weights === undefined ? 1 : weights[i];
    sum += weight * of(scores[i]);
    total += weight;
  }
  return sum / total;
}

/** Platt's calibration of the side by its score. A score that ranks the sides the wrong way round says nothing: slope 0. */
function rising(human: Float64Array, synthetic: Float64Array): Platt {
  const scores = new Float64Array(human.length + synthetic.length);
  scores.set(human);
  scores.set(synthetic, human.length);
  const positive = Uint8Array.from(scores, (_, i) => (i < human.length ? 0 : 1));
  const fitted = fitPlatt(scores, positive);
  if (fitted.slope > 0) return fitted;
  const target = (1 / (human.length + 2) + (synthetic.length + 1) / (synthetic.length + 2)) / 2;
  return {slope: 0, intercept: log(target / (1 - target))};
}

function standard(human: Float64Array, synthetic: Float64Array): {centre: number; spread: number} {
  const moments = [human, synthetic].map((scores) => {
    const mean = scores.reduce((sum, s) => sum + s, 0) / scores.length;
    return {mean, variance: scores.reduce((sum, s) => sum + square(s - mean), 0) / scores.length};
  });
  const centre = (moments[0].mean + moments[1].mean) / 2;
  const between = square(moments[1].mean - moments[0].mean) / 4;
  return {centre, spread: Math.sqrt(between + (moments[0].variance + moments[1].variance) / 2) || 1};
}

/** Silverman's rule: .9 min(s, interquartile range / 1.34) n^(-1/5). B. W. Silverman, Density Estimation, 1986, (3.31). */
const SILVERMAN = 0.9;
const QUARTILES_OF_NORMAL = 1.34;
/** Chosen: kernels have a width where scores are all the same, a thousandth of their range. */
const LEAST_WIDTH = 1e-3;
/** Widths beyond which a kernel adds less than 1e-7 of its top. */
const REACH = 6;

/** Gaussian kernels of Silverman's width on each side, with a uniform part. */
function kernelsOf(human: Float64Array, synthetic: Float64Array): Kernels {
  const {spread} = standard(human, synthetic);
  let low = Infinity;
  let high = -Infinity;
  for (const scores of [human, synthetic]) {
    for (const s of scores) {
      if (s < low) low = s;
      if (s > high) high = s;
    }
  }
  const range = high - low + 2 * spread;
  return {kind: 'kernels', sides: [kernelSide(human, range), kernelSide(synthetic, range)]};
}

function kernelSide(scores: Float64Array, range: number): KernelSide {
  const n = scores.length;
  const sorted = scores.slice().sort();
  const mean = scores.reduce((sum, s) => sum + s, 0) / n;
  const deviation = Math.sqrt(scores.reduce((sum, s) => sum + square(s - mean), 0) / Math.max(1, n - 1));
  const quartiles = (sorted[Math.floor(0.75 * (n - 1))] - sorted[Math.floor(0.25 * (n - 1))]) / QUARTILES_OF_NORMAL;
  const width = SILVERMAN * Math.max(Math.min(deviation, quartiles > 0 ? quartiles : deviation), LEAST_WIDTH * range) * pow(n, -0.2);
  return {scores: sorted, width, uniform: 1 / ((n + 1) * range)};
}

function kernelDensity({scores, width, uniform}: KernelSide, score: number): number {
  let sum = 0;
  for (let i = 0; i < scores.length; i++) {
    const z = (score - scores[i]) / width;
    if (z < REACH && z > -REACH) sum += exp(-0.5 * z * z);
  }
  return uniform + sum / ((scores.length + 1) * width * Math.sqrt(2 * Math.PI));
}

/** Chosen: as many bins as the root of the number of scores, within these. */
const FEWEST_BINS = 4;
const MOST_BINS = 40;
/** Of each side in each bin: Jeffreys's prior. */
const PSEUDO = 0.5;

/** Bins of equal mass under the even mixture of both sides, half a pseudo-count of either side in each. */
function binsOf(human: Float64Array, synthetic: Float64Array): Bins {
  const bins = Math.max(FEWEST_BINS, Math.min(MOST_BINS, Math.floor(Math.sqrt(Math.min(human.length, synthetic.length)))));
  const a = human.slice().sort();
  const b = synthetic.slice().sort();
  const edges = new Float64Array(bins - 1);
  for (let i = 1; i < bins; i++) edges[i - 1] = mixtureQuantile(a, b, i / bins);
  const ratio = new Float64Array(bins);
  const count = (scores: Float64Array) => {
    const counts = new Float64Array(bins).fill(PSEUDO);
    for (const s of scores) counts[binOf(edges, s)]++;
    return counts;
  };
  const c0 = count(human);
  const c1 = count(synthetic);
  const n0 = human.length + PSEUDO * bins;
  const n1 = synthetic.length + PSEUDO * bins;
  for (let i = 0; i < bins; i++) ratio[i] = log(c1[i] / n1 / (c0[i] / n0));
  return {kind: 'bins', edges, ratio};
}

/** The score below which a share p of (half a, half b) lies; a, b sorted. */
function mixtureQuantile(a: Float64Array, b: Float64Array, p: number): number {
  let i = 0;
  let j = 0;
  let mass = 0;
  while (i < a.length || j < b.length) {
    const first = j >= b.length || (i < a.length && a[i] <= b[j]);
    mass += 0.5 / (first ? a.length : b.length);
    const value = first ? a[i++] : b[j++];
    if (mass >= p) return value;
  }
  return Math.max(a[a.length - 1], b[b.length - 1]);
}

/** How many edges lie below the score. */
function binOf(edges: Float64Array, score: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle] < score) low = middle + 1;
    else high = middle;
  }
  return low;
}
