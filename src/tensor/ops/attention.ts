/**
 * Scaled dot-product attention.
 *
 *   P = softmax(scale Q K' + mask),  O = P V
 *
 * with the derivative of the softmax taken from the output, over D values a row where the chain rule goes over T:
 *
 *   dS = P (dP - sum_d dO O)
 *
 * source   Dao et al., arXiv:2205.14135, appendix B.2
 */
import {DomainError} from '../../core/error.ts';
import type {Graph, Tensor} from '../graph.ts';
import {zeros} from '../memory.ts';
import {broadcastShape, sameShape, shapeError} from '../shape.ts';
import {add, multiply, subtract, sumTo} from './elementwise.ts';
import {matmul} from './matrix.ts';
import {sum} from './reduce.ts';
import {softmax} from './softmax.ts';

interface AttentionOptions {
  /** 1 / sqrt(d) unless said. */
  readonly scale?: number;
  /** Added to the scores, broadcast: 0 where a query may look, far below where it may not. */
  readonly mask?: Tensor;
}

/** q: (..., T, d); k: (..., S, d); v: (..., S, e) -> (..., T, e). What stands before the last two is broadcast. */
export function attention(q: Tensor, k: Tensor, v: Tensor, {scale = 1 / Math.sqrt(q.shape.at(-1)!), mask}: AttentionOptions = {}): Tensor {
  checkAttention(q, k, v, mask);
  let weights: Tensor;
  let out: Tensor;
  const build = () => {
    const scores = matmul(q, k, {transposeB: true, factor: scale});
    weights = softmax(mask ? add(scores, mask) : scores);
    out = matmul(weights, v);
    return out;
  };
  return q.graph.compose('attention', mask ? [q, k, v, mask] : [q, k, v], build, (g) => {
    const toWeights = matmul(g, v, {transposeB: true});
    const toScores = multiply(weights, subtract(toWeights, sum(multiply(g, out), {axes: [-1], keep: true})));
    return [
      sumTo(matmul(toScores, k, {factor: scale}), q.shape),
      sumTo(matmul(toScores, q, {transposeA: true, factor: scale}), k.shape),
      sumTo(matmul(weights, g, {transposeA: true}), v.shape),
      mask && sumTo(toScores, mask.shape),
    ];
  });
}

function checkAttention({shape: q}: Tensor, {shape: k}: Tensor, {shape: v}: Tensor, mask?: Tensor): void {
  if (Math.min(q.length, k.length, v.length) < 2 || q.at(-1) !== k.at(-1) || k.at(-2) !== v.at(-2))
    throw shapeError(
      'attention',
      [q, k, v],
      'queries (..., T, d), keys (..., S, d) and values (..., S, e)',
      'Transpose heads before positions.',
    );
  const scores = [...broadcastShape('attention', q.slice(0, -2), k.slice(0, -2)), q.at(-2)!, k.at(-2)!];
  if (mask && !sameShape(broadcastShape('the mask of attention', scores, mask.shape), scores))
    throw shapeError(
      'the mask of attention',
      [scores, mask.shape],
      `a mask that is broadcast to the scores`,
      'Give it no more dimensions.',
    );
}

/** (T, S): 0 where query i of the last T of S may look (at itself and before), -1e9 where not. */
export function causalMask(graph: Graph, T: number, S = T): Tensor {
  if (S < T)
    throw new DomainError(`a causal mask wants at least as many keys as queries, got ${S} and ${T}`, {
      next: 'Queries are the last of the keys.',
    });
  const values = zeros('a causal mask', [T, S]);
  for (let i = 0; i < T; i++) values.fill(-1e9, i * S + S - T + i + 1, (i + 1) * S);
  return graph.constant(graph.float === 'float64' ? Float64Array.from(values) : values, [T, S]);
}
