/**
 * Rotary position embedding: every pair of a head's numbers is turned by an angle that grows with the position.
 *
 *   (x_i, x_(i+d/2)) at position t is turned by t base^(-2i/d),   i = 0 .. d/2 - 1
 *
 * so that the product of a query at t and a key at s depends on t - s alone. Pairs lie half a head apart, not side by side: weights that
 * were trained with the other convention have their columns in another order.
 *
 * source   Su et al., RoFormer, arXiv:2104.09864, section 3.2; the halves as in GPT-NeoX and LLaMA
 */

import {DomainError} from '../../core/error.ts';
import {cos, pow, sin} from '../../core/math/index.ts';
import type {Tensor} from '../graph.ts';
import {shapeError} from '../shape.ts';
import {add, multiply, subtract} from './elementwise.ts';
import {concatenate, split} from './layout.ts';

interface RotaryOptions {
  /** Position of the first row; 0 unless said. */
  readonly from?: number;
  /** 10000 unless said. */
  readonly base?: number;
}

/** x: (..., T, d), d even: queries or keys of heads -> the same shape */
export function rotary(x: Tensor, {from = 0, base}: RotaryOptions = {}): Tensor {
  const [T, d] = x.shape.slice(-2);
  checkHead(x);
  const {cos, sin} = rotaryTables(from, T, d, base);
  const table = (values: Float32Array) => x.graph.constant(x.graph.float === 'float64' ? Float64Array.from(values) : values, [T, d / 2]);
  return rotaryBy(x, table(cos), table(sin));
}

/** By cosines and sines that are fed or constant. x: (..., T, d); cos, sin: (T, d/2) of `rotaryTables`. No gradient by the angles. */
export function rotaryBy(x: Tensor, cos: Tensor, sin: Tensor): Tensor {
  const [T, d] = x.shape.slice(-2);
  checkHead(x);
  for (const {shape} of [cos, sin])
    if (shape.length !== 2 || shape[0] !== T || 2 * shape[1] !== d)
      throw shapeError('rotaryBy', [x.shape, shape], `cosines and sines of shape (${T}, ${d / 2})`, 'Make them with rotaryTables.');
  return x.graph.compose(
    'rotary',
    [x],
    () => turned(x, cos, sin, false),
    (g) => [turned(g, cos, sin, true)],
  );
}

/** Cosines and sines of the positions `from` to from + T - 1 in heads of width d: both row-major (T, d/2). */
export function rotaryTables(from: number, T: number, d: number, base = 10_000): {cos: Float32Array; sin: Float32Array} {
  const half = d / 2;
  if (!Number.isInteger(half))
    throw new DomainError(`rotary positions want an even width of a head, got ${d}`, {next: 'Choose other heads.'});
  const cosines = new Float32Array(T * half);
  const sines = new Float32Array(T * half);
  for (let t = 0; t < T; t++)
    for (let i = 0; i < half; i++) {
      const angle = (from + t) * pow(base, (-2 * i) / d);
      cosines[t * half + i] = cos(angle);
      sines[t * half + i] = sin(angle);
    }
  return {cos: cosines, sin: sines};
}

/** Turned by the angles, or back. */
function turned(x: Tensor, cos: Tensor, sin: Tensor, back: boolean): Tensor {
  const half = x.shape.at(-1)! / 2;
  const [a, b] = split(x, -1, [half, half]);
  const [less, more] = back ? [add, subtract] : [subtract, add];
  return concatenate([less(multiply(a, cos), multiply(b, sin)), more(multiply(b, cos), multiply(a, sin))], -1);
}

function checkHead({shape}: Tensor): void {
  if (shape.length < 2 || shape.at(-1)! % 2 !== 0)
    throw shapeError('rotary', [shape], '(..., T, d) with d even', 'Give every head an even width.');
}
