/**
 * The design of comparisons: what a pair would tell of the reward of all records, given the pairs that were answered (`active.ts` has the formulas).
 *
 * shape    records as dense rows (n, R); S, M: (R, R) row-major
 * cost     begin: O(answers R^2); choose: O(crowd R^2 + count crowd R)
 * checked  the inverse against its definition; each gain against the drop of trace(M S) that it stands for
 */
import {square} from '../../core/math/index.ts';
import {sigmoid} from '../../core/stats/index.ts';
import type {SparseRows} from '../features.ts';
import type {PairAnswer} from './bradley-terry.ts';

/** Columns that a design works in at most. */
const SKETCH = 128;

interface Sketched {
  readonly count: number;
  readonly width: number;
  /** (count, width) */
  readonly values: Float64Array;
}

/** Dense rows: as they are where they have at most SKETCH columns, else hashed with signs, which keeps inner products on average. */
export function sketchRows({count, indices, values, offsets}: SparseRows, columns: number): Sketched {
  const width = Math.min(columns, SKETCH);
  const dense = new Float64Array(count * width);
  for (let row = 0; row < count; row++) {
    for (let k = offsets[row]; k < offsets[row + 1]; k++) {
      if (columns <= SKETCH) dense[row * width + indices[k]] += values[k];
      else {
        const hash = mixed(indices[k]);
        dense[row * width + (hash & (SKETCH - 1))] += hash & SKETCH ? values[k] : -values[k];
      }
    }
  }
  return {count, width, values: dense};
}

function mixed(column: number): number {
  let h = Math.imul(column ^ 0x5bd1e995, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  return h ^ (h >>> 13);
}

type Pair = readonly [number, number];

export class Design {
  private readonly records: Sketched;
  private readonly strength: number;
  /** Mean of z z' over random pairs. */
  readonly spread: Float64Array;
  /** Covariance of the weights. */
  readonly covariance: Float64Array;
  private margin: (a: number, b: number) => number = () => 0;

  constructor(records: Sketched, strength: number) {
    this.records = records;
    this.strength = strength;
    this.spread = spreadOf(records);
    this.covariance = new Float64Array(square(records.width));
    this.reset();
  }

  /** Takes account of all answers so far. `margin`: the predicted difference of rewards. */
  begin(answers: readonly PairAnswer[], margin: (a: number, b: number) => number): void {
    this.margin = margin;
    this.reset();
    const R = this.records.width;
    const z = new Float64Array(R);
    const y = new Float64Array(R);
    for (const {chosen, rejected} of answers) {
      this.difference([chosen, rejected], z);
      multiply(this.covariance, z, y);
      const information = informationAt(margin(chosen, rejected), 0);
      this.shrink(y, information / (1 + information * dot(z, y)));
    }
  }

  /** `count` of the crowd, each the most telling after those before it. */
  choose(crowd: readonly Pair[], count: number): Pair[] {
    const state = this.stateOf(crowd);
    const chosen: Pair[] = [];
    while (chosen.length < Math.min(count, crowd.length)) {
      const best = mostTelling(state);
      chosen.push(crowd[best]);
      this.take(state, best);
    }
    return chosen;
  }

  private reset(): void {
    const R = this.records.width;
    this.covariance.fill(0);
    for (let i = 0; i < R; i++) this.covariance[i * R + i] = this.strength;
  }

  private difference([a, b]: Pair, into: Float64Array): void {
    const {values, width} = this.records;
    for (let k = 0; k < width; k++) into[k] = values[a * width + k] - values[b * width + k];
  }

  private stateOf(crowd: readonly Pair[]): CrowdState {
    const {width: R} = this.records;
    const m = crowd.length;
    const state: CrowdState = {
      z: new Float64Array(m * R),
      y: new Float64Array(m * R),
      variance: new Float64Array(m),
      told: new Float64Array(m),
      information: new Float64Array(m),
      taken: new Uint8Array(m),
    };
    const moved = new Float64Array(R);
    crowd.forEach((pair, j) => {
      const z = state.z.subarray(j * R, (j + 1) * R);
      const y = state.y.subarray(j * R, (j + 1) * R);
      this.difference(pair, z);
      multiply(this.covariance, z, y);
      multiply(this.spread, y, moved);
      state.variance[j] = dot(z, y);
      state.told[j] = dot(y, moved);
      state.information[j] = informationAt(this.margin(pair[0], pair[1]), state.variance[j]);
    });
    return state;
  }

  /** Conditions the others on pair `best`. */
  private take({z, y, variance, told, information, taken}: CrowdState, best: number): void {
    const {width: R} = this.records;
    const own = y.slice(best * R, (best + 1) * R);
    const moved = new Float64Array(R);
    multiply(this.spread, own, moved);
    const through = dot(own, moved);
    const by = information[best] / (1 + information[best] * variance[best]);
    taken[best] = 1;
    this.shrink(own, by);
    for (let j = 0; j < taken.length; j++) {
      if (taken[j]) continue;
      const zj = z.subarray(j * R, (j + 1) * R);
      const yj = y.subarray(j * R, (j + 1) * R);
      const step = by * dot(own, zj);
      told[j] += step * (step * through - 2 * dot(moved, yj));
      variance[j] -= (step * step) / by;
      for (let k = 0; k < R; k++) yj[k] -= step * own[k];
    }
  }

  /** S -= by y y' */
  private shrink(y: Float64Array, by: number): void {
    const {covariance} = this;
    const R = y.length;
    for (let i = 0; i < R; i++) {
      const scale = by * y[i];
      if (scale === 0) continue;
      for (let j = 0; j < R; j++) covariance[i * R + j] -= scale * y[j];
    }
  }
}

/** Of the pairs of a crowd: z, y = S z, z'Sz, y'My, p (1 - p). */
interface CrowdState {
  readonly z: Float64Array;
  readonly y: Float64Array;
  readonly variance: Float64Array;
  readonly told: Float64Array;
  readonly information: Float64Array;
  readonly taken: Uint8Array;
}

function mostTelling({variance, told, information, taken}: CrowdState): number {
  let best = -1;
  let most = -Infinity;
  for (let j = 0; j < taken.length; j++) {
    if (taken[j]) continue;
    const gain = told[j] / (1 / information[j] + variance[j]);
    if (gain > most || best < 0) {
      most = gain;
      best = j;
    }
  }
  return best;
}

/** p (1 - p) of a comparison whose predicted margin has this variance. */
function informationAt(margin: number, variance: number): number {
  const p = sigmoid(margin / Math.sqrt(1 + (Math.PI * variance) / 8));
  return Math.max(p * (1 - p), 1e-9);
}

/** 2 Cov of the records. */
function spreadOf({count, width: R, values}: Sketched): Float64Array {
  const mean = new Float64Array(R);
  for (let i = 0; i < count * R; i++) mean[i % R] += values[i] / count;
  const spread = new Float64Array(R * R);
  const own = new Float64Array(R);
  for (let row = 0; row < count; row++) {
    for (let k = 0; k < R; k++) own[k] = values[row * R + k] - mean[k];
    for (let i = 0; i < R; i++) {
      const scale = (2 / count) * own[i];
      if (scale !== 0) for (let j = 0; j < R; j++) spread[i * R + j] += scale * own[j];
    }
  }
  return spread;
}

function multiply(matrix: Float64Array, x: Float64Array, into: Float64Array): void {
  const R = x.length;
  for (let i = 0; i < R; i++) {
    let sum = 0;
    for (let j = 0; j < R; j++) sum += matrix[i * R + j] * x[j];
    into[i] = sum;
  }
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += x[k] * y[k];
  return sum;
}
