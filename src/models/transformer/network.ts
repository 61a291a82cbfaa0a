/**
 * A decoder-only transformer, pre-norm, as a graph.
 *
 *   h = tokens[x] (+ positions)
 *   h = h + attention(norm1(h)) ; h = h + mlp(norm2(h))        a block
 *   logits = norm(h) tokens'                                  the head is tied
 *
 * Weights stand as (in, out). Letters: B sequences, T positions, D width, H heads, V vocabulary, n = B T rows.
 * The layers of norm fold into the linear layers behind them (`normLinear`), the factors of the exact GELU into the MLP's.
 */
import type {Graph, Tensor} from '../../tensor/graph.ts';
import {attention, causalMask} from '../../tensor/ops/attention.ts';
import {add, geluOfScaled, multiply, relu, silu} from '../../tensor/ops/elementwise.ts';
import {gatherRows, reshape, slice, split, transpose} from '../../tensor/ops/layout.ts';
import {linear} from '../../tensor/ops/matrix.ts';
import {layerNorm, type Norm, normLinear, standardize} from '../../tensor/ops/norm.ts';
import {rotary} from '../../tensor/ops/rotary.ts';
import type {Parameter, Weights} from '../network/parameters.ts';
import type {Architecture} from './options.ts';

/** An architecture with its vocabulary as it came out. */
export type TransformerShape = Pick<Architecture, 'width' | 'layers' | 'heads' | 'context' | 'positions' | 'activation'> & {
  readonly V: number;
};

const SD = 0.02;

/** All parameters, in the order in which they are saved. Matrices decay; embeddings, gains and biases do not. */
export function parametersOf({V, width: D, layers, context, positions, activation}: TransformerShape): Parameter[] {
  const plain = (name: string, shape: number[], value: number): Parameter => ({name, shape, start: {value}, decays: false});
  const weight = (name: string, shape: number[], sd = SD): Parameter => ({name, shape, start: {sd}, decays: true});
  const norm = (name: string) => [plain(`${name}.gain`, [D], 1), plain(`${name}.bias`, [D], 0)];
  const linearOf = (name: string, from: number, to: number, sd?: number) => [
    weight(`${name}.weight`, [from, to], sd),
    plain(`${name}.bias`, [to], 0),
  ];
  const residual = SD / Math.sqrt(2 * layers);
  const block = (l: number) => [
    ...norm(`block${l}.norm1`),
    ...linearOf(`block${l}.qkv`, D, 3 * D),
    ...linearOf(`block${l}.out`, D, D, residual),
    ...norm(`block${l}.norm2`),
    ...(activation === 'swiglu' ? linearOf(`block${l}.gate`, D, 4 * D) : []),
    ...linearOf(`block${l}.up`, D, 4 * D),
    ...linearOf(`block${l}.down`, 4 * D, D, residual),
  ];
  const embedding = (name: string, rows: number): Parameter => ({name, shape: [rows, D], start: {sd: SD}, decays: false});
  return [
    embedding('tokens', V),
    ...(positions === 'learned' ? [embedding('positions', context)] : []),
    ...Array.from({length: layers}, (_, l) => block(l)).flat(),
    ...norm('norm'),
  ];
}

/** Heads of one layer. q, k, v: (B, H, T, d) -> (B, H, T, d) */
export type Attend = (heads: {readonly q: Tensor; readonly k: Tensor; readonly v: Tensor}, layer: number) => Tensor;

/** What an element-wise mask makes of activations: dropout in training; undefined elsewhere. */
type Drop = (x: Tensor, name: string) => Tensor;

export interface ForwardPass {
  readonly shape: TransformerShape;
  readonly weights: Weights;
  readonly attend: Attend;
  readonly drop?: Drop;
  /** Whether the weights are those of `foldedNorms`: for models that are trained no more. */
  readonly folded?: boolean;
}

/** Every position sees itself and those before it. */
export function causal(graph: Graph, T: number, {positions}: TransformerShape, folded = false): Attend {
  const mask = causalMask(graph, T);
  const turned = (x: Tensor) => (positions === 'rotary' ? rotary(x) : x);
  return ({q, k, v}) => attention(turned(q), turned(k), v, {mask, ...(folded && {scale: 1})});
}

/** Hidden states behind the blocks, before the last norm. x: (B, T) int32 -> (n, D) */
export function hiddenStates(x: Tensor, pass: ForwardPass): Tensor {
  const [B, T] = x.shape;
  const {width: D, layers, positions} = pass.shape;
  const drop = pass.drop ?? ((y: Tensor) => y);
  let h = gatherRows(pass.weights.get('tokens')!, x);
  if (positions === 'learned') h = add(h, slice(pass.weights.get('positions')!, {axis: 0, from: 0, to: T}));
  h = drop(reshape(h, [B * T, D]), 'embedding');
  for (let l = 0; l < layers; l++) h = block(h, {l, B, T}, pass);
  return h;
}

const lastNorm = (weights: Weights): Norm => ({gain: weights.get('norm.gain')!, bias: weights.get('norm.bias')!});

/** (n, D) -> (n, V) */
export function logitsOf(h: Tensor, {weights, folded}: Pick<ForwardPass, 'weights' | 'folded'>): Tensor {
  if (folded) return linear(standardize(h), weights.get('head.weight')!, weights.get('head.bias')!, {transposeB: true});
  return normLinear(h, lastNorm(weights), weights.get('tokens')!, undefined, {transposeB: true});
}

/** Hidden states behind the last norm: features. (n, D) -> (n, D) */
export function featuresOf(h: Tensor, weights: Weights): Tensor {
  const {gain, bias} = lastNorm(weights);
  return layerNorm(h, gain, bias);
}

interface Place {
  readonly l: number;
  readonly B: number;
  readonly T: number;
}

function block(h: Tensor, {l, B, T}: Place, pass: ForwardPass): Tensor {
  const {width: D, heads: H} = pass.shape;
  const of = (name: string) => pass.weights.get(`block${l}.${name}`)!;
  const qkv = queriesKeysValues(h, of, pass);
  const split3 = split(transpose(reshape(qkv, [B, T, 3, H, D / H]), [2, 0, 3, 1, 4]), 0, [1, 1, 1]);
  const [q, k, v] = split3.map((one) => reshape(one, [B, H, T, D / H]));
  const seen = reshape(transpose(pass.attend({q, k, v}, l), [0, 2, 1, 3]), [B * T, D]);
  return behindAttention(h, seen, of, {...pass, ...(pass.drop && {drop: (x, name) => pass.drop!(x, `block${l}.${name}`)})});
}

/** The weights of one block, by their names in it. */
type BlockWeights = (name: string) => Tensor;

/** (n, D) -> (n, 3 D): the queries of all heads, their keys, their values */
export function queriesKeysValues(h: Tensor, of: BlockWeights, {folded}: Pick<ForwardPass, 'folded'>): Tensor {
  return normed(h, {of, norm: 'norm1', to: 'qkv', folded});
}

/** The block's end: what its heads have seen and the MLP, each added to what came in. h, seen: (n, D) -> (n, D) */
export function behindAttention(h: Tensor, seen: Tensor, of: BlockWeights, pass: Pick<ForwardPass, 'shape' | 'folded' | 'drop'>): Tensor {
  const dropped = (x: Tensor, name: string) => (pass.drop ? pass.drop(x, name) : x);
  const middle = add(h, dropped(linear(seen, of('out.weight'), of('out.bias')), 'out'));
  return add(middle, dropped(mlp(middle, of, pass), 'down'));
}

interface Normed {
  readonly of: BlockWeights;
  readonly norm: 'norm1' | 'norm2';
  readonly to: 'qkv' | 'up' | 'gate';
  readonly factor?: number;
  readonly folded?: boolean;
}

/** factor * (norm(h) W + b) */
function normed(h: Tensor, {of, norm, to, factor, folded}: Normed): Tensor {
  const [weight, bias] = [of(`${to}.weight`), of(`${to}.bias`)];
  if (folded) return linear(standardize(h), weight, bias);
  return normLinear(h, {gain: of(`${norm}.gain`), bias: of(`${norm}.bias`)}, weight, bias, {factor});
}

function mlp(h: Tensor, of: BlockWeights, {shape: {activation}, folded}: Pick<ForwardPass, 'shape' | 'folded'>): Tensor {
  const down = (x: Tensor, factor = 1) => linear(x, of('down.weight'), of('down.bias'), {factor});
  const up = normed(h, {of, norm: 'norm2', to: 'up', factor: activation === 'gelu' ? Math.SQRT1_2 : 1, folded});
  if (activation === 'gelu') return down(geluOfScaled(up), Math.SQRT1_2);
  if (activation === 'relu') return down(relu(up));
  return down(multiply(silu(normed(h, {of, norm: 'norm2', to: 'gate', folded})), up));
}
