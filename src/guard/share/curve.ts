/**
 * The curve of an estimator: what it gives, as a function of the truth; and its inversion, with an interval.
 *
 *   curve(t)   t + bias(t), bias shrunk by max(0, 1 - se^2 / bias^2): what the references cannot vouch for is not corrected; then made monotone
 *   share      the t at which curve(t) is the estimate
 *   low, high  the smallest and the largest t whose errors reach the estimate, at 2.5% on either side (Neyman's construction)
 *
 * shape    trials (G truths, B draws) and a raw estimate -> {share, low, high}; 0 <= low <= share <= high <= 1
 * edge     an estimate outside of the curve's range gives 0 or 1
 * source   J. Neyman, Phil. Trans. A 236, 1937; shrinkage: W. James, C. Stein, 1961 (positive part)
 * checked  on made trials of known bias; bench/share-curve.ts counts how often intervals hold the truth (docs/share.md)
 */
import {square} from '../../core/math/index.ts';
import {isotonic} from '../../core/stats/isotonic.ts';
import {quantileSorted} from '../../core/stats/quantile.ts';
import type {Trials} from './mixtures.ts';

export interface Curve {
  readonly truths: readonly number[];
  /** Expected estimate at each truth, and the ends between which 95% of estimates lie. */
  readonly mean: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

export interface ShareInterval {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** referencePart: the part of the errors' variance that the references have, m / (m + n) for m candidate and n reference documents. */
export function curveOf({truths, repeats, errors}: Trials, k: number, referencePart: number): Curve {
  const points = truths.map((truth, g) => {
    const sorted = errors[k].slice(g * repeats, (g + 1) * repeats).sort();
    const bias = sorted.reduce((sum, x) => sum + x, 0) / repeats;
    const variance = sorted.reduce((sum, x) => sum + square(x - bias), 0) / repeats;
    const trusted = bias === 0 ? 0 : Math.max(0, 1 - (variance * referencePart) / square(bias));
    const shown = truth + bias * trusted;
    return {
      mean: shown,
      low: Math.min(shown, truth + quantileSorted(sorted, 0.025)),
      high: Math.max(shown, truth + quantileSorted(sorted, 0.975)),
    };
  });
  return {
    truths,
    mean: isotonic(points.map((p) => p.mean)),
    low: isotonic(points.map((p) => p.low)),
    high: isotonic(points.map((p) => p.high)),
  };
}

export function invert(curve: Curve, estimate: number): ShareInterval {
  const share = inverse(curve.truths, curve.mean, estimate);
  const low = Math.min(share, inverse(curve.truths, curve.high, estimate));
  const high = Math.max(share, inverse(curve.truths, curve.low, estimate));
  return {share, low, high};
}

/** The t at which a rising broken line has the height y; where it is level, the middle; beyond its ends, the ends. */
function inverse(truths: readonly number[], heights: readonly number[], y: number): number {
  const last = truths.length - 1;
  if (y <= heights[0]) return truths[0];
  if (y >= heights[last]) return truths[last];
  let i = 1;
  while (heights[i] < y) i++;
  let j = i;
  while (j < last && heights[j + 1] === heights[i]) j++;
  if (heights[i] === y && j > i) return (truths[i] + truths[j]) / 2;
  return truths[i - 1] + ((truths[i] - truths[i - 1]) * (y - heights[i - 1])) / (heights[i] - heights[i - 1]);
}
