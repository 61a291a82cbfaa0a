/**
 * Group-relative policy optimisation: the policy writes groups of documents, each is rewarded, and those that did better than their group
 * become more probable, at a price for leaving a frozen reference.
 *
 *   A_i  = (r_i - mean r) / sd r                          over the G documents of a group; 0 where all are worth the same
 *   rho  = p(token) / p_old(token)                        p_old: the policy that wrote them
 *   k3   = p0 / p - log(p0 / p) - 1                       an unbiased estimate of KL(p || p0), never negative
 *   loss = - mean over i of 1/|o_i| sum over t of min(rho A_i, clip(rho, 1 - epsilon, 1 + epsilon) A_i) - beta k3
 *
 * shape    an iteration is `groups` x G sequences of T tokens; prompts are not trained on
 * edge     the first step after each drawing has rho = 1: nothing is clipped, and the gradient is that of the plain policy gradient
 * source   Z. Shao et al., DeepSeekMath, arXiv 2402.03300, 2024, equations 3, 4 and 21; k3: J. Schulman, "Approximating KL divergence", 2020
 * checked  against central differences in float64 and the formula by hand (group-relative.test.ts); the mean of k3 is the exact KL
 */

import type {Text} from '../../core/data.ts';
import {DomainError} from '../../core/error.ts';
import {square} from '../../core/math/index.ts';
import type {Stream} from '../../core/random/stream.ts';
import {compare, exp, maximum, minimum, multiply, negate, subtract, where} from '../../tensor/ops/elementwise.ts';
import {slice} from '../../tensor/ops/layout.ts';
import {sum} from '../../tensor/ops/reduce.ts';
import {logProbabilityOf} from '../../tensor/ops/softmax.ts';
import type {Numbers} from '../network/parameters.ts';
import {type LossGraph, Trainer} from '../network/trainer.ts';
import {BETAS, partsOf} from './fit.ts';
import {foldedNorms} from './folded.ts';
import {Prompts, writeGroups} from './groups.ts';
import {causal, hiddenStates, logitsOf, type TransformerShape} from './network.ts';
import {POLICY_CLIP, policyRate} from './policy-course.ts';
import {type Policy, shared} from './preference.ts';
import {tokenPrices} from './sequences.ts';

export interface GroupOptions {
  /** G: documents after each prompt, at least 2. */
  readonly group: number;
  /** Prompts an iteration. */
  readonly groups: number;
  /** Times that groups are drawn. */
  readonly iterations: number;
  /** Steps of the optimiser on each drawing. */
  readonly steps: number;
  /** How far the ratio counts, 0..1. */
  readonly epsilon: number;
  /** Price of leaving the reference, at least 0. */
  readonly beta: number;
  readonly rate: number;
  /** Tokens of each prompt, the beginning of a human document; 0: documents from nothing. */
  readonly prompt: number;
  /** Tokens written at most; as many as the context holds unless said. */
  readonly write?: number;
}

/**
 * The loss of a drawing. Inputs: x (B, T), y (B T,); w (B T,): 1 / (B |o_i|) of what was written, else 0; advantage, old, reference
 * (B T,), the last two the log-probabilities under the policy that wrote and the frozen one.
 */
export function groupLoss(
  shape: TransformerShape,
  {B, T, epsilon, beta}: {B: number; T: number; epsilon: number; beta: number},
): LossGraph {
  return {
    build(graph, weights, {index, of}) {
      const part = B / of;
      const rows = {axis: 0, from: index * part * T, to: (index + 1) * part * T};
      const given = (name: string, type: 'int32' | 'float32' = 'float32') => slice(shared(graph, name, [B * T], type), rows);
      const x = slice(shared(graph, 'x', [B, T], 'int32'), {axis: 0, from: index * part, to: (index + 1) * part});
      const [w, advantage, old, reference] = [given('w'), given('advantage'), given('old'), given('reference')];
      const pass = {shape, weights, attend: causal(graph, T, shape)};
      const price = logProbabilityOf(logitsOf(hiddenStates(x, pass), pass), given('y', 'int32'));
      // what was not written may drift to any price: it must not overflow before its weight of 0 takes it out
      const counted = compare('Greater', w, 0);
      const ratio = exp(where(counted, subtract(price, old), 0));
      const gain = minimum(multiply(ratio, advantage), multiply(minimum(maximum(ratio, 1 - epsilon), 1 + epsilon), advantage));
      const behind = where(counted, subtract(reference, price), 0);
      const k3 = subtract(subtract(exp(behind), behind), 1);
      return negate(sum(multiply(w, subtract(gain, multiply(k3, beta)))));
    },
  };
}

/** Rewards of groups of `group` in a row, standardised within each; 0 where a group's are all the same. (n,) -> (n,) */
export function advantagesOf(rewards: Float64Array, group: number): Float64Array {
  const advantages = new Float64Array(rewards.length);
  for (let from = 0; from < rewards.length; from += group) {
    const own = rewards.subarray(from, from + group);
    const mean = own.reduce((a, b) => a + b, 0) / group;
    const sd = Math.sqrt(own.reduce((total, r) => total + square(r - mean), 0) / group);
    // rewards that differ by rounding alone are the same
    if (sd > 1e-9 * Math.max(1, Math.abs(mean))) for (let i = 0; i < group; i++) advantages[from + i] = (own[i] - mean) / sd;
  }
  return advantages;
}

export interface Rewarded {
  /** Human documents that prompts begin. */
  readonly prompts: Text;
  /** Of each document, finite; those of a group are in a row. (n,) -> (n,) */
  reward(documents: Text): Float64Array;
}

/** Weights after training, and the mean reward of each iteration's documents, before it was trained on them. Throws DivergenceError. */
export function trainGroups(
  stream: Stream,
  {steps, tokenizer, weights}: Policy,
  reference: Numbers,
  {prompts, reward}: Rewarded,
  options: GroupOptions,
): {weights: Numbers; rewards: Float64Array} {
  checkOptions(options, steps.shape.context);
  const {group, groups, iterations, epsilon, beta, rate, prompt, write = Infinity} = options;
  const T = steps.shape.context;
  const B = groups * group;
  const trainer = new Trainer(
    {
      runtime: steps.runtime,
      parameters: steps.parameters,
      loss: groupLoss(steps.shape, {B, T, epsilon, beta}),
      optimizer: {betas: BETAS, epsilon: 1e-8, decay: 0},
      clip: POLICY_CLIP,
      parts: partsOf(B, T),
    },
    weights,
  );
  const total = iterations * options.steps;
  const rateOf = policyRate(rate, total);
  const frozen = foldedNorms(reference, steps.shape);
  const beginnings = new Prompts(prompts, tokenizer, prompt);
  const rewards = new Float64Array(iterations);
  for (let k = 0; k < iterations; k++) {
    const own = stream.fork(`iteration/${k}`);
    const now = foldedNorms(trainer.weights(), steps.shape);
    const begun = beginnings.draw(groups, own.fork('prompts'));
    const written = writeGroups(own.fork('documents'), {steps, weights: now, tokenizer}, begun, {group, write});
    const worth = rewardsOf(written.documents, reward);
    rewards[k] = worth.reduce((a, b) => a + b, 0) / B;
    const advantages = advantagesOf(worth, group);
    const batch = {
      x: written.x,
      y: written.y,
      w: written.mask.map((counts, i) => counts / (B * written.lengths[Math.floor(i / T)])),
      advantage: Float32Array.from(written.mask, (_, i) => advantages[Math.floor(i / T)]),
      old: tokenPrices(written, B, {steps, weights: now}),
      reference: tokenPrices(written, B, {steps, weights: frozen}),
    };
    for (let s = 1; s <= options.steps; s++) trainer.train(batch, rateOf(k * options.steps + s));
  }
  return {weights: new Map([...trainer.weights()].map(([name, values]) => [name, values.slice()])), rewards};
}

function rewardsOf(documents: Text, reward: (documents: Text) => Float64Array): Float64Array {
  const worth = reward(documents);
  if (worth.length !== documents.count || !worth.every(Number.isFinite))
    throw new DomainError(`${documents.count} documents want as many finite rewards, got ${worth.length}: ${[...worth.subarray(0, 4)]}`);
  return worth;
}

function checkOptions({group, groups, iterations, steps, epsilon, beta, prompt, write}: GroupOptions, context: number): void {
  const wrong = (name: string, got: number, wanted: string): never => {
    throw new DomainError(`${name} of a group-relative training is ${got}, wanted ${wanted}`);
  };
  if (!(group >= 2)) wrong('group', group, 'at least 2: a document is held against the others of its group');
  for (const [name, value] of Object.entries({groups, iterations, steps, ...(write !== undefined && {write})}))
    if (!(value >= 1)) wrong(name, value, 'at least 1');
  if (!(beta >= 0)) wrong('beta', beta, 'at least 0');
  if (!(epsilon > 0 && epsilon < 1)) wrong('epsilon', epsilon, 'between 0 and 1');
  if (!(prompt >= 0 && prompt < context)) wrong('prompt', prompt, `0 to ${context - 1}, below the context`);
}
