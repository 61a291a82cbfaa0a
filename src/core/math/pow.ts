/**
 * x^y.
 *
 *   log2 |x| = t1 + t2 to 68 bits      y (t1 + t2) = n + z, |z| <= 1/2      |x|^y = 2^n 2^z
 *
 * domain   every pair; x < 0 wants an integer y, else NaN
 * edge     as the language's `**`: x^0 = 1 even for NaN, (+-1)^+-Infinity = NaN; x^1 = x, x^2 = x x, x^-1 = 1/x, x^0.5 = sqrt x for x >= 0;
 *          a product of integers that a float64 holds is exact
 * error    below 0.85 ulp
 * cost     about 25 ns, no allocation
 * source   FreeBSD msun, e_pow.c; heads are cut by rounding to float32, not by clearing words. Copyright (C) 2004 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify, and distribute this
 *          software is freely granted, provided that this notice is preserved.
 * checked  against correctly rounded values (bench/math.ts)
 */
import {ONE, POWERS as SHARED, scaled} from './powers.ts';
import {highWord} from './words.ts';

/** A constant of this file, which V8 folds into the code; an import it reads anew at each call. */
const POWERS = SHARED;
const LOG2_3_HALVES_HIGH = 0.5849624872207642;
const LOG2_3_HALVES_LOW = 1.350039202129749e-8;
const L1 = 0.5999999999999946;
const L2 = 0.4285714285785502;
const L3 = 0.33333332981837743;
const L4 = 0.272728123808534;
const L5 = 0.23066074577556175;
const L6 = 0.20697501780033842;
const P1 = 0.16666666666666602;
const P2 = -0.0027777777777015593;
const P3 = 6.613756321437934e-5;
const P4 = -1.6533902205465252e-6;
const P5 = 4.1381367970572385e-8;
const {LN2} = Math;
const LN2_HIGH = 0.6931471824645996;
const LN2_LOW = -1.904654299957768e-9;
/** 1024 - log2 of the least number that rounds to Infinity, negated. */
const OVERFLOW = 8.008566259537294e-17;
const RATIO = 0.9617966939259756; // 2 / (3 ln 2)
const RATIO_HIGH = 0.9617967009544373;
const RATIO_LOW = -7.028461650952758e-9;

/** One long function: V8 boxes what is passed between functions that it cannot inline. */
export function pow(x: number, y: number): number {
  if (y === 2) return x * x;
  if (y === 1 || y === 0) return y === 0 ? 1 : x;
  if (!(x > 0 && x < Infinity && y < 1.8446744073709552e19 && y > -1.8446744073709552e19)) return special(x, y);
  if (x === 1 || y === -1) return 1 / x;
  if (y === 0.5) return Math.sqrt(x);

  // x = 2^n a, base = 1 or 3/2 the nearer to a; s = (a - base) / (a + base) in two parts
  const normal = x >= 2.2250738585072014e-308;
  const scaledUp = normal ? x : x * 9007199254740992;
  const word = highWord(scaledUp);
  const significand = word & 0xfffff;
  const second = significand > 0x3988e && significand < 0xbb67a;
  const exponent = (word >> 20) + (significand >= 0xbb67a ? 1 : 0);
  const n = exponent - (normal ? 1023 : 1076);
  const a = scaledUp * POWERS[ONE + 1023 - exponent];
  const base = second ? 1.5 : 1;
  const u = a - base;
  const v = 1 / (a + base);
  const s = u * v;
  const sHead = Math.fround(s);
  const sumHead = Math.fround(a + base);
  const sTail = v * (u - sHead * sumHead - sHead * (a - (sumHead - base)));

  // log2 x = n + log2 base + 2 / ln 2 (s + s^3/3 + ...) in two parts
  const square = s * s;
  const fourth = square * square;
  const series = L1 + square * L2 + fourth * (L3 + square * L4 + fourth * (L5 + square * L6));
  const r = fourth * series + sTail * (sHead + s);
  const headSquare = sHead * sHead;
  const t = Math.fround(3 + headSquare + r);
  const p = sHead * t;
  const q = sTail * t + (r - (t - 3 - headSquare)) * s;
  const pHead = Math.fround(p + q);
  const zHigh = RATIO_HIGH * pHead;
  const zLow = RATIO_LOW * pHead + (q - (pHead - p)) * RATIO + (second ? LOG2_3_HALVES_LOW : 0);
  const offset = second ? LOG2_3_HALVES_HIGH : 0;
  const logHead = Math.fround(zHigh + zLow + offset + n);
  const logTail = zLow - (logHead - n - offset - zHigh);

  // y log2 x = high + low = k + rest
  const yHead = Math.fround(y);
  const low = (y - yHead) * logHead + y * logTail;
  const high = yHead * logHead;
  const z = low + high;
  if (!(z < 1024 && z > -1075)) return beyond(z, low, high);
  const k = z > 0.5 || z < -0.5 ? (z + (z < 0 ? -0.5 : 0.5)) | 0 : 0;

  // 2^rest = 1 + w + w c / (2 - c), w = rest ln 2 in two parts
  const rest = high - k;
  const restHead = Math.fround(low + rest);
  const wHead = restHead * LN2_HIGH;
  const wTail = (low - (restHead - rest)) * LN2 + restHead * LN2_LOW;
  const w = wHead + wTail;
  const lost = wTail - (w - wHead);
  const g = w * w;
  const c = w - g * (P1 + g * P2 + g * g * (P3 + g * P4 + g * g * P5));
  const power = 1 - ((w * c) / (c - 2) - (lost + w * lost) - w);
  return k > -1022 && k < 1024 ? power * POWERS[ONE + k] : scaled(power, k);
}

/** 2^(low + high) at the edge of the range. */
function beyond(z: number, low: number, high: number): number {
  if (z >= 1024) return z > 1024 || low + OVERFLOW > z - high ? Infinity : Number.MAX_VALUE;
  return z < -1075 || low <= z - high ? 0 : Number.MIN_VALUE;
}

/** x <= 0, or what is not finite, or y beyond 2^64 in size. */
function special(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const size = Math.abs(x);
  if (size === 1 && Math.abs(y) === Infinity) return Number.NaN;
  if (!(Math.abs(y) < 1.8446744073709552e19)) {
    if (size === 1) return 1;
    return size > 1 === y > 0 ? Infinity : 0;
  }
  const odd = Math.abs(y) < 9007199254740992 && Math.abs(y % 2) === 1;
  if (size === 0 || size === Infinity) {
    const value = (size === 0) === y > 0 ? 0 : Infinity;
    return odd && (x < 0 || 1 / x < 0) ? -value : value;
  }
  if (!Number.isInteger(y)) return Number.NaN;
  return odd ? -pow(size, y) : pow(size, y);
}
