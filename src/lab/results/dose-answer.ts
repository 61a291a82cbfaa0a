/**
 * The doses that hold a bound: where the curve of means over doses crosses it, on the scale of the measure.
 *
 *   value       isotonic means (antitonic where the curve falls; up and down about one turn where it turns), joined by straight lines
 *   low, high   every dose x at which Student's interval of the mean of the lineages' own lines holds the bound (Fieller); pooled: of a mean
 *               whose spread is that of all doses together, which no mean between two doses has more of
 *
 * shape    D doses, D x S values, the same seeds at every dose -> an answer
 * edge     a curve turns where some pair of doses rises and another falls beyond chance (paired, 5% over all pairs); fewer than four seeds
 *          have no interval; an end that lies beyond the doses is the outermost dose, and said
 * source   isotonic regression: Barlow et al. 1972; E. C. Fieller, J. R. Statist. Soc. B 16, 1954
 */
import {square} from '../../core/math/index.ts';
import {antitonic, isotonic, studentReach, studentTest, sumOfSquaredDifferences, unimodal} from '../../core/stats/index.ts';

export interface DoseEnd {
  /** The bound holds from this dose up, or up to it. */
  readonly side: 'smallest' | 'largest';
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

export interface DoseAnswer extends Partial<DoseEnd> {
  /** Whether what is asked for gets better with the dose, worse, or turns. */
  readonly curve?: 'rises' | 'falls' | 'turns';
  /** Where the curve turns and crosses the bound twice. */
  readonly other?: DoseEnd;
  /** Why there is no value, or what to know of it. */
  readonly reason?: string;
}

interface DoseCurve {
  /** Ascending. */
  readonly doses: readonly number[];
  /** values[d][s], larger is better, on the scale on which they are averaged. */
  readonly values: readonly (readonly number[])[];
  readonly wanted: number;
}

/** Below this many seeds the set of doses is too wide for what it says: it covers more than 97.5%. */
const FEWEST_SEEDS = 4;

export interface DoseOptions {
  /** How the curve is known to go. */
  readonly shape?: DoseAnswer['curve'];
  /** Seeds that an interval wants at least; 2 or more. */
  readonly fewest?: number;
  /** Whether lineages are taken to spread alike at every dose: where seeds are few, the spread at one dose says little of itself. */
  readonly pooled?: boolean;
}

/** What a mean of S lineages is known by: the variance of one, and the square of Student's reach over S. */
interface Spread {
  readonly reach: number;
  /** Of one lineage at any dose; absent: that of each dose. */
  readonly variance?: number;
}

/** Chosen: the same seeds at every dose are alike, so that no more than three doses count for the certainty of a pooled spread. */
const MOST_POOLED = 3;

function spreadOf(values: readonly (readonly number[])[], pooled: boolean): Spread {
  const n = values[0].length;
  if (!pooled) return {reach: square(studentReach(n - 1)) / n};
  const variance = meanOfList(values.map((own) => covariance(own, own)));
  return {reach: square(studentReach((n - 1) * Math.min(values.length, MOST_POOLED))) / n, variance};
}

export function answerOf(
  curve: DoseCurve,
  {shape = shapeOf(curve.values), fewest = FEWEST_SEEDS, pooled = false}: DoseOptions = {},
): DoseAnswer {
  const {doses, values, wanted} = curve;
  const means = values.map(meanOfList);
  const {fitted, branches} = fittedTo(means, shape);
  const last = doses.length - 1;
  if (fitted.every((mean) => mean < wanted)) {
    const open = values[0].length < fewest ? '' : stillPossible(curve, pooled);
    return {curve: shape, reason: `held at no dose from ${doses[0]} to ${doses[last]}${open}`};
  }
  const around = (branch: Branch, value: number) => (values[0].length < fewest ? {} : setAround(curve, branch, {value, pooled}));
  const told = branches.flatMap((branch) => endOf(curve, fitted, branch).map((end) => ({...end, ...around(branch, end.value)})));
  const all = fitted.every((mean) => mean >= wanted);
  const edge = edgeOf(curve, branches[0]);
  const [first, other] = all ? [{...edge, ...around(branches[0], edge.value)}] : told;
  const reasons = [
    ...(all ? ['held at every dose'] : []),
    ...(first.low === undefined ? [values[0].length === 1 ? 'one seed, so no interval' : 'too few seeds for an interval'] : []),
    ...openEnds(curve, [first, ...(other ? [other] : [])], all),
    ...contradictions(curve, means, fitted),
  ];
  return {...first, curve: shape, ...(other && {other}), ...(reasons.length > 0 && {reason: reasons.join('; ')})};
}

/** Doses from one index to another over which the curve rises or falls. */
interface Branch {
  readonly from: number;
  readonly to: number;
  readonly rises: boolean;
}

function fittedTo(means: readonly number[], shape: 'rises' | 'falls' | 'turns'): {fitted: number[]; branches: Branch[]} {
  const to = means.length - 1;
  if (shape === 'rises') return {fitted: isotonic(means), branches: [{from: 0, to, rises: true}]};
  if (shape === 'falls') return {fitted: antitonic(means), branches: [{from: 0, to, rises: false}]};
  const peak = unimodal(means);
  const valley = unimodal(means.map((mean) => -mean));
  const isPeak =
    sumOfSquaredDifferences(peak.fitted, means) <=
    sumOfSquaredDifferences(
      valley.fitted.map((x) => -x),
      means,
    );
  const {turn, fitted} = isPeak ? peak : {turn: valley.turn, fitted: valley.fitted.map((x) => -x)};
  const branches = [
    {from: 0, to: turn, rises: isPeak},
    {from: turn, to, rises: !isPeak},
  ];
  return {fitted, branches: branches.filter((branch) => branch.from < branch.to)};
}

/** By pairs of doses that differ beyond chance; where none does, by the nearer of a rising and a falling curve. */
function shapeOf(values: readonly (readonly number[])[]): 'rises' | 'falls' | 'turns' {
  const pairs = (values.length * (values.length - 1)) / 2;
  let [up, down] = [false, false];
  for (let i = 0; i < values.length; i++) {
    for (let j = i + 1; j < values.length; j++) {
      const {value, p} = studentTest(Float64Array.from(values[j], (x, s) => x - values[i][s]));
      const beyond = p === undefined ? values[0].length > 1 && value !== 0 : p * pairs < 0.05;
      if (beyond && value > 0) up = true;
      if (beyond && value < 0) down = true;
    }
  }
  if (up && down) return 'turns';
  if (up !== down) return up ? 'rises' : 'falls';
  const means = values.map(meanOfList);
  return sumOfSquaredDifferences(antitonic(means), means) < sumOfSquaredDifferences(isotonic(means), means) ? 'falls' : 'rises';
}

/** Where a branch crosses the bound; none where it holds or fails throughout. */
function endOf(curve: DoseCurve, fitted: readonly number[], branch: Branch): DoseEnd[] {
  const {from, to, rises} = branch;
  const {wanted, doses} = curve;
  const holds = (d: number) => fitted[d] >= wanted;
  if (holds(from) === holds(to)) return [];
  let d = from + 1;
  while (holds(d) === holds(from)) d++;
  const [a, b] = [fitted[d - 1], fitted[d]];
  const value = doses[d - 1] + ((doses[d] - doses[d - 1]) * (wanted - a)) / (b - a);
  return [{side: rises ? 'smallest' : 'largest', value}];
}

/** Where every dose holds: the outermost one on the side that is asked for. */
function edgeOf(curve: DoseCurve, branch: Branch): DoseEnd {
  const {doses} = curve;
  const value = branch.rises ? doses[0] : doses[doses.length - 1];
  return {side: branch.rises ? 'smallest' : 'largest', value};
}

/** Of a bound that no mean holds: the doses at which chance may be why. */
function stillPossible({doses, values, wanted}: DoseCurve, pooled: boolean): string {
  const spread = spreadOf(values, pooled);
  const open = doses.slice(1).flatMap((dose, d) => {
    const within = notRuledOut(values[d], values[d + 1], wanted, spread).filter((share) => share !== undefined);
    return within.map((share) => doses[d] + share * (dose - doses[d]));
  });
  if (open.length === 0) return '';
  return ` by its mean, though its interval does not rule out ${shortly(Math.min(...open))} to ${shortly(Math.max(...open))}`;
}

const shortly = (dose: number): string => `${Number(dose.toPrecision(3))}`;

/** The ends of the set of doses at which the bound is not ruled out, the answer among them. */
function setAround(
  {doses, values, wanted}: DoseCurve,
  {from, to}: Branch,
  {value, pooled}: {value: number; pooled: boolean},
): {low: number; high: number} {
  const spread = spreadOf(values, pooled);
  let [low, high] = [value, value];
  for (let d = from; d < to; d++) {
    const [first, last] = notRuledOut(values[d], values[d + 1], wanted, spread);
    if (first === undefined || last === undefined) continue;
    const at = (share: number) => doses[d] + share * (doses[d + 1] - doses[d]);
    low = Math.min(low, at(first));
    high = Math.max(high, at(last));
  }
  return {low, high};
}

/**
 * Shares u of the way from one dose to the next with (mean(u) - wanted)^2 <= reach var(u): the first and the last, none where there is none.
 * Both sides are quadratic in u.
 */
function notRuledOut(a: readonly number[], b: readonly number[], wanted: number, {reach, variance}: Spread): [number?, number?] {
  const step = b.map((x, s) => x - a[s]);
  const [m, k] = [meanOfList(a) - wanted, meanOfList(step)];
  const [aa, ab, bb] = variance === undefined ? [covariance(a, a), covariance(a, step), covariance(step, step)] : [variance, 0, 0];
  const [c0, c1, c2] = [m * m - reach * aa, 2 * (m * k - reach * ab), k * k - reach * bb];
  const excess = (u: number) => c0 + u * (c1 + u * c2);
  const inside = [0, 1].filter((u) => excess(u) <= 0);
  const roots = rootsOf(c0, c1, c2).filter((u) => u > 0 && u < 1);
  const all = [...inside, ...roots];
  return all.length === 0 ? [] : [Math.min(...all), Math.max(...all)];
}

function rootsOf(c0: number, c1: number, c2: number): number[] {
  if (c2 === 0) return c1 === 0 ? [] : [-c0 / c1];
  const d = c1 * c1 - 4 * c2 * c0;
  if (d < 0) return [];
  const q = -0.5 * (c1 + (c1 < 0 ? -1 : 1) * Math.sqrt(d));
  return q === 0 ? [0] : [q / c2, c0 / q];
}

const meanOfList = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

function covariance(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [meanOfList(a), meanOfList(b)];
  return a.reduce((sum, x, i) => sum + (x - ma) * (b[i] - mb), 0) / (a.length - 1);
}

function openEnds({doses}: DoseCurve, ends: readonly DoseEnd[], all: boolean): string[] {
  const last = doses[doses.length - 1];
  const open = [
    ...(ends.some(({low, value, high}) => low === doses[0] && low !== high && !(all && value === low)) ? ['lower'] : []),
    ...(ends.some(({low, value, high}) => high === last && low !== high && !(all && value === high)) ? ['upper'] : []),
  ];
  return open.length === 0 ? [] : [`the ${open.join(' and the ')} end ${open.length === 1 ? 'lies' : 'lie'} beyond the doses`];
}

/** Doses whose own means say otherwise than the fitted curve. */
function contradictions({doses, wanted}: DoseCurve, means: readonly number[], fitted: readonly number[]): string[] {
  const other = (holds: boolean) => doses.filter((_, d) => means[d] >= wanted !== fitted[d] >= wanted && means[d] >= wanted === holds);
  const [held, failed] = [other(true), other(false)];
  return [
    ...(held.length > 0 ? [`by its own mean ${held.join(', ')} holds too`] : []),
    ...(failed.length > 0 ? [`by its own mean ${failed.join(', ')} does not hold`] : []),
  ];
}
