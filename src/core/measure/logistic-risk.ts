/**
 * What a logistic regression loses on new rows of Gaussian x, exact but for quadrature: by the lengths of its coefficients and the true ones
 * in the covariance S of x, and what they share.
 *
 *   u = x b ~ N(0, b'Sb),  v = x b0 ~ N(0, b0'Sb0),  cov(u, v) = b'Sb0
 *   excess log-loss     E KL(s(v) || s(u)) = E log(1 + e^u) - b'Sb0 E s'(v) - [the same of b0]       s(u) = 1 / (1 + e^-u)
 *   calibration error   E |s(u) - E[s(v) | u]|
 *
 * shape    three numbers -> scalar
 * unit     nats a row; a share, 0 to 1/2
 * domain   lengths finite and at least 0
 * edge     0 where b = b0; of b = 0 the calibration error is 0, since half of all labels are 1
 * cost     4,000 and 26,000 exponentials
 * source   Stein's lemma for E[s(v) u]; expected calibration error: M. Naeini et al., AAAI 2015
 * checked  against scipy.integrate.quad and dblquad
 */
import {exp, log1p} from '../math/index.ts';
import {sigmoid} from '../stats/sigmoid.ts';

/** Of coefficients b and b0, by the covariance S of x. */
export interface LogisticLengths {
  /** b'Sb */
  readonly fitted: number;
  /** b0'Sb0 */
  readonly truth: number;
  /** b'Sb0 */
  readonly shared: number;
}

export function excessLogLoss({fitted, truth, shared}: LogisticLengths): number {
  const slope = 2 * halfMean((u) => sigmoid(u) * (1 - sigmoid(u)), Math.sqrt(truth));
  const own = softplusMean(Math.sqrt(fitted)) - shared * slope;
  return Math.max(0, own - (softplusMean(Math.sqrt(truth)) - truth * slope));
}

export function calibrationError({fitted, truth, shared}: LogisticLengths): number {
  const sd = Math.sqrt(fitted);
  if (sd === 0) return 0;
  const left = Math.sqrt(Math.max(0, truth - (shared * shared) / fitted));
  const slope = shared / fitted;
  return 2 * halfMean((u) => Math.abs(sigmoid(u) - sigmoidMean(slope * u, left)), sd, 200);
}

/** E log(1 + e^u), u ~ N(0, sd^2): the part above 0 in closed form, the rest is even. */
function softplusMean(sd: number): number {
  return sd / Math.sqrt(2 * Math.PI) + 2 * halfMean((u) => log1p(exp(-u)), sd);
}

const WIDEST = 12;
/** Beyond it an even function of the logistic is 0, or as its limit. */
const FARTHEST = 40;

/** int over u > 0 of f(u) N(u; 0, sd^2), by Simpson's rule. Of sd 0 all of it lies at 0. */
function halfMean(f: (u: number) => number, sd: number, intervals = 2000): number {
  if (sd === 0) return f(0) / 2;
  const h = Math.min(FARTHEST, WIDEST * sd) / intervals;
  let sum = 0;
  for (let k = 0; k <= intervals; k++) {
    const u = k * h;
    const weight = k === 0 || k === intervals ? 1 : k % 2 === 1 ? 4 : 2;
    sum += weight * f(u) * exp(-0.5 * (u / sd) * (u / sd));
  }
  return (sum * h) / 3 / (sd * Math.sqrt(2 * Math.PI));
}

/** E s(m + sd z), z ~ N(0, 1), by the trapezoid rule. */
function sigmoidMean(m: number, sd: number): number {
  if (sd === 0) return sigmoid(m);
  let sum = 0;
  for (let k = -64; k <= 64; k++) sum += sigmoid(m + (sd * k) / 8) * exp(-0.5 * (k / 8) * (k / 8));
  return sum / 8 / Math.sqrt(2 * Math.PI);
}
