/**
 * The standard normal law, by a ziggurat of 256 layers.
 *
 *   m = 53 bits and a half, symmetric about 0;  layer i = 8 bits;  x = m x_i / 2^52, kept where |x| < x_(i+1), which the high word of m mostly shows
 *   beyond it: the wedge by rejection under exp(-x²/2), the tail past R by Marsaglia's exact rejection
 *
 * shape    fillNormal: writes out[from..to)
 * law      N(0, 1) on a grid of 53 bits in each layer; exactly symmetric; the tail has no cut before R + 10
 * edge     `normal` called n times and one `fillNormal` of n take the same words from the stream and give the same bytes
 *          kernel/normal draws the same by vectors, for samples that want no values (normal-kernel.ts)
 * cost     two words and one multiplication for 98.8% of draws, no allocation; the state lives in locals
 * source   G. Marsaglia, W. W. Tsang, "The ziggurat method for generating random variables", J. Stat. Software 5(8), 2000;
 *          J. A. Doornik, "An improved ziggurat method to generate normal random samples", 2005 (separate bits for layer and value);
 *          G. Marsaglia, "Generating a variable from the tail of the normal distribution", Technometrics 6(1), 1964
 * checked  against the normal law by chi-square in the body and, on their own, beyond the last layer and inside the top one
 */
import {exp, log} from '../math/index.ts';
import {checkRange} from './range.ts';
import type {Stream} from './stream.ts';
import {EDGE, HEIGHT, INSIDE, R, WIDTH} from './ziggurat.ts';

/** One draw of N(0, 1). */
export function normal(stream: Stream): number {
  const high = stream.uint32() | 0;
  const low = stream.uint32();
  const layer = low & 255;
  const x = (high * 2097152 + ((low >>> 11) + 0.5)) * WIDTH[layer];
  return (high ^ (high >> 31)) < INSIDE[layer] ? x : outside(stream, x, layer);
}

/** Fills out[from..to) with draws of N(0, 1). The inner loop holds no call, so that the state stays in registers. */
export function fillNormal(stream: Stream, out: Float64Array, from = 0, to = out.length): void {
  checkRange('fillNormal', out.length, from, to);
  const state = stream.state;
  const width = WIDTH;
  const inside = INSIDE;
  let i = from;
  while (i < to) {
    let s0 = state[0];
    let s1 = state[1];
    let s2 = state[2];
    let s3 = state[3];
    let layer = 0;
    let x = 0;
    for (; i < to; i++) {
      let sum = (s0 + s3) | 0;
      const high = (((sum << 7) | (sum >>> 25)) + s0) | 0;
      let t = s1 << 9;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= t;
      s3 = (s3 << 11) | (s3 >>> 21);
      sum = (s0 + s3) | 0;
      const low = (((sum << 7) | (sum >>> 25)) + s0) | 0;
      t = s1 << 9;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= t;
      s3 = (s3 << 11) | (s3 >>> 21);
      layer = low & 255;
      x = (high * 2097152 + ((low >>> 11) + 0.5)) * width[layer];
      if ((high ^ (high >> 31)) >= inside[layer]) break;
      out[i] = x;
    }
    state[0] = s0;
    state[1] = s1;
    state[2] = s2;
    state[3] = s3;
    if (i < to) out[i++] = outside(stream, x, layer);
  }
}

/** The 1.2%: x in `layer` may lie outside the next rectangle. */
function outside(stream: Stream, x: number, layer: number): number {
  if (Math.abs(x) < EDGE[layer + 1]) return x;
  if (layer === 0) return tail(stream, x);
  const y = HEIGHT[layer] + stream.float() * (HEIGHT[layer + 1] - HEIGHT[layer]);
  return y < exp(-0.5 * x * x) ? x : normal(stream);
}

function tail(stream: Stream, side: number): number {
  for (;;) {
    const beyond = -log(1 - stream.float()) / R;
    const e = -log(1 - stream.float());
    if (2 * e > beyond * beyond) return side < 0 ? -(R + beyond) : R + beyond;
  }
}
