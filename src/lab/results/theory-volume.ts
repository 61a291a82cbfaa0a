/**
 * Laws of a Gaussian under replace beside those of its variance: of its determinant in d dimensions, and of its distance in one.
 *
 *   g_i = (n - i) / n by maximum likelihood, (n - i) / (n - 1) unbiased; lambda the bias of sampling
 *   E det_t      = det S lambda^(d (t - 1)) (g_1 ... g_d)^t
 *   E log det_t  = log det S + d (t - 1) log lambda + t sum over i <= d of (digamma((n - i) / 2) + log(2 / n)), 2 / (n - 1) unbiased
 *   E W2^2       = E (mean_t - m)^2 + E v_t + s2 - 2 s2 lambda^((t - 1) / 2) c^t,   c = E chi_(n-1) / sqrt n, or / sqrt(n - 1): c4
 *
 * W2^2 is s2 (t/n + 2 (1 - c4^t)) of unbiased fits, (3/2) s2 t/n to first order.
 *
 * source   a Wishart matrix's determinant is a product of chi-squares: T. W. Anderson, 2003, 7.5.3; Kazdan et al., ICML 2025;
 *          Shumailov et al., Nature 631, 2024
 */
import {exp, log} from '../../core/math/index.ts';
import {digamma, logGamma} from '../../core/stats/index.ts';
import {semidefiniteCholesky} from '../../models/covariance.ts';
import type {Estimator} from '../../models/family.ts';
import {curveTo, type TheoryCurve} from './theory-curve.ts';

type Moments = Extract<Estimator, {kind: 'moments'}>;

/** log det S, S positive definite: (d * d,) */
export function volumeOf(covariance: Float64Array): number {
  const d = Math.round(Math.sqrt(covariance.length));
  const {lower} = semidefiniteCholesky(covariance, d);
  let sum = 0;
  for (let j = 0; j < d; j++) sum += 2 * log(lower[j * d + j]);
  return sum;
}

interface VolumeSetting {
  readonly n: number;
  readonly dimension: number;
  readonly generations: number;
  /** log det of the truth. */
  readonly volume: number;
}

export function volumeTheory({variance, bias}: Moments, {n, dimension: d, generations, volume}: VolumeSetting): TheoryCurve[] {
  if (variance === 'known' || n <= d) return [];
  const divisor = variance === 'ml' ? n : n - 1;
  let factor = 0;
  let step = 0;
  for (let i = 1; i <= d; i++) {
    factor += log((n - i) / divisor);
    step += digamma((n - i) / 2) + log(2 / divisor);
  }
  const start = (t: number) => volume + d * (t - 1) * log(bias);
  const source = 'a product of chi-square variables: Anderson, 2003; Kazdan et al., ICML 2025';
  const curve = curveTo(generations);
  const label = `det S ${variance === 'ml' ? 'prod (1 - i/n)^t' : 'prod ((n - i)/(n - 1))^t'}`;
  const logs = 'log det S + t sum (digamma((n - i)/2) + ...)';
  const expected = curve('determinant', 'mean', (t) => exp(start(t) + t * factor), {label, source});
  const geometric = curve('determinant', 'geometricMean', (t) => exp(start(t) + t * step), {label: `exp(${logs})`, source});
  return [
    // what is too small for a double is no point of a logarithmic scale
    ...[expected, geometric].map((one) => ({...one, points: one.points.filter(({value}) => value > 0)})),
    curve('logDeterminant', 'mean', (t) => start(t) + t * step, {label: logs, source}),
  ];
}

/** In one dimension; `curves`: those of the variance and of the squared error of the mean. */
export function transportTheory(
  {variance, bias}: Moments,
  {n, s2, generations}: {readonly n: number; readonly s2: number; readonly generations: number},
  curves: readonly TheoryCurve[],
): TheoryCurve[] {
  const pointsOf = (measure: string) => curves.find((one) => one.measure === measure && one.statistic === 'mean')?.points;
  const errors = pointsOf('meanSquaredError');
  const variances = pointsOf('variance');
  const isKnown = variance === 'known';
  if (!errors || (!isKnown && (!variances || n < 2))) return [];
  const chi = Math.LN2 / 2 + logGamma(n / 2) - logGamma((n - 1) / 2);
  const c = isKnown ? 0 : chi - log(variance === 'ml' ? n : n - 1) / 2;
  const spread = (t: number) => (isKnown ? 0 : variances![t - 1].value + s2 - 2 * s2 * exp(t * c + ((t - 1) / 2) * log(bias)));
  const label = isKnown ? 's2 t/n' : 'E (mean - m)^2 + E v + s2 - 2 s2 c^t';
  const source = 'Shumailov et al., Nature 631, 2024; algebra';
  return [curveTo(generations)('wasserstein2.square', 'mean', (t) => errors[t - 1].value + spread(t), {label, source})];
}
