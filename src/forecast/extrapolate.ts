/**
 * Later generations from the first few, with the shape that the same recursion has at a smaller size.
 *
 *   f(y_t) = a + b f(s_t) + error,   s: the whole curve at the smaller size, y: the first m generations at the size asked about
 *   prior b ~ N(1, SLOPE_SD^2), a free;  f = logit for shares, the identity else
 *
 * The curve at the smaller size knows how loss slows or quickens under a workflow; the first generations place it. The interval holds the
 * error of a and b, the spread of lineages, and an error of shape that grows with the distance from what was measured. Generations that
 * were run have the prediction interval of one more lineage, mean +- t s sqrt(1 + 1/S), s pooled over generations on the scale of f.
 *
 * shape    y: S x m, s: S' x T values by seed and generation -> T predictions, those up to m measured
 * domain   m >= 1, T >= m; otherwise DomainError
 * checked  by bench/forecast.ts against generations that were run
 */

import {DomainError} from '../core/error.ts';
import {exp, log, square} from '../core/math/index.ts';
import {studentQuantile} from '../core/stats/index.ts';
import type {Interval} from '../guard/check-report.ts';
import type {Curves} from './answer.ts';

/** Set, as SHAPE_ERROR was, on runs of 20,000 words of three corpora, and held against others of 30,000 (docs/forecast.md). */
const SLOPE_SD = 0.2;
/** Error of shape for each unit of way (on the scale of f) from the last generation that was measured, and half of the way before it. */
const SHAPE_ERROR = 0.3;
const NORMAL = 1.96;
/** Chosen: neighbouring generations of a lineage are alike, so that of a pooled spread no more than three count for its certainty. */
const MOST_POOLED = 3;
/** Chosen: what a share of 0, or of 1, of a few thousand types stands for, so that it has a logit. */
const EDGE = 5e-4;

export interface ForecastScale {
  readonly to: (x: number) => number;
  readonly from: (z: number) => number;
  readonly range: readonly [number, number];
}

export const SHARE_SCALE: ForecastScale = {
  to: (x) => {
    const p = Math.min(1 - EDGE, Math.max(EDGE, x));
    return log(p / (1 - p));
  },
  from: (z) => 1 / (1 + exp(-z)),
  range: [0, 1],
};
export const PLAIN_SCALE: ForecastScale = {to: (x) => x, from: (z) => z, range: [0, Infinity]};

export function extrapolate(measured: Curves, shape: Curves, scale: ForecastScale): Interval[] {
  const m = measured[0]?.length ?? 0;
  const T = shape[0]?.length ?? 0;
  if (m < 1 || T < m) throw new DomainError(`${m} generations measured, ${T} of shape: wanted at least one, and no fewer of shape`);
  const y = columns(measured, scale);
  const s = columns(shape, scale);
  const line = fitLine(s.slice(0, m), y);
  const shapeSd = pooledSd(s);
  const spread =
    studentQuantile(0.975, Math.max(1, (measured.length - 1) * Math.min(m, MOST_POOLED))) *
    pooledSd(y) *
    Math.sqrt(1 + 1 / measured.length);
  return s.map((own, i): Interval => {
    if (i < m) return intervalOf(y[i].mean, spread, scale);
    const z = line.a + line.b * own.mean;
    const variance =
      line.variance(own.mean) +
      square(line.b * shapeSd) * (1 + 1 / shape.length) +
      square(SHAPE_ERROR * (Math.abs(own.mean - s[m - 1].mean) + Math.abs(s[m - 1].mean - s[0].mean) / 2));
    return intervalOf(z, NORMAL * Math.sqrt(variance), scale);
  });
}

function intervalOf(z: number, half: number, {from, range}: ForecastScale): Interval {
  return {value: from(z), low: Math.max(range[0], from(z - half)), high: Math.min(range[1], from(z + half))};
}

const pooledSd = (list: readonly Column[]): number => Math.sqrt(list.reduce((sum, {sd}) => sum + square(sd), 0) / list.length);

interface Column {
  readonly mean: number;
  readonly sd: number;
  readonly count: number;
}

function columns(curves: Curves, {to}: ForecastScale): Column[] {
  return curves[0].map((_, t) => {
    const values = curves.map((curve) => to(curve[t]));
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const sd = values.length < 2 ? 0 : Math.sqrt(values.reduce((sum, v) => sum + square(v - mean), 0) / (values.length - 1));
    return {mean, sd, count: values.length};
  });
}

interface FittedLine {
  readonly a: number;
  readonly b: number;
  /** Of a + b x. */
  readonly variance: (x: number) => number;
}

/** Weighted least squares of y on x with the prior on the slope. */
function fitLine(x: readonly Column[], y: readonly Column[]): FittedLine {
  const noise = y.map((own, i) => (square(own.sd) + FLOOR) / own.count + (square(x[i].sd) + FLOOR) / x[i].count);
  const total = noise.reduce((sum, v) => sum + 1 / v, 0);
  const centre = x.reduce((sum, own, i) => sum + own.mean / noise[i], 0) / total;
  const level = y.reduce((sum, own, i) => sum + own.mean / noise[i], 0) / total;
  const prior = 1 / square(SLOPE_SD);
  const squares = x.reduce((sum, own, i) => sum + square(own.mean - centre) / noise[i], prior);
  const products = x.reduce((sum, own, i) => sum + ((own.mean - centre) * (y[i].mean - level)) / noise[i], prior);
  const b = products / squares;
  return {a: level - b * centre, b, variance: (at) => 1 / total + square(at - centre) / squares};
}

/** Chosen: the variance that a value has at least (a hundredth on the scale of f), so that seeds that happen to agree are not taken for certainty. */
const FLOOR = 1e-4;
