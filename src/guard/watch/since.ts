/**
 * When a change began: the probability of each period, given that one of them is the first of a lasting change for the worse.
 *
 *   log B(s) = mean over streams of  tau^2 S^2 / (2 (1 + n tau^2)) - log(1 + n tau^2) / 2,   S = sum of z from s on, n their number
 *
 * z are standard normal before, and from s on about a mean that is normal with deviation tau; a sum on the good side counts as none. Streams of
 * one text depend on each other: their mean, not their sum, counts.
 *
 * shape    z: streams x (periods,)  ->  {value, low, high}: indexes of periods; low <= value <= high <= latest
 * edge     the interval is the smallest set of periods that holds 95%, and all between them
 * source   A. F. M. Smith, Biometrika 62(2), 1975
 * checked  bench/watch.ts: how often intervals hold the change
 */
import {exp, log} from '../../core/math/index.ts';

/** Prior deviation of the size of a change, in standard deviations of a period: from hardly seen to far beyond. */
const TAU = 3;
const HELD = 0.95;

export interface Since {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * `z`: of each stream that carries the evidence, by period; undefined where a period has none. At least one stream of one period. `latest`: the
 * last period that may be the first changed one; what comes after it speaks for or against those before.
 */
export function sinceOf(z: readonly (readonly (number | undefined)[])[], latest: number): Since {
  const logs = new Float64Array(latest + 1);
  for (const stream of z) {
    let sum = 0;
    let n = 0;
    for (let s = stream.length - 1; s >= 0; s--) {
      const one = stream[s];
      if (one !== undefined) {
        sum += one;
        n++;
      }
      if (s <= latest) logs[s] += logOdds(Math.max(0, sum), n) / z.length;
    }
  }
  const most = Math.max(...logs);
  const weights = logs.map((one) => exp(one - most));
  const total = weights.reduce((a, b) => a + b, 0);
  const order = Array.from(weights.keys()).sort((a, b) => weights[b] - weights[a] || a - b);
  let held = 0;
  let [low, high] = [order[0], order[0]];
  for (const s of order) {
    low = Math.min(low, s);
    high = Math.max(high, s);
    held += weights[s];
    if (held >= HELD * total) break;
  }
  return {value: order[0], low, high};
}

function logOdds(sum: number, n: number): number {
  const scale = 1 + n * TAU * TAU;
  return (TAU * TAU * sum * sum) / (2 * scale) - log(scale) / 2;
}
