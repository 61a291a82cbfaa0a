/**
 * Logistic regression of labels 0 and 1, without intercept, by maximum likelihood; it labels rows by the chances that it was fitted to.
 *
 *   b makes least  sum_i w_i [log(1 + e^(x_i b)) - y_i x_i b] + (lambda n / 2) |b|^2      w: 1, or a part's weight spread over its rows
 *   relabel        y = 1 with probability 1 / (1 + e^(-x b)), else 0
 *
 * shape    x: (n, d)  y: (n,) of 0 and 1  ->  coefficients: (d,)
 * domain   labels of 0 and 1, otherwise DataError
 * edge     classes that a plane divides have no finite maximum without a price of coefficients: DivergenceError
 * cost     O(n d^2) a step of Newton's method, about 8 steps
 * source   D. R. Cox, JRSS B 20, 1958; Newton's method with halved steps: S. Boyd, L. Vandenberghe, Convex Optimization, 2004, 9.5
 * checked  against scikit-learn's LogisticRegression(C=1 / (lambda n), fit_intercept=False), and tr I^-1 t / n over thousands of lineages
 */
import type {Rows, TrainingSet} from '../../core/data.ts';
import {ConfigError, DataError, DivergenceError} from '../../core/error.ts';
import {exp, log1p, norm} from '../../core/math/index.ts';
import type {Stream} from '../../core/random/stream.ts';
import {choleskySolve} from '../../core/stats/linear/cholesky.ts';
import {sigmoid} from '../../core/stats/sigmoid.ts';
import {broken, decodeModel, encodeModel} from '../codec.ts';
import {semidefiniteCholesky} from '../covariance.ts';
import type {FittedRows, Model} from '../model.ts';
import {recordCount, type SharedPart, sharedParts} from '../parts.ts';
import {linearValues} from '../regression/index.ts';

interface LogisticOptions {
  /** Price lambda of coefficients, more than 0; none unless given. */
  readonly ridge?: number;
}

interface LogisticModel extends Model<Rows> {
  fit(training: TrainingSet<Rows>, stream: Stream): FittedRows;
  load(bytes: Uint8Array): FittedRows;
}

export function logisticModel({ridge = 0}: LogisticOptions = {}): LogisticModel {
  if (!(ridge >= 0 && ridge < Infinity)) throw new ConfigError(`ridge is at least 0, got ${ridge}`, {where: 'model.ridge'});
  return {
    kind: 'logistic',
    fit(training) {
      const parts = sharedParts(training);
      parts.forEach(({data}) => {
        requireLabels(data, parts[0].data.dimension);
      });
      const n = recordCount(parts);
      return new FittedChances(newton(parts, {n, price: ridge * n}));
    },
    load(bytes) {
      const [coefficients] = decodeModel('logistic', bytes, {fields: [], arrays: 1}).arrays;
      if (coefficients.length < 1) throw broken('logistic', 'no coefficients');
      return new FittedChances(coefficients);
    },
  };
}

class FittedChances implements FittedRows {
  readonly coefficients: Float64Array;
  readonly isLogistic = true;

  constructor(coefficients: Float64Array) {
    this.coefficients = coefficients;
  }

  relabel(rows: Rows, stream: Stream): Rows {
    return drawnLabels(rows, this.coefficients, stream);
  }

  /** Of each label given its x, nats. */
  logProbability(rows: Rows): Float64Array {
    return linearValues(rows, this.coefficients).map((u, i) => rows.y[i] * u - softplus(u));
  }

  save(): Uint8Array {
    return encodeModel('logistic', {fields: {}, arrays: [this.coefficients]});
  }
}

/** The same x, each label 1 with probability 1 / (1 + e^(-x b)), else 0. */
export function drawnLabels(rows: Rows, coefficients: Float64Array, stream: Stream): Rows {
  return {...rows, y: linearValues(rows, coefficients).map((u) => (stream.float() < sigmoid(u) ? 1 : 0))};
}

/** log(1 + e^u), without overflow. */
const softplus = (u: number): number => Math.max(u, 0) + log1p(exp(-Math.abs(u)));

function requireLabels({y, dimension}: Rows, d: number): void {
  if (dimension !== d) throw new DataError(`rows of dimension ${dimension} among rows of dimension ${d}`);
  const wrong = y.findIndex((label) => label !== 0 && label !== 1);
  if (wrong >= 0) throw new DataError(`row ${wrong} has the label ${y[wrong]}, wanted 0 or 1`);
}

/** Records, counted by parts, and lambda n. */
interface Task {
  readonly n: number;
  readonly price: number;
}

const MOST_STEPS = 100;
const MOST_HALVINGS = 40;
const SETTLED = 1e-9;

function newton(parts: readonly SharedPart<Rows>[], task: Task): Float64Array {
  let b: Float64Array = new Float64Array(parts[0].data.dimension);
  const losses = [lossAt(b, parts, task)];
  for (let step = 1; step <= MOST_STEPS; step++) {
    const direction = stepAt(b, parts, task);
    if (!direction) break;
    let scale = 1;
    let next = moved(b, direction, scale);
    let loss = lossAt(next, parts, task);
    // rounding of a sum of n terms is no reason to go back
    const slack = 1e-12 * losses[losses.length - 1];
    for (let k = 0; !(loss <= losses[losses.length - 1] + slack) && k < MOST_HALVINGS; k++) {
      scale /= 2;
      next = moved(b, direction, scale);
      loss = lossAt(next, parts, task);
    }
    b = next;
    losses.push(loss);
    if (scale * norm(direction) <= SETTLED * (1 + norm(b))) return b;
  }
  throw new DivergenceError(losses.length, losses.slice(-3), {
    message: 'the coefficients grow for ever: a plane divides the two labels of the training set',
    next: 'Give more rows, a smaller data.strength, or model.ridge.',
  });
}

const moved = (b: Float64Array, direction: Float64Array, by: number): Float64Array => b.map((x, j) => x + by * direction[j]);

function lossAt(b: Float64Array, parts: readonly SharedPart<Rows>[], {n, price}: Task): number {
  let sum = 0;
  for (const {data, share} of parts) {
    const u = linearValues(data, b);
    let own = 0;
    for (let i = 0; i < u.length; i++) own += softplus(u[i]) - data.y[i] * u[i];
    sum += (own * share * n) / data.count;
  }
  let squares = 0;
  for (let j = 0; j < b.length; j++) squares += b[j] * b[j];
  return sum + (price / 2) * squares;
}

/** Newton's step; undefined where the curvature is none any more. */
function stepAt(b: Float64Array, parts: readonly SharedPart<Rows>[], {n, price}: Task): Float64Array | undefined {
  const d = b.length;
  const gradient = b.map((x) => -price * x);
  const hessian = new Float64Array(d * d);
  for (const {data, share} of parts) addPart(data, b, {weight: (share * n) / data.count, gradient, hessian});
  for (let i = 0; i < d; i++) {
    hessian[i * d + i] += price;
    for (let j = 0; j < i; j++) hessian[j * d + i] = hessian[i * d + j];
  }
  const {lower, rank} = semidefiniteCholesky(hessian, d);
  return rank < d ? undefined : choleskySolve(lower, gradient);
}

interface Slopes {
  readonly weight: number;
  /** Down the loss. (d,) */
  readonly gradient: Float64Array;
  /** Lower triangle. (d, d) */
  readonly hessian: Float64Array;
}

function addPart(rows: Rows, b: Float64Array, {weight, gradient, hessian}: Slopes): void {
  const {x, y, count, dimension: d} = rows;
  const u = linearValues(rows, b);
  for (let row = 0; row < count; row++) {
    const p = sigmoid(u[row]);
    const curvature = weight * p * (1 - p);
    for (let i = 0; i < d; i++) {
      const xi = x[row * d + i];
      gradient[i] += weight * (y[row] - p) * xi;
      for (let j = 0; j <= i; j++) hessian[i * d + j] += curvature * xi * x[row * d + j];
    }
  }
}
