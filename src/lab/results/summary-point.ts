/**
 * One measure of one generation over the seeds of an arm: its mean, its median, and the intervals of both at 95%.
 *
 *   mean, low, high               Student's t; of masses log2 of the mean mass, with a jackknife over seeds
 *   geometricMean, Low, High      of measures whose scale is the logarithm: Student's t of the logarithms
 *   median, medianLow, medianHigh order statistics
 *
 * edge     one lineage has no interval; fewer than six have none of the median. Lineages without a value (lost) are never left out: where
 *          some are, there is no mean (but of what is 0 in them), and the median puts them below or above all others, as the catalog says;
 *          it, and each end of its interval, is absent where it would fall on a lost one
 */

import {exp, log, log2, pow} from '../../core/math/index.ts';
import {median, medianRank, studentInterval, studentReach, studentTails} from '../../core/stats/index.ts';
import {jackknifeError} from '../../core/stats/jackknife.ts';
import {type Averaging, standIn} from './averaging.ts';

export interface SummaryPoint {
  readonly generation: number;
  /** Lineages with a value. */
  readonly n: number;
  readonly mean?: number;
  readonly low?: number;
  readonly high?: number;
  readonly median?: number;
  readonly medianLow?: number;
  readonly medianHigh?: number;
  readonly geometricMean?: number;
  readonly geometricLow?: number;
  readonly geometricHigh?: number;
  /** Of signed measures: the mean of the squares. */
  readonly meanSquare?: number;
  /** Why lineages have no value, and how many have none. */
  readonly reason?: string;
  readonly nLost?: number;
  /** Of human data that was measured as a sample is: its records, or words of text; the mean over lineages. */
  readonly size?: number;
}

/** What the lineages show, in the order of seeds. */
export interface Readings {
  readonly values: readonly number[];
  /** For each lineage without a value. */
  readonly reasons: readonly string[];
  /** How many of the reasons say that there is none of what is measured, where others say that nothing is known: `standIn` is their value. */
  readonly none: number;
  /** Of human data: how large they are. */
  readonly sizes?: readonly number[];
}

export function pointOf(generation: number, {values, reasons, none, sizes = []}: Readings, averaging: Averaging): SummaryPoint {
  const {scale, lost, square} = averaging;
  const known = new Float64Array(values.length + none).fill(standIn(averaging) ?? 0);
  known.set(values);
  const whole = none === reasons.length && known.length > 0;
  return {
    generation,
    n: values.length,
    ...(whole && (scale === 'mass' ? massPart(known) : meanPart(known))),
    ...medianPart(known, reasons.length - none, lost),
    ...(scale === 'log' && whole && geometricPart(known)),
    ...(square && whole && squarePart(known)),
    ...(reasons.length > 0 && {reason: reasonOf(reasons), nLost: reasons.length}),
    ...(sizes.length > 0 && {size: Math.round(sizes.reduce((a, b) => a + b, 0) / sizes.length)}),
  };
}

function meanPart(values: Float64Array): Partial<SummaryPoint> {
  const {value, low, high} = studentInterval(values);
  return {mean: value, ...(low !== undefined && {low: held(low), high: held(high!)})};
}

/** None where a double does not hold the squares. */
function squarePart(values: Float64Array): Partial<SummaryPoint> {
  const squares = values.map((x) => x * x);
  return squares.every(Number.isFinite) ? {meanSquare: studentInterval(squares).value} : {};
}

/** A double holds no more: an interval of two far-apart lineages can reach beyond. */
const held = (x: number): number => Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, x));

function geometricPart(values: Float64Array): Partial<SummaryPoint> {
  if (!values.every((x) => x > 0)) return {};
  const {value, low, high} = studentInterval(values.map(log));
  return {
    geometricMean: exp(value),
    ...(low !== undefined && {geometricLow: exp(low), geometricHigh: held(exp(high!))}),
  };
}

function massPart(bits: Float64Array): Partial<SummaryPoint> {
  const masses = bits.map((x) => pow(2, x));
  const estimate = massEstimate([masses]);
  if (estimate.value === undefined) return {};
  const {low, high} = massTest(estimate, masses.length);
  return {mean: estimate.value, ...(low !== undefined && {low, high})};
}

/**
 * log2 of a mean mass, or of the ratio of two, with its jackknife error over lineages. Without a value where a side has no mass; without an
 * error where a side has all its mass in one lineage, or there is one lineage.
 *
 * shape    sides: one or two of (n,)
 */
export function massEstimate(sides: readonly Float64Array[]): {value?: number; error?: number} {
  const n = sides[0].length;
  const sums = sides.map((masses) => masses.reduce((a, b) => a + b, 0));
  if (n === 0 || sums.some((sum) => !(sum > 0))) return {};
  const bits = (of: (side: number) => number) => log2(of(0)) - (sides.length > 1 ? log2(of(1)) : 0);
  const value = bits((side) => sums[side] / n);
  if (n === 1 || sides.some((masses) => masses.filter((mass) => mass > 0).length < 2)) return {value};
  // equal masses: what a jackknife of them shows is rounding
  if (sides.every((masses) => masses.every((mass) => mass === masses[0]))) return {value, error: 0};
  const without = Array.from(sides[0], (_, i) => bits((side) => (sums[side] - sides[side][i]) / (n - 1)));
  return without.every(Number.isFinite) ? {value, error: jackknifeError(value, without, new Float64Array(n).fill(1))} : {value};
}

/** Of an estimate with its error over n lineages. */
export function massTest({value, error}: {value?: number; error?: number}, n: number): {low?: number; high?: number; p?: number} {
  if (value === undefined || error === undefined) return {};
  if (error === 0) return {low: value, high: value};
  const reach = studentReach(n - 1) * error;
  return {low: value - reach, high: value + reach, p: studentTails(value / error, n - 1)};
}

/** `lost` lineages stand below or above all others. */
function medianPart(values: Float64Array, lost: number, side: Averaging['lost']): Partial<SummaryPoint> {
  const n = values.length + lost;
  if (n === 0 || (lost > 0 && side !== 'low' && side !== 'high')) return {};
  const ranked = new Float64Array(n).fill(side === 'low' ? -Infinity : Infinity);
  ranked.set(values);
  ranked.sort();
  const ends = medianRank(n);
  const part: {median?: number; medianLow?: number; medianHigh?: number} = {};
  const middle = middleOf(ranked);
  if (Number.isFinite(middle)) part.median = middle;
  if (ends === undefined) return part;
  const [low, high] = [ranked[ends.rank - 1], ranked[n - ends.rank]];
  if (Number.isFinite(low)) part.medianLow = low;
  if (Number.isFinite(high)) part.medianHigh = high;
  return part;
}

/** Infinite where one of the two in the middle is. */
function middleOf(sorted: Float64Array): number {
  const half = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[half];
  const [below, above] = [sorted[half - 1], sorted[half]];
  return Number.isFinite(below) && Number.isFinite(above) ? median(Float64Array.of(below, above)) : below + above;
}

/** The most frequent reason, the first of equals. */
export function reasonOf(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  let most = reasons[0];
  for (const [reason, count] of counts) if (count > counts.get(most)!) most = reason;
  const others = counts.size - 1;
  return others === 0 ? most : `${most} (and ${others} other ${others === 1 ? 'reason' : 'reasons'})`;
}
