/**
 * x less a multiple of pi/2.
 *
 *   x = n pi/2 + r, |r| <= pi/4 (a little more where the low word decides)      r = remainder[0] + remainder[1]
 *
 * domain   finite numbers above pi/4 in size
 * edge     n is returned, its last bits alone beyond 2^20 pi/2
 * error    r to 85 bits and more up to 2^20 pi/2 (pi/2 in three parts of 33 bits), to 113 bits beyond (2/pi in 1200 bits, by BigInt)
 * source   FreeBSD msun, e_rem_pio2.c; beyond: M. Payne, R. Hanek, ACM SIGNUM Newsletter 18(1), 1983.
 *          Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify, and distribute this
 *          software is freely granted, provided that this notice is preserved.
 * checked  by sin and cos (bench/math.ts)
 */
import {ONE, POWERS} from './powers.ts';
import {highWord} from './words.ts';

/** What the last call left: the remainder's head and tail. */
export const remainder: Float64Array = new Float64Array(2);

const INVERSE_HALF_PI = 0.6366197723675814;
const FIRST = 1.5707963267341256;
const FIRST_REST = 6.077100506506192e-11;
const SECOND = 6.077100506303966e-11;
const SECOND_REST = 2.0222662487959506e-21;
const THIRD = 2.0222662487111665e-21;
const THIRD_REST = 8.4784276603689e-32;
const LARGE = 1647099; // 2^20 pi/2

export function quadrantOf(x: number): number {
  const size = Math.abs(x);
  const n = size < LARGE ? medium(size) : large(size);
  if (x > 0) return n;
  remainder[0] = -remainder[0];
  remainder[1] = -remainder[1];
  return -n;
}

function medium(x: number): number {
  const n = Math.floor(x * INVERSE_HALF_PI + 0.5);
  const exponent = highWord(x) >> 20;
  let r = x - n * FIRST;
  let w = n * FIRST_REST;
  let head = r - w;
  if (exponent - ((highWord(head) >> 20) & 0x7ff) > 16) {
    const before = r;
    w = n * SECOND;
    r = before - w;
    w = n * SECOND_REST - (before - r - w);
    head = r - w;
    if (exponent - ((highWord(head) >> 20) & 0x7ff) > 49) {
      const again = r;
      w = n * THIRD;
      r = again - w;
      w = n * THIRD_REST - (again - r - w);
      head = r - w;
    }
  }
  remainder[0] = head;
  remainder[1] = r - head - w;
  return n;
}

/** 2/pi times 2^1200, and pi/2 times 2^128. */
const TWO_OVER_PI = BigInt(
  `0x${[
    'a2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424dd2e006492eea09d1921cfe1d',
    'eb1cb129a73ee88235f52ebb4484e99c7026b45f7e413991d639835339f49c845f8bbdf9283b1ff897ffde05980fef2f118b',
    '5a0a6d1f6d367ecf27cb09b74f463f669e5fea2d7527bac7ebe5f17b3d0739f78a5292ea6bfb5fb11f8d5d0856033046fc7b',
  ].join('')}`,
);
const HALF_PI = 0x1921fb54442d18469898cc51701b839a2n;
/** Bits that are kept of the fraction of x 2/pi: the nearest float64 to a multiple of pi/2 leaves 62 zeros before them. */
const KEPT = 176n;

function large(x: number): number {
  const exponent = (highWord(x) >> 20) - 1023 - 52;
  const product = BigInt(x * POWERS[ONE - exponent]) * TWO_OVER_PI;
  const point = 1200n - BigInt(exponent);
  const whole = product >> point;
  let fraction = (product - (whole << point)) >> (point - KEPT);
  const up = fraction >> (KEPT - 1n);
  fraction -= up << KEPT;
  const r = fraction * HALF_PI;
  const head = Number(r);
  remainder[0] = head * POWERS[ONE - 304];
  remainder[1] = Number(r - BigInt(head)) * POWERS[ONE - 304];
  return Number((whole + up) & 7n);
}
