/**
 * The law over outcomes that a network of digits gives, whole.
 *
 *   p(k) = prod_j softmax(logits_j over the values that digit j may take)[digit j of k]
 *
 * shape    -> (K,), sums to 1 within rounding of float64
 * cost     ceil(K / b) rows through the network: a row gives all values of its last digit
 */

import {exp} from '../../core/math/index.ts';
import type {CompiledSteps} from '../network/compiled.ts';
import {inBlocks} from '../network/compiled.ts';
import {type MaskedShape, maskedOutputs, maskedParameters} from '../network/masked.ts';
import type {Numbers} from '../network/parameters.ts';
import {type Digits, digitAt, valuesAt, writeDigits} from './digits.ts';

/** Rows a run of the compiled graph. */
const ROWS = 256;

interface Network {
  readonly shape: MaskedShape;
  /** Zero where masks are. */
  readonly weights: Numbers;
  readonly steps: CompiledSteps;
}

export function lawOf(digits: Digits, {shape, weights, steps}: Network): Float64Array {
  const {outcomes: K, base: b, length: D} = digits;
  const I = shape.groups * shape.inputs;
  const step = steps.step('logits', maskedParameters(shape), (graph, inputs) => {
    graph.output('logits', maskedOutputs(graph.input('x', [ROWS, I]), inputs, shape));
  });
  const law = new Float64Array(K);
  const fixed = Object.fromEntries(weights);
  const x = new Float32Array(ROWS * I);
  inBlocks(Math.ceil(K / b), ROWS, (from, to) => {
    x.fill(0);
    for (let r = from; r < to; r++) writeDigits(digits, r * b, x, (r - from) * I);
    const {logits} = step.run({...fixed, x}) as {logits: Float32Array};
    for (let r = from; r < to; r++) {
      const outcome = r * b;
      const row = logits.subarray((r - from) * D * b, (r - from + 1) * D * b);
      let before = 1;
      for (let j = 0; j < D - 1; j++)
        before *= softmaxAt(row.subarray(j * b, (j + 1) * b), valuesAt(digits, outcome, j))[digitAt(digits, outcome, j)];
      const last = softmaxAt(row.subarray((D - 1) * b), valuesAt(digits, outcome, D - 1));
      for (let v = 0; v < last.length; v++) law[outcome + v] = before * last[v];
    }
  });
  return normalized(law);
}

/** Of the first so many logits. */
function softmaxAt(logits: Float32Array, values: number): Float64Array {
  let largest = -Infinity;
  for (let v = 0; v < values; v++) largest = Math.max(largest, logits[v]);
  const powers = new Float64Array(values);
  let total = 0;
  for (let v = 0; v < values; v++) total += powers[v] = exp(logits[v] - largest);
  for (let v = 0; v < values; v++) powers[v] /= total;
  return powers;
}

/** A prefix is priced in several rows, which may differ in the last bit of float32. */
function normalized(law: Float64Array): Float64Array {
  let total = 0;
  for (const p of law) total += p;
  return law.map((p) => p / total);
}
