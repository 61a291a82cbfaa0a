/**
 * Products of matrices. Transposes and factors are part of the product wherever the runtime has such an operator.
 */
import {nodeOf, type Tensor} from '../graph.ts';
import {broadcastShape, shapeError} from '../shape.ts';
import {multiply, sumTo} from './elementwise.ts';
import {reshape, swapLast} from './layout.ts';
import {sum} from './reduce.ts';

interface ProductOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  readonly factor?: number;
}

/** factor * A B over the last two dimensions; those before them are broadcast. A: (..., m, k), B: (..., k, n) -> (..., m, n) */
export function matmul(a: Tensor, b: Tensor, options: ProductOptions = {}): Tensor {
  const {transposeA = false, transposeB = false, factor = 1} = options;
  const shape = productShape(a, b, {transposeA, transposeB});
  const backward = ([g]: readonly (Tensor | undefined)[]) => [
    sumTo(
      transposeA ? matmul(b, g!, {transposeA: transposeB, transposeB: true, factor}) : matmul(g!, b, {transposeB: !transposeB, factor}),
      a.shape,
    ),
    sumTo(
      transposeB ? matmul(g!, a, {transposeA: true, transposeB: transposeA, factor}) : matmul(a, g!, {transposeA: !transposeA, factor}),
      b.shape,
    ),
  ];
  if (!transposeA && !transposeB && factor === 1) return nodeOf('MatMul', [a, b], shape, {backward});
  if (a.graph.fused) {
    const attributes = {transA: Number(transposeA), transB: Number(transposeB), alpha: {float: factor}};
    return nodeOf('FusedMatMul', [a, b], shape, {domain: 'com.microsoft', attributes, backward});
  }
  const product = matmul(transposeA ? swapLast(a) : a, transposeB ? swapLast(b) : b);
  return factor === 1 ? product : multiply(product, factor);
}

function productShape(a: Tensor, b: Tensor, {transposeA, transposeB}: {transposeA: boolean; transposeB: boolean}): number[] {
  const wanted = `(..., m, k) and (..., k, n)${transposeA ? ', A transposed' : ''}${transposeB ? ', B transposed' : ''}`;
  if (a.shape.length < 2 || b.shape.length < 2) throw shapeError('MatMul', [a.shape, b.shape], wanted, 'Reshape vectors to matrices.');
  const [m, k] = transposeA ? [a.shape.at(-1)!, a.shape.at(-2)!] : [a.shape.at(-2)!, a.shape.at(-1)!];
  const [k2, n] = transposeB ? [b.shape.at(-1)!, b.shape.at(-2)!] : [b.shape.at(-2)!, b.shape.at(-1)!];
  if (k !== k2) throw shapeError('MatMul', [a.shape, b.shape], `${wanted}: the inner extents are ${k} and ${k2}`, 'Transpose one side.');
  return [...broadcastShape('MatMul', a.shape.slice(0, -2), b.shape.slice(0, -2)), m, n];
}

interface LinearOptions {
  readonly transposeB?: boolean;
  readonly factor?: number;
  /** Of the bias. */
  readonly biasFactor?: number;
}

/** factor * x W + biasFactor * bias. x: (n, k), W: (k, m), or (m, k) where it is transposed; bias: (m,) -> (n, m) */
export function linear(x: Tensor, weight: Tensor, bias?: Tensor, options: LinearOptions = {}): Tensor {
  const {transposeB = false, factor = 1, biasFactor = 1} = options;
  const [k, m] = transposeB ? [weight.shape[1], weight.shape[0]] : weight.shape;
  if (x.shape.length !== 2 || weight.shape.length !== 2 || x.shape[1] !== k)
    throw shapeError('a linear layer', [x.shape, weight.shape], '(n, k) and (k, m)', 'Reshape x to rows.');
  if (bias && (bias.shape.length !== 1 || bias.shape[0] !== m))
    throw shapeError('a linear layer', [weight.shape, bias.shape], `a bias of shape (${m})`, 'Give it one number a column.');
  return gemm(x, weight, bias, {transposeB, factor, biasFactor});
}

interface GemmOptions extends ProductOptions {
  readonly biasFactor?: number;
}

function gemm(a: Tensor, b: Tensor, bias: Tensor | undefined, options: GemmOptions): Tensor {
  const {transposeA = false, transposeB = false, factor = 1, biasFactor = 1} = options;
  const shape = productShape(a, b, {transposeA, transposeB});
  const attributes = {transA: Number(transposeA), transB: Number(transposeB), alpha: {float: factor}, beta: {float: biasFactor}};
  return nodeOf('Gemm', bias ? [a, b, bias] : [a, b], shape, {
    attributes,
    backward: ([g]) => [
      transposeA
        ? gemm(b, g!, undefined, {transposeA: transposeB, transposeB: true, factor})
        : gemm(g!, b, undefined, {transposeB: !transposeB, factor}),
      transposeB
        ? gemm(g!, a, undefined, {transposeA: true, transposeB: transposeA, factor})
        : gemm(a, g!, undefined, {transposeA: !transposeA, factor}),
      ...(bias ? [scaled(sumOfRows(g!), biasFactor)] : []),
    ],
  });
}

const scaled = (x: Tensor, factor: number): Tensor => (factor === 1 ? x : multiply(x, factor));

/** The sum over rows: (n, m) -> (m,), as a product with ones where runtimes sum columns slowly. */
export function sumOfRows(x: Tensor): Tensor {
  const [n, m] = x.shape;
  return x.graph.fused ? reshape(matmul(x.graph.filled(1, [1, n]), x), [m]) : sum(x, {axes: [0]});
}
