/**
 * Laws of fits to points: the expected variance (its trace) and mean square of the mean, over generations.
 *
 *   F_t  variance of fit t; what fit t draws has variance D_t (D_0: the truth's)
 *   replace      E |mean_t|^2 = |m|^2 + (D_0 + ... + D_(t-1)) / n
 *   accumulate   E |mean_t|^2 = |m|^2 + sum over i <= t of D_(i-1) / (n i^2)
 *   subsample    E |mean_t|^2 = |m|^2 + s2 - F_t                             (maximum likelihood)
 *
 * shape    an arm -> curves of T points, none where no law is known
 * source   algebra; Shumailov et al., Nature 631, 2024; Gerstgrasser et al., COLM 2024; He, Xu and Cheng 2025 for weights
 */
import {exp, log} from '../../core/math/index.ts';
import {digamma} from '../../core/stats/index.ts';
import type {Estimator} from '../../models/family.ts';
import type {ArmNow} from '../experiment/arm.ts';
import {makeWorld} from '../world/index.ts';
import {running, type TheoryCurve} from './theory-curve.ts';
import {MOST_SUBSAMPLED, subsampleLaw} from './theory-pool.ts';
import {transportTheory, volumeOf, volumeTheory} from './theory-volume.ts';

const ALGEBRA = 'algebra';
const KNOWN = 'Gerstgrasser et al., COLM 2024; algebra';

interface Setting {
  readonly n: number;
  /** Trace of the true covariance, and squared length of the true mean. */
  readonly s2: number;
  readonly m2: number;
  readonly dimension: number;
  readonly generations: number;
}

interface Law {
  /** F_t, t = 1 to T; undefined where it is known and not worth a picture. */
  readonly variance?: {readonly values: ArrayLike<number>; readonly label: string};
  /** D_t, t = 0 to T - 1. */
  readonly drawn?: ArrayLike<number>;
  readonly source?: string;
}

type Kernels = Extract<Estimator, {kind: 'kernels'}>;

/** Of Gaussians and kernel density estimates, on a world of points. */
export function pointsTheory(
  arm: ArmNow,
  estimator: Extract<Estimator, {kind: 'moments' | 'kernels'}>,
  generations: number,
): TheoryCurve[] {
  const {sample, workflow} = arm;
  const truth = makeWorld(arm.data as Parameters<typeof makeWorld>[0]).truth;
  if (!('covariance' in truth) || !truth.covariance || !truth.mean || typeof sample?.size !== 'number') return [];
  if (arm.enrichment || arm.weights || sample.first !== undefined) return [];
  const dimension = truth.mean.length;
  let s2 = 0;
  for (let j = 0; j < dimension; j++) s2 += truth.covariance[j * dimension + j];
  const setting = {n: sample.size, s2, m2: truth.mean.reduce((sum, x) => sum + x * x, 0), dimension, generations};
  if (typeof workflow !== 'string') return [];
  if (estimator.kind === 'kernels') return curvesOf(workflow, kdeLaw(workflow, estimator, setting), setting);
  const {variance, bias} = estimator;
  const law = gaussianLaw(workflow, {kind: variance, bias}, setting);
  const curves = curvesOf(workflow, law, setting);
  if (workflow !== 'replace') return curves;
  const volume = volumeTheory(estimator, {...setting, volume: volumeOf(truth.covariance)});
  if (dimension > 1) return [...curves, ...volume];
  return [...curves, ...geometricCurve(estimator, setting), ...volume, ...transportTheory(estimator, setting, curves)];
}

function gaussianLaw(workflow: string, {kind, bias}: {kind: string; bias: number}, {n, s2, generations}: Setting): Law {
  const shrinks = kind === 'ml' ? 1 - 1 / n : 1;
  if (kind === 'known') return bias === 1 ? {drawn: new Float64Array(generations).fill(s2), source: KNOWN} : {};
  if (workflow === 'replace') {
    const values = running(generations, s2 / bias, (v) => v * bias * shrinks);
    const label = kind === 'ml' ? 's2 (1 - 1/n)^t' : 's2, for ever';
    return {variance: {values, label}, drawn: [s2, ...values.map((v) => v * bias)]};
  }
  if (kind !== 'ml' || bias !== 1) return {};
  if (workflow === 'accumulate') {
    const values = running(generations, s2, (v, i) => v * (1 - 1 / (n * i * i)));
    return {
      variance: {values, label: 's2 prod (1 - 1/(n i^2))'},
      drawn: [s2, ...values],
      source: 'algebra; the limit is s2 sin(pi/sqrt n)/(pi/sqrt n)',
    };
  }
  if (generations > MOST_SUBSAMPLED || n < 2) return {};
  return {variance: {values: subsampleLaw(n, generations).map((h) => h * s2), label: 's2 H_t, by recursion over pairs'}};
}

/** `n h^2` bounds the first; the second grows as h^2 ln t. The fit's variance is that of its records and h^2 in each coordinate. */
function kdeLaw(workflow: string, {bandwidth, isScaled = false}: Kernels, {n, s2, dimension, generations}: Setting): Law {
  const isFixed = typeof bandwidth === 'number';
  /** What the kernels add to the variance of their records. */
  const added = (variance: number, records: number) => {
    const h = isFixed ? bandwidth : bandwidth(records, dimension);
    return (isScaled ? variance : dimension) * h * h;
  };
  const blurred = (variance: number, records: number) => variance + added(variance, records);
  if (workflow === 'replace') {
    const values = running(generations, s2, (v) => blurred((1 - 1 / n) * v, n));
    const label = isFixed
      ? 'V_t = (1 - 1/n) V_(t-1) + h^2, to n h^2'
      : isScaled
        ? 's2 ((1 - 1/n)(1 + f^2))^t'
        : 'V_t = (1 - 1/n) V_(t-1) + d f^2';
    return {variance: {values, label}, drawn: [s2, ...values]};
  }
  if (workflow !== 'accumulate') return {};
  const pool = running(
    generations,
    s2,
    (p, i) => p * (1 - 1 / (n * i * i)) + (i === 1 ? 0 : (added(p, n * (i - 1)) * (i - 1 / n)) / (i * i)),
  );
  const values = pool.map((p, i) => blurred(p, n * (i + 1)));
  const label = isFixed ? 'that of the pool and h^2, about h^2 ln t' : 'that of the pool, blurred by the rule';
  return {variance: {values, label}, drawn: [s2, ...values]};
}

function curvesOf(workflow: string, {variance, drawn, source = ALGEBRA}: Law, {n, s2, m2, generations}: Setting): TheoryCurve[] {
  const curves: TheoryCurve[] = [];
  const pointsFrom = (values: ArrayLike<number>) => Array.from({length: generations}, (_, i) => ({generation: i + 1, value: values[i]}));
  if (variance) curves.push({measure: 'variance', statistic: 'mean', label: variance.label, source, points: pointsFrom(variance.values)});
  const square = (values: ArrayLike<number>, label: string) => {
    const errors = Array.from(values, (value) => value - m2);
    curves.push(
      {measure: 'mean', statistic: 'meanSquare', label: m2 > 0 ? `m^2 + ${label}` : label, source: KNOWN, points: pointsFrom(values)},
      {measure: 'meanSquaredError', statistic: 'mean', label, source: KNOWN, points: pointsFrom(errors)},
    );
  };
  if (workflow === 'replace' && drawn)
    square(
      running(generations, m2, (sum, i) => sum + drawn[i - 1] / n),
      'sum of what each fit draws from, over n',
    );
  if (workflow === 'accumulate' && drawn)
    square(
      running(generations, m2, (sum, i) => sum + drawn[i - 1] / (n * i * i)),
      'sum of what each fit draws from, over n i^2',
    );
  if (workflow === 'subsample' && variance)
    square(
      Array.from(variance.values, (v) => m2 + s2 - v),
      's2 - expected variance',
    );
  return curves;
}

/** In one dimension each fit's variance is a chi-square times the last: its expected logarithm is exact. */
function geometricCurve({variance, bias}: {variance: string; bias: number}, {n, s2, generations}: Setting): TheoryCurve[] {
  if (variance === 'known' || n < 2) return [];
  const step = digamma((n - 1) / 2) + log(2 / (variance === 'ml' ? n : n - 1));
  const values = running(generations, s2 / bias, (v) => v * exp(step) * bias);
  return [
    {
      measure: 'variance',
      statistic: 'geometricMean',
      label: 'exp(E log s2), log s2 + t (digamma((n-1)/2) + ...)',
      source: 'algebra: a product of chi-square variables',
      points: Array.from(values, (value, i) => ({generation: i + 1, value})),
    },
  ];
}
