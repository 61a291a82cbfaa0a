/**
 * The regularized incomplete gamma and beta functions, and the two laws of tests that rest on them.
 *
 *   P(a, x) = γ(a, x) / Γ(a), Q = 1 - P;   I_x(a, b) = B(x; a, b) / B(a, b)
 *
 * domain   a, b > 0; x >= 0 (gamma), 0 <= x <= 1 (beta); anything else throws DomainError
 * cost     O(√a) terms, MOST_TERMS at most: what has not converged by then throws DomainError
 * source   W. H. Press et al., Numerical Recipes, 3rd edition, 6.2 and 6.4 (series, modified Lentz)
 * checked  against scipy.special.gammaincc and betainc, scipy.stats.t: relative 1e-12, 1e-11 for a >= 50 (the logarithm of the prefactor cancels)
 */

import {DomainError} from '../error.ts';
import {exp, log, log1p} from '../math/index.ts';
import {logGamma, normalCdf} from './special.ts';

const TINY = 1e-300;
const EPSILON = 1e-16;
const MOST_TERMS = 100_000;
/** Relative size of what is left out, above which a sum that was cut off is no value. */
const ENOUGH = 1e-12;

function requireConverged(rest: number, what: string): void {
  if (!(rest <= ENOUGH))
    throw new DomainError(`${what} did not converge in ${MOST_TERMS} terms: a relative ${rest.toPrecision(2)} is left`);
}

/** Q(a, x): the chance that a gamma variate of shape a exceeds x. */
export function gammaRegularizedUpper(a: number, x: number): number {
  checkGamma(a, x);
  if (x === 0) return 1;
  if (x === Infinity) return 0;
  return x < a + 1 ? 1 - gammaSeries(a, x) : gammaFraction(a, x);
}

/** P(a, x): the chance that a gamma variate of shape a is at most x. */
export function gammaRegularizedLower(a: number, x: number): number {
  checkGamma(a, x);
  if (x === 0) return 0;
  if (x === Infinity) return 1;
  return x < a + 1 ? gammaSeries(a, x) : 1 - gammaFraction(a, x);
}

function checkGamma(a: number, x: number): void {
  if (!(a > 0 && a < Infinity && x >= 0)) throw new DomainError(`the incomplete gamma function wants a > 0 and x >= 0, got a ${a}, x ${x}`);
}

function gammaSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < MOST_TERMS && term > sum * EPSILON; n++) {
    term *= x / (a + n);
    sum += term;
  }
  requireConverged(term / sum, `the series of P(${a}, ${x})`);
  return sum * exp(a * log(x) - x - logGamma(a));
}

function gammaFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < MOST_TERMS; n++) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / notZero(an * d + b);
    c = notZero(b + an / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < EPSILON) break;
  }
  requireConverged(Math.abs(d * c - 1), `the continued fraction of Q(${a}, ${x})`);
  return h * exp(a * log(x) - x - logGamma(a));
}

/** I_x(a, b): the chance that a beta variate is at most x. */
export function betaRegularized(a: number, b: number, x: number): number {
  if (!(a > 0 && b > 0 && a < Infinity && b < Infinity && x >= 0 && x <= 1)) {
    throw new DomainError(`betaRegularized wants a, b > 0 and x in 0..1, got a ${a}, b ${b}, x ${x}`);
  }
  if (x === 0 || x === 1) return x;
  const front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(a, b, x)) / a : 1 - (front * betaFraction(b, a, 1 - x)) / b;
}

function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / notZero(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / notZero(1 + even * d);
    c = notZero(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / notZero(1 + odd * d);
    c = notZero(1 + odd / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < EPSILON) break;
  }
  requireConverged(Math.abs(d * c - 1), `the continued fraction of I_${x}(${a}, ${b})`);
  return h;
}

function notZero(x: number): number {
  return Math.abs(x) < TINY ? TINY : x;
}

/** P(χ²_df > x), x >= 0. */
export function chiSquareSurvival(x: number, df: number): number {
  return gammaRegularizedUpper(df / 2, x / 2);
}

/** P(T_df <= t), df > 0; of infinitely many degrees the normal law. */
export function studentCdf(t: number, df: number): number {
  if (!(df > 0) || Number.isNaN(t)) throw new DomainError(`studentCdf wants df > 0 and a number t, got df ${df}, t ${t}`);
  if (df === Infinity) return normalCdf(t);
  const tail = t * t > df ? betaRegularized(df / 2, 0.5, df / (df + t * t)) : 1 - betaRegularized(0.5, df / 2, (t * t) / (df + t * t));
  return t > 0 ? 1 - 0.5 * tail : 0.5 * tail;
}

/** The t with P(T_df <= t) = p, 0 < p < 1: bisection inside a bracket to the last bit, which needs no start. DomainError where t^2 is no number. */
export function studentQuantile(p: number, df: number): number {
  if (!(p > 0 && p < 1 && df > 0)) throw new DomainError(`studentQuantile wants 0 < p < 1 and df > 0, got p ${p}, df ${df}`);
  if (p === 0.5) return 0;
  if (p > 0.5) return -studentQuantile(1 - p, df);
  let high = 0;
  let low = -1;
  while (studentCdf(low, df) > p) {
    high = low;
    low *= 2;
    if (low * low === Infinity)
      throw new DomainError(`the quantile of Student's law at p ${p} of df ${df} is beyond 1e154, too far to be told`);
  }
  return bisected(low, high, (t) => studentCdf(t, df) > p);
}

/** The x with I_x(a, b) = p, 0 < p < 1, a, b > 0: bisection, to the last bit. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p > 0 && p < 1)) throw new DomainError(`betaQuantile wants 0 < p < 1, got ${p}`);
  return bisected(0, 1, (x) => betaRegularized(a, b, x) > p);
}

/** Where a rising function passes: halved until no number lies between, which finite ends always come to (1,100 times from 0 to 1 at most). */
function bisected(low: number, high: number, isAbove: (at: number) => boolean): number {
  for (;;) {
    const middle = 0.5 * (low + high);
    if (middle <= low || middle >= high) return middle;
    if (isAbove(middle)) high = middle;
    else low = middle;
  }
}
