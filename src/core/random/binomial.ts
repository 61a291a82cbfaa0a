/**
 * The binomial law.
 *
 *   n min(p, 1-p) < 10: inversion, walking up from 0;  else BTRS: transformed rejection with squeeze
 *
 * law      P(k) = C(n, k) p^k (1-p)^(n-k), k = 0..n
 * domain   n integer in 0..2^53 - 1, 0 <= p <= 1; anything else throws DomainError
 * edge     p = 0 gives 0, p = 1 gives n, without touching the stream
 * cost     O(1) expected for large n p; O(n p) < 10 steps otherwise
 * source   W. Hörmann, J. Stat. Computation and Simulation 46, 1993 (algorithm BTRS)
 * checked  against the law by chi-square on both sides of the switch and for p above 1/2
 */

import {DomainError} from '../error.ts';
import {exp, log, log1p} from '../math/index.ts';
import type {Stream} from './stream.ts';

export function binomial(stream: Stream, n: number, p: number): number {
  if (!(Number.isSafeInteger(n) && n >= 0 && p >= 0 && p <= 1)) {
    throw new DomainError(`a binomial law wants an integer n >= 0 and p in 0..1, got n ${n}, p ${p}`);
  }
  if (n === 0 || p === 0) return 0;
  if (p === 1) return n;
  if (p > 0.5) return n - lower(stream, n, 1 - p);
  return lower(stream, n, p);
}

function lower(stream: Stream, n: number, p: number): number {
  return n * p < 10 ? inversion(stream, n, p) : rejection(stream, n, p);
}

function inversion(stream: Stream, n: number, p: number): number {
  const odds = p / (1 - p);
  const none = exp(n * log1p(-p));
  for (;;) {
    let u = stream.float();
    let chance = none;
    for (let k = 0; k <= n; k++) {
      if (u < chance) return k;
      u -= chance;
      chance *= (odds * (n - k)) / (k + 1);
      if (chance < 1e-300 && k > n * p) break;
    }
  }
}

function rejection(stream: Stream, n: number, p: number): number {
  const deviation = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const c = n * p + 0.5;
  const squeeze = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * deviation;
  const logOdds = log(p / (1 - p));
  const mode = Math.floor((n + 1) * p);
  const atMode = logFactorial(mode) + logFactorial(n - mode);
  for (;;) {
    const u = stream.float() - 0.5;
    const v = 1 - stream.float();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + c);
    if (us >= 0.07 && v <= squeeze) return k;
    if (!(k >= 0 && k <= n)) continue;
    const height = log((v * alpha) / (a / (us * us) + b));
    if (height <= atMode - logFactorial(k) - logFactorial(n - k) + (k - mode) * logOdds) return k;
  }
}

const SMALL_FACTORIALS = smallFactorials();

function smallFactorials(): Float64Array {
  const table = new Float64Array(128);
  for (let k = 2; k < table.length; k++) table[k] = table[k - 1] + log(k);
  return table;
}

function logFactorial(k: number): number {
  if (k < SMALL_FACTORIALS.length) return SMALL_FACTORIALS[k];
  const w = 1 / (k * k);
  return (k + 0.5) * log(k) - k + 0.9189385332046727 + (1 / 12 - w * (1 / 360 - w / 1260)) / k;
}
