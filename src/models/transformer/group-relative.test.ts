import {describe, expect, it} from 'vitest';
import {normal} from '../../core/random/normal.ts';
import {Stream} from '../../core/random/stream.ts';
import {gradients} from '../../tensor/gradients.ts';
import {Graph} from '../../tensor/graph.ts';
import {logProbabilityOf} from '../../tensor/ops/softmax.ts';
import {interpret} from '../../tensor/reference.test-help.ts';
import {weightInputs} from '../network/parameters.ts';
import {advantagesOf, groupLoss} from './group-relative.ts';
import {causal, hiddenStates, logitsOf, parametersOf, type TransformerShape} from './network.ts';

const shape: TransformerShape = {V: 5, width: 4, layers: 1, heads: 2, context: 4, positions: 'learned', activation: 'gelu'};
const parameters = parametersOf(shape);
const [B, T] = [4, 4];
const n = B * T;
const [epsilon, beta] = [0.2, 0.3];
type Feeds = Record<string, Float64Array>;

const stream = Stream.root('group-relative');
const draws = (size: number, scale: number) => Float64Array.from({length: size}, () => scale * normal(stream));
const weights: Feeds = Object.fromEntries(
  parameters.map(({name, shape: s}) => [
    name,
    draws(
      s.reduce((a, b) => a * b, 1),
      0.6,
    ),
  ]),
);
const tokens = () => Float64Array.from({length: n}, () => stream.below(shape.V));
const [x, y] = [tokens(), tokens()];

/** Log-probabilities of the targets by the plain forward pass. */
function pricesAt(fed: Feeds): Float64Array {
  const graph = new Graph({fused: false});
  const pass = {shape, weights: weightInputs(graph, parameters), attend: causal(graph, T, shape)};
  const logits = logitsOf(hiddenStates(graph.input('x', [B, T], 'int32'), pass), pass);
  graph.output('prices', logProbabilityOf(logits, graph.input('y', [n], 'int32')));
  return interpret(graph, {...fed, x, y}).prices;
}

const prices = pricesAt(weights);
const lengths = [3, 1, 4, 2];
const counts = Float64Array.from({length: n}, (_, i) => (i % T < lengths[Math.floor(i / T)] ? 1 : 0));
const worth = advantagesOf(Float64Array.of(1, 0, 5, 2), 2);
const given: Feeds = {
  x,
  y,
  w: counts.map((c, i) => c / (B * lengths[Math.floor(i / T)])),
  advantage: Float64Array.from({length: n}, (_, i) => worth[Math.floor(i / T)]),
  // ratios between .55 and 1.8: on both sides of the clip, and none near its edges
  old: prices.map((price, i) => price - Math.log([1.1, 1.5, 0.6, 0.9, 1.8, 0.55, 1.4][i % 7])),
  reference: prices.map((price) => price + 0.5 * normal(stream)),
};
// what is not written is at no price at all
given.old = given.old.map((price, i) => (counts[i] ? price : -2000));
given.reference = given.reference.map((price, i) => (counts[i] ? price : 2000));

/** The loss by its formula, from prices alone. */
function lossByHand(of: Float64Array): number {
  let total = 0;
  for (let i = 0; i < B; i++) {
    let own = 0;
    for (let t = 0; t < lengths[i]; t++) {
      const at = i * T + t;
      const ratio = Math.exp(of[at] - given.old[at]);
      const clipped = Math.min(Math.max(ratio, 1 - epsilon), 1 + epsilon);
      const behind = Math.exp(given.reference[at] - of[at]);
      own += Math.min(ratio * worth[i], clipped * worth[i]) - beta * (behind - Math.log(behind) - 1);
    }
    total += own / lengths[i];
  }
  return -total / B;
}

function graphOf(of: number, options = {epsilon, beta}, fused = false): Graph {
  const graph = new Graph({fused});
  const inputs = weightInputs(graph, parameters);
  const loss = groupLoss(shape, {B, T, ...options});
  for (let index = 0; index < of; index++) {
    const part = loss.build(graph, inputs, {index, of});
    graph.output(`loss/${index}`, part);
    gradients(part, [...inputs.values()]).forEach((gradient, k) => {
      graph.output(`${parameters[k].name}/${index}`, gradient);
    });
  }
  return graph;
}

const sumOf = (results: Record<string, Float64Array>, name: string, of: number): Float64Array =>
  results[`${name}/0`].map((_, i) => Array.from({length: of}, (__, k) => results[`${name}/${k}`][i]).reduce((a, b) => a + b, 0));

describe('the loss of group-relative policy optimisation', () => {
  it.each([1, 2, 4])('is its formula, in %i parts', (of) => {
    const results = interpret(graphOf(of), {...weights, ...given});
    expect(sumOf(results, 'loss', of)[0]).toBeCloseTo(lossByHand(prices), 6);
  });

  it.each([1, 2])('has the gradients of central differences of the formula, in %i parts', (of) => {
    const results = interpret(graphOf(of, undefined, of === 2), {...weights, ...given});
    const step = 1e-5;
    for (const {name} of parameters) {
      const gradient = sumOf(results, name, of);
      const direction = draws(gradient.length, 1);
      const at = (by: number) => lossByHand(pricesAt({...weights, [name]: weights[name].map((v, i) => v + by * direction[i])}));
      const slope = (at(step) - at(-step)) / (2 * step);
      const along = gradient.reduce((sum, g, i) => sum + g * direction[i], 0);
      expect(Math.abs(along - slope), name).toBeLessThan(1e-6 * (1 + Math.abs(slope)));
    }
  });

  it('holds the ratio within its clip: beyond it a document that did better is not pushed further, one that did worse is', () => {
    const gradientAt = (ratio: number, advantage: number) => {
      const fed = {...given, advantage: new Float64Array(n).fill(advantage), old: prices.map((price) => price - Math.log(ratio))};
      const results = interpret(graphOf(1, {epsilon, beta: 0}), {...weights, ...fed});
      return Math.hypot(...results['tokens/0']);
    };
    expect(gradientAt(1.3, 1)).toBe(0);
    expect(gradientAt(1.1, 1)).toBeGreaterThan(1e-3);
    expect(gradientAt(1.3, -1)).toBeGreaterThan(1e-3);
    expect(gradientAt(0.7, -1)).toBe(0);
    expect(gradientAt(0.7, 1)).toBeGreaterThan(1e-3);
  });

  it('has as price the exact KL distance, where every token stands with its probability', () => {
    const V = shape.V;
    const one = {B: V, T: 1};
    const each = {x: new Float64Array(V), y: Float64Array.from({length: V}, (_, v) => v)};
    const build = () => {
      const graph = new Graph({fused: false});
      return {graph, inputs: weightInputs(graph, parameters)};
    };
    const forward = build();
    const pass = {shape, weights: forward.inputs, attend: causal(forward.graph, 1, shape)};
    const logits = logitsOf(hiddenStates(forward.graph.input('x', [V, 1], 'int32'), pass), pass);
    forward.graph.output('prices', logProbabilityOf(logits, forward.graph.input('y', [V], 'int32')));
    const log = interpret(forward.graph, {...weights, ...each}).prices;
    const reference = Float64Array.of(0.1, 0.4, 0.2, 0.05, 0.25).map(Math.log);
    const {graph, inputs} = build();
    graph.output('loss', groupLoss(shape, {...one, epsilon, beta: 1}).build(graph, inputs, {index: 0, of: 1}));
    const fed = {...each, w: log.map(Math.exp), advantage: new Float64Array(V), old: log, reference};
    const exact = log.reduce((sum, l, v) => sum + Math.exp(l) * (l - reference[v]), 0);
    expect(interpret(graph, {...weights, ...fed}).loss[0]).toBeCloseTo(exact, 6);
  });
});

describe('advantages', () => {
  it('are standardised within a group, and 0 where nothing tells its documents apart', () => {
    const advantages = advantagesOf(Float64Array.of(1, 3, 7, 7, -1e9, 1e9), 2);
    expect([...advantages]).toEqual([-1, 1, 0, 0, -1, 1]);
  });
});
