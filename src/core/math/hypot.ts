/**
 * Length of a vector, without overflow or underflow on the way.
 *
 *   hypot(x, y) = sqrt(x^2 + y^2)      norm(x) = sqrt(sum x_i^2)
 *
 * shape    hypot: two numbers; norm: (n,)
 * domain   every number
 * edge     Infinity where one is infinite, even beside NaN; else NaN where one is; 0 for nothing
 * error    hypot below 0.9 ulp: squares and their sum in two parts; norm below 1.5 ulp
 * cost     norm: O(n), two passes
 * source   hypot: the squares in two parts of T. J. Dekker, Numerische Mathematik 18, 1971; norm: the sum of W. Kahan, CACM 8(1), 1965,
 *          of squares scaled by a power of two
 * checked  against correctly rounded values (bench/math.ts)
 */
import {powerOfTwo} from './powers.ts';
import {highWord} from './words.ts';

const HUGE = 3.3519519824856493e153; // 2^510
const SMALL = 3.4395525670743494e-136; // 2^-450
const DOWN = 1.90109156629516e-211; // 2^-700
const UP = 5.260135901548374e210; // 2^700
const SPLIT = 134217729;

export function hypot(x: number, y: number): number {
  let a = Math.abs(x);
  let b = Math.abs(y);
  if (a < b) [a, b] = [b, a];
  if (!(b >= 0 && a < Infinity)) return a === Infinity || b === Infinity ? Infinity : Number.NaN;
  if (b === 0 || b < a * 5.551115123125783e-18) return a;
  if (a > HUGE) return rooted(a * DOWN, b * DOWN) * UP;
  if (b < SMALL) return rooted(a * UP, b * UP) * DOWN;
  return rooted(a, b);
}

/** sqrt(a^2 + b^2), the squares exact in two parts. */
function rooted(a: number, b: number): number {
  const aa = a * a;
  const bb = b * b;
  const sum = aa + bb;
  const rest = lowOfSquare(a, aa) + lowOfSquare(b, bb) + (bb - (sum - aa));
  return Math.sqrt(sum + rest);
}

/** a^2 - square, exactly. */
function lowOfSquare(a: number, square: number): number {
  const wide = a * SPLIT;
  const head = a - wide + wide;
  const tail = a - head;
  return head * head - square + 2 * head * tail + tail * tail;
}

export function norm(values: ArrayLike<number>): number {
  let most = 0;
  let broken = false;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]);
    if (size > most) most = size;
    else if (!(size >= 0)) broken = true;
  }
  if (most === Infinity) return Infinity;
  if (broken) return Number.NaN;
  if (most === 0) return 0;
  const unit = most > HUGE || most < SMALL ? powerOfTwo(Math.max(-1022, Math.min(1022, (highWord(most) >> 20) - 1023))) : 1;
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const share = values[i] / unit;
    const term = share * share - lost;
    const next = sum + term;
    lost = next - sum - term;
    sum = next;
  }
  return Math.sqrt(sum) * unit;
}
