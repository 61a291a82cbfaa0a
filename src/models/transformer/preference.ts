/**
 * Direct preference optimisation: the policy learns from pairs itself, held near a frozen reference at a price.
 *
 *   loss = mean of -log sigmoid(beta ((log p(chosen) - log p0(chosen)) - (log p(rejected) - log p0(rejected))))
 *
 * shape    a batch of B pairs is 2 B sequences, the chosen ones first; a sequence is priced as far as the context reaches
 * source   R. Rafailov et al., NeurIPS 2023
 * checked  against PyTorch on the reference transformer (test/transformer.test.ts)
 */
import {concatenated} from '../../core/concatenated.ts';
import type {Text} from '../../core/data.ts';
import {DomainError} from '../../core/error.ts';
import {permutation} from '../../core/random/permutation.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {Graph, Tensor} from '../../tensor/graph.ts';
import {multiply, negate, softplus, subtract} from '../../tensor/ops/elementwise.ts';
import {concatenate, reshape, slice} from '../../tensor/ops/layout.ts';
import {sum} from '../../tensor/ops/reduce.ts';
import {logProbabilityOf} from '../../tensor/ops/softmax.ts';
import type {Numbers} from '../network/parameters.ts';
import {type LossGraph, Trainer} from '../network/trainer.ts';
import type {Tokenizer} from '../text-tokens/port.ts';
import {BETAS, partsOf} from './fit.ts';
import {foldedNorms} from './folded.ts';
import {causal, hiddenStates, logitsOf, type TransformerShape} from './network.ts';
import {POLICY_CLIP, policyRate} from './policy-course.ts';
import {pickedSequences, pricesOf, type Sequences, sequencesOf} from './sequences.ts';
import type {TransformerSteps} from './steps.ts';

export interface PreferenceOptions {
  /** Price of leaving the reference, > 0. */
  readonly beta: number;
  readonly rate: number;
  readonly epochs: number;
  /** Pairs a step. */
  readonly batch: number;
}

/** The margin's loss. Inputs: x (2 B, T), y and mask (2 B T,), reference (2 B,): the frozen log-probabilities. */
export function preferenceLoss(shape: TransformerShape, {B, T, beta}: {B: number; T: number; beta: number}): LossGraph {
  return {
    build(graph, weights, {index, of}) {
      const part = B / of;
      const both = (tensor: Tensor, rows: number) => {
        const at = (side: number) =>
          slice(tensor, {axis: 0, from: (side * B + index * part) * rows, to: (side * B + (index + 1) * part) * rows});
        return concatenate([at(0), at(1)], 0);
      };
      const x = both(shared(graph, 'x', [2 * B, T], 'int32'), 1);
      const y = both(shared(graph, 'y', [2 * B * T], 'int32'), T);
      const mask = both(shared(graph, 'mask', [2 * B * T], 'float32'), T);
      const reference = both(shared(graph, 'reference', [2 * B], 'float32'), 1);
      const pass = {shape, weights, attend: causal(graph, T, shape)};
      const prices = multiply(logProbabilityOf(logitsOf(hiddenStates(x, pass), pass), y), mask);
      const gained = subtract(sum(reshape(prices, [2 * part, T]), {axes: [1]}), reference);
      const margin = subtract(slice(gained, {axis: 0, from: 0, to: part}), slice(gained, {axis: 0, from: part, to: 2 * part}));
      return multiply(sum(softplus(negate(multiply(margin, beta)))), 1 / B);
    },
  };
}

export function shared(graph: Graph, name: string, shape: number[], type: 'int32' | 'float32'): Tensor {
  return graph.inputs.get(name) ?? graph.input(name, shape, type);
}

export interface Policy {
  readonly steps: TransformerSteps;
  readonly tokenizer: Tokenizer;
  readonly weights: Numbers;
}

/**
 * Weights after training on pairs: document i of `chosen` was preferred to document i of `rejected`. Throws DivergenceError.
 * `accuracy`: share of the pairs whose margin is above 0 in the end.
 */
export function trainPreferences(
  stream: Stream,
  {steps, tokenizer, weights}: Policy,
  reference: Numbers,
  {chosen, rejected}: {chosen: Text; rejected: Text},
  options: PreferenceOptions,
): {weights: Numbers; accuracy: number} {
  if (chosen.count !== rejected.count || chosen.count === 0)
    throw new DomainError(`preferences want as many chosen as rejected documents, got ${chosen.count} and ${rejected.count}`);
  const {beta, rate, epochs, batch: most} = options;
  const T = steps.shape.context;
  const n = chosen.count;
  const B = Math.min(most, n);
  const [good, bad] = [sequencesOf(chosen, tokenizer, T), sequencesOf(rejected, tokenizer, T)];
  const frozen = foldedNorms(reference, steps.shape);
  const [goodBefore, badBefore] = [pricesOf(good, n, {steps, weights: frozen}), pricesOf(bad, n, {steps, weights: frozen})];
  const optimizer = {betas: BETAS, epsilon: 1e-8, decay: 0};
  const parts = partsOf(B, 2 * T);
  const trainer = new Trainer(
    {
      runtime: steps.runtime,
      parameters: steps.parameters,
      loss: preferenceLoss(steps.shape, {B, T, beta}),
      optimizer,
      clip: POLICY_CLIP,
      parts,
    },
    weights,
  );
  const total = Math.max(1, Math.round((epochs * n) / B));
  const rateOf = policyRate(rate, total);
  let order = permutation(stream.fork('epoch/1'), n);
  for (let step = 1, at = 0, epoch = 1; step <= total; step++, at += B) {
    if (at + B > n) {
      order = permutation(stream.fork(`epoch/${++epoch}`), n);
      at = 0;
    }
    const numbers = order.subarray(at, at + B);
    const picked = joinedRows(pickedSequences(good, numbers, T), pickedSequences(bad, numbers, T));
    const before = Float32Array.from([...numbers].map((i) => goodBefore[i]).concat([...numbers].map((i) => badBefore[i])));
    trainer.train({...picked, reference: before}, rateOf(step));
  }
  const trained = new Map([...trainer.weights()].map(([name, values]) => [name, values.slice()]));
  const after = foldedNorms(trained, steps.shape);
  const [goodAfter, badAfter] = [pricesOf(good, n, {steps, weights: after}), pricesOf(bad, n, {steps, weights: after})];
  let right = 0;
  for (let i = 0; i < n; i++) if (goodAfter[i] - goodBefore[i] > badAfter[i] - badBefore[i]) right++;
  return {weights: trained, accuracy: right / n};
}

function joinedRows(a: Sequences, b: Sequences): Record<'x' | 'y' | 'mask', Int32Array | Float32Array> {
  return {x: concatenated(a.x, b.x), y: concatenated(a.y, b.y), mask: concatenated(a.mask, b.mask)};
}
