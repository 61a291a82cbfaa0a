/**
 * Draws of N(0, 1) by the ziggurat of src/core/random/normal.ts, which is the law, bit for bit, and explains the tables.
 *
 * A draw takes two words of the stream, a pair, and one beside the rectangles takes further whole pairs. So pairs are made ahead, in
 * blocks of four lanes of LANE pairs, four at a time: lane l begins where the stream is after l LANE pairs, which is a linear map of its state over
 * GF(2) (JUMP). Then the draws are read off the pairs in their order. Places are byte offsets.
 */
import {exp, log} from './host';

/** Pairs of a lane, and of a block: for 100 draws a block is mostly enough. */
const LANE: u32 = 27;
const BLOCK: u32 = 4 * LANE;
const HALF: u32 = 2 * LANE;
/** The state is kept at every fourth pair of the lanes, to go on from where the draws end. */
const KEPT: u32 = 4;
const R: f64 = 3.654152885361009;
const TWO_21: f64 = 2097152;

/** Of the map by LANE pairs, the sum of columns for each value of each of 32 digits of 4 bits. (32, 16, 4) words */
const JUMP: usize = 4096;
/** Of each layer x_i / 2^52 and x_(i+1), and the heights of its edges, exp(-x_i² / 2) and exp(-x_(i+1)² / 2). (256, 2) f64 each */
const LAYERS: usize = JUMP + 32 * 16 * 16;
const HEIGHTS: usize = LAYERS + 256 * 16;
/** Four words: before a call where the stream is, after it where it is then. */
const STATE: usize = HEIGHTS + 256 * 16;
/** One f64. */
const RESULT: usize = STATE + 16;
/** Where the next block begins: four words. */
const NEXT: usize = RESULT + 16;
/** A bit a pair, two lanes a half: whether it is beyond the next layer's edge. (2,) words of 64 bits */
const BEYOND: usize = NEXT + 16;
/** States of the four lanes, word by word, at every fourth pair. (7, 4, 4) words */
const STATES: usize = BEYOND + 16;
/** Words of pairs: high ones of the four lanes, then low ones. (LANE, 2, 4) words */
const PAIRS: usize = STATES + 7 * 64;
/** (BLOCK,) f64 */
const VALUES: usize = PAIRS + LANE * 32;
const OUT: usize = 24576;

/** Where the host finds what it writes and reads. */
export const tables: usize = JUMP;
export const state: usize = STATE;
export const result: usize = RESULT;
export const out: usize = OUT;

/** Memory for so many draws. False where there is none left. */
export function reserve(n: u32): bool {
  const pages = ((OUT + ((<usize>n) << 3)) >> 16) + 1;
  const there = memory.size() as u32;
  return pages <= there || memory.grow((pages - there) as i32) >= 0;
}

/** n draws times sd to `out`; returns their mean, and leaves the sum of squares about it in `result`. */
export function drawLine(n: u32, sd: f64): f64 {
  draw(n, sd);
  const mean = sumFour(n) / n;
  store<f64>(RESULT, squaresFour(n, mean));
  return mean;
}

/** n draws times sd to `out`. */
export function draw(n: u32, sd: f64): void {
  v128.store(NEXT, v128.load(STATE));
  block();
  let to = OUT;
  const end = OUT + ((<usize>n) << 3);
  let at: u32 = 0;
  let half: u32 = 0;
  let bits = load<u64>(BEYOND);
  while (true) {
    const left: u32 = ((end - to) >> 3) as u32;
    const next = bits === 0 ? half + HALF : half + (ctz(bits) as u32);
    const until = min(next, at + left);
    to = scaled(at, until, to, sd);
    at = until;
    if (to === end) break;
    if (bits === 0) {
      if (half === HALF) {
        block();
        at = 0;
      }
      half ^= HALF;
      bits = load<u64>(BEYOND + (half === 0 ? 0 : 8));
      continue;
    }
    let x = load<f64>(VALUES + (at << 3));
    const layer = load<u32>(placeOf(at), 16) & 255;
    at++;
    if (layer === 0) {
      let further: f64, e: f64;
      do {
        at = room(at);
        further = -log(1 - float(at++)) / R;
        at = room(at);
        e = -log(1 - float(at++));
      } while (!(2 * e > further * further));
      x = x < 0 ? -(R + further) : R + further;
    } else {
      at = room(at);
      const low = load<f64>(HEIGHTS + (layer << 4));
      const y = low + float(at++) * (load<f64>(HEIGHTS + (layer << 4), 8) - low);
      if (!(y < exp(-0.5 * x * x))) {
        half = at < HALF ? 0 : HALF;
        bits = bitsFrom(at, half);
        continue;
      }
    }
    store<f64>(to, x * sd);
    to += 8;
    if (to === end) break;
    half = at < HALF ? 0 : HALF;
    bits = bitsFrom(at, half);
  }
  leave(at);
}

/** Whether a pair is there to be read: else the next block is made. */
function room(at: u32): u32 {
  if (at < BLOCK) return at;
  block();
  return 0;
}

/** Uniform on [0, 1), of a pair. */
function float(at: u32): f64 {
  const pair = placeOf(at);
  return (((load<u32>(pair) >>> 5) as f64) * 67108864 + ((load<u32>(pair, 16) >>> 6) as f64)) * 1.1102230246251565e-16;
}

/** Of a pair's high word; its low word is 16 bytes on. */
function placeOf(at: u32): usize {
  return PAIRS + (((at % LANE) << 5) + ((at / LANE) << 2));
}

/** Values of pairs from..until, times sd; returns where the next goes. */
function scaled(from: u32, until: u32, to: usize, sd: f64): usize {
  const factor = f64x2.splat(sd);
  let at = VALUES + (from << 3);
  const end = VALUES + (until << 3);
  for (; at + 16 <= end; at += 16, to += 16) v128.store(to, f64x2.mul(v128.load(at), factor));
  if (at < end) {
    store<f64>(to, load<f64>(at) * sd);
    to += 8;
  }
  return to;
}

/** Of a half, the bits of pairs from `at` on. */
function bitsFrom(at: u32, half: u32): u64 {
  return load<u64>(BEYOND + (half === 0 ? 0 : 8)) & (~(<u64>0) << (at - half));
}

/** The next four lanes of pairs, with what each would give. */
function block(): void {
  const a = v128.load(NEXT);
  const b = jumped(a);
  const c = jumped(b);
  const d = jumped(c);
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const abHigh = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cdHigh = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  let s0 = v128.shuffle<i64>(ab, cd, 0, 2);
  let s1 = v128.shuffle<i64>(ab, cd, 1, 3);
  let s2 = v128.shuffle<i64>(abHigh, cdHigh, 0, 2);
  let s3 = v128.shuffle<i64>(abHigh, cdHigh, 1, 3);
  let beyond = i32x4.splat(0);
  let bit = i32x4.splat(1);
  const half = f64x2.splat(0.5);
  const factor = f64x2.splat(TWO_21);
  for (let j: u32 = 0; j < LANE; j++) {
    if (j % KEPT === 0) {
      const kept = STATES + (j / KEPT) * 64;
      v128.store(kept, s0);
      v128.store(kept, s1, 16);
      v128.store(kept, s2, 32);
      v128.store(kept, s3, 48);
    }
    let sum = i32x4.add(s0, s3);
    const high = i32x4.add(v128.or(i32x4.shl(sum, 7), i32x4.shr_u(sum, 25)), s0);
    let t = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = v128.or(i32x4.shl(s3, 11), i32x4.shr_u(s3, 21));
    sum = i32x4.add(s0, s3);
    const low = i32x4.add(v128.or(i32x4.shl(sum, 7), i32x4.shr_u(sum, 25)), s0);
    t = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = v128.or(i32x4.shl(s3, 11), i32x4.shr_u(s3, 21));

    const pair = PAIRS + (j << 5);
    v128.store(pair, high);
    v128.store(pair, low, 16);
    const rest = i32x4.shr_u(low, 11);
    const a0 = v128.load(LAYERS + ((<usize>load<u8>(pair, 16)) << 4));
    const a1 = v128.load(LAYERS + ((<usize>load<u8>(pair, 20)) << 4));
    const a2 = v128.load(LAYERS + ((<usize>load<u8>(pair, 24)) << 4));
    const a3 = v128.load(LAYERS + ((<usize>load<u8>(pair, 28)) << 4));
    const m01 = f64x2.add(f64x2.mul(f64x2.convert_low_i32x4_s(high), factor), f64x2.add(f64x2.convert_low_i32x4_s(rest), half));
    const high23 = v128.shuffle<i64>(high, high, 1, 0);
    const rest23 = v128.shuffle<i64>(rest, rest, 1, 0);
    const m23 = f64x2.add(f64x2.mul(f64x2.convert_low_i32x4_s(high23), factor), f64x2.add(f64x2.convert_low_i32x4_s(rest23), half));
    const x01 = f64x2.mul(m01, v128.shuffle<i64>(a0, a1, 0, 2));
    const x23 = f64x2.mul(m23, v128.shuffle<i64>(a2, a3, 0, 2));
    const beyond01 = f64x2.ge(f64x2.abs(x01), v128.shuffle<i64>(a0, a1, 1, 3));
    const beyond23 = f64x2.ge(f64x2.abs(x23), v128.shuffle<i64>(a2, a3, 1, 3));
    beyond = v128.or(beyond, v128.and(v128.shuffle<i32>(beyond01, beyond23, 0, 2, 4, 6), bit));
    bit = i32x4.shl(bit, 1);
    const value = VALUES + (j << 3);
    v128.store_lane<i64>(value, x01, 0);
    v128.store_lane<i64>(value, x01, 1, LANE * 8);
    v128.store_lane<i64>(value, x23, 0, 2 * LANE * 8);
    v128.store_lane<i64>(value, x23, 1, 3 * LANE * 8);
  }
  store<u64>(BEYOND, (i32x4.extract_lane(beyond, 0) as u64) | ((i32x4.extract_lane(beyond, 1) as u64) << LANE));
  store<u64>(BEYOND, (i32x4.extract_lane(beyond, 2) as u64) | ((i32x4.extract_lane(beyond, 3) as u64) << LANE), 8);
  store<i32>(NEXT, i32x4.extract_lane(s0, 3));
  store<i32>(NEXT, i32x4.extract_lane(s1, 3), 4);
  store<i32>(NEXT, i32x4.extract_lane(s2, 3), 8);
  store<i32>(NEXT, i32x4.extract_lane(s3, 3), 12);
}

/** The state after LANE pairs more. */
function jumped(words: v128): v128 {
  return v128.xor(
    v128.xor(digits(i32x4.extract_lane(words, 0), JUMP), digits(i32x4.extract_lane(words, 1), JUMP + 2048)),
    v128.xor(digits(i32x4.extract_lane(words, 2), JUMP + 4096), digits(i32x4.extract_lane(words, 3), JUMP + 6144)),
  );
}

function digits(word: u32, table: usize): v128 {
  const a = v128.xor(v128.load(table + ((word & 15) << 4)), v128.load(table + (((word >>> 4) & 15) << 4), 256));
  const b = v128.xor(v128.load(table + (((word >>> 8) & 15) << 4), 512), v128.load(table + (((word >>> 12) & 15) << 4), 768));
  const c = v128.xor(v128.load(table + (((word >>> 16) & 15) << 4), 1024), v128.load(table + (((word >>> 20) & 15) << 4), 1280));
  const d = v128.xor(v128.load(table + (((word >>> 24) & 15) << 4), 1536), v128.load(table + ((word >>> 28) << 4), 1792));
  return v128.xor(v128.xor(a, b), v128.xor(c, d));
}

/** Leaves the state where `at` pairs of the block are read. */
function leave(at: u32): void {
  if (at === BLOCK) {
    v128.store(STATE, v128.load(NEXT));
    return;
  }
  const lane = at / LANE;
  const pair = at % LANE;
  const kept = STATES + (pair / KEPT) * 64 + (lane << 2);
  let s0 = load<u32>(kept);
  let s1 = load<u32>(kept, 16);
  let s2 = load<u32>(kept, 32);
  let s3 = load<u32>(kept, 48);
  for (let steps = 2 * (pair % KEPT); steps > 0; steps--) {
    const t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = rotl(s3, 11);
  }
  store<u32>(STATE, s0);
  store<u32>(STATE, s1, 4);
  store<u32>(STATE, s2, 8);
  store<u32>(STATE, s3, 12);
}

/** As sumFour of src/models/moments.ts adds. */
function sumFour(n: u32): f64 {
  let ab = f64x2.splat(0);
  let ce = f64x2.splat(0);
  let at = OUT;
  const end = OUT + ((<usize>n) << 3);
  for (; at + 32 <= end; at += 32) {
    ab = f64x2.add(ab, v128.load(at));
    ce = f64x2.add(ce, v128.load(at, 16));
  }
  let a = f64x2.extract_lane(ab, 0);
  for (; at < end; at += 8) a += load<f64>(at);
  return a + f64x2.extract_lane(ab, 1) + (f64x2.extract_lane(ce, 0) + f64x2.extract_lane(ce, 1));
}

/** As squaresFour of src/models/moments.ts adds. */
function squaresFour(n: u32, shift: f64): f64 {
  const mean = f64x2.splat(shift);
  let ab = f64x2.splat(0);
  let ce = f64x2.splat(0);
  let at = OUT;
  const end = OUT + ((<usize>n) << 3);
  for (; at + 32 <= end; at += 32) {
    const w = f64x2.sub(v128.load(at), mean);
    const y = f64x2.sub(v128.load(at, 16), mean);
    ab = f64x2.add(ab, f64x2.mul(w, w));
    ce = f64x2.add(ce, f64x2.mul(y, y));
  }
  let a = f64x2.extract_lane(ab, 0);
  for (; at < end; at += 8) a += (load<f64>(at) - shift) * (load<f64>(at) - shift);
  return a + f64x2.extract_lane(ab, 1) + (f64x2.extract_lane(ce, 0) + f64x2.extract_lane(ce, 1));
}
