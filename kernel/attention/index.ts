/**
 * One further position of attention over the positions before it, for one layer of a batch: src/tensor/cached-attention.ts is the
 * law, bit for bit, and explains the layout. Places are byte offsets; sums are in the order of the law, four positions or four numbers of
 * a head side by side.
 */

/** Positions of a block of the cache, and of a group whose keys stand interleaved. */
const BLOCK: u32 = 32;
const GROUP: u32 = 4;
const FAR_BELOW: f32 = -1e30;

export function attend(
  qkv: usize,
  out: usize,
  scores: usize,
  layer: usize,
  stride: usize,
  rows: u32,
  heads: u32,
  size: u32,
  length: u32,
): void {
  const width = heads * size;
  const padded = (size + 3) & ~3;
  const headKeys: usize = (BLOCK * size) << 2;
  const headValues: usize = (BLOCK * padded) << 2;
  const values: usize = rows * heads * headKeys;
  const last = length - 1;
  const lastBlock = layer + (last / BLOCK) * stride;
  const inBlock = last % BLOCK;
  for (let row: u32 = 0; row < rows; row++) {
    for (let head: u32 = 0; head < heads; head++) {
      const at: usize = row * heads + head;
      const query = qkv + ((row * 3 * width + head * size) << 2);
      const keysAt = at * headKeys;
      const valuesAt = values + at * headValues;
      append(query, lastBlock + keysAt, lastBlock + valuesAt, width, size, padded, inBlock);
      score(query, scores, layer + keysAt, stride, size, length);
      const sum = weigh(scores, length);
      gather(out + ((row * width + head * size) << 2), scores, layer + valuesAt, stride, size, padded, length, sum);
    }
  }
}

/** Puts the position's own key and value into the cache. */
// @ts-expect-error: decorator
function append(query: usize, keys: usize, values: usize, width: u32, size: u32, padded: u32, inBlock: u32): void {
  const key = query + (width << 2);
  const value = query + (width << 3);
  const to = keys + (((inBlock / GROUP) * size * GROUP + (inBlock % GROUP)) << 2);
  for (let i: u32 = 0; i < size; i++) store<f32>(to + (i << 4), load<f32>(key + (i << 2)));
  memory.copy(values + ((inBlock * padded) << 2), value, size << 2);
}

/** scores: (length,), rounded up to 16 positions, those beyond far below. */
// @ts-expect-error: decorator
function score(query: usize, scores: usize, keys: usize, stride: usize, size: u32, length: u32): void {
  const group: usize = size << 4;
  let to = scores;
  for (let begin: u32 = 0; begin < length; begin += 16) {
    let key = keys + (begin / BLOCK) * stride + ((begin % BLOCK) / GROUP) * group;
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    const end = query + (size << 2);
    for (let at = query; at < end; at += 4) {
      const q = v128.load32_splat(at);
      a = f32x4.add(a, f32x4.mul(q, v128.load(key)));
      b = f32x4.add(b, f32x4.mul(q, v128.load(key + group)));
      c = f32x4.add(c, f32x4.mul(q, v128.load(key + 2 * group)));
      d = f32x4.add(d, f32x4.mul(q, v128.load(key + 3 * group)));
      key += 16;
    }
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
    to += 64;
  }
  for (let p = length; p & 15; p++) store<f32>(scores + (p << 2), FAR_BELOW);
}

/** Puts exp(score - largest) in place of the scores, and returns their sum. */
// @ts-expect-error: decorator
function weigh(scores: usize, length: u32): f32 {
  const end = scores + (((length + 15) & ~15) << 2);
  let most = f32x4.splat(FAR_BELOW);
  for (let at = scores; at < end; at += 16) most = f32x4.pmax(most, v128.load(at));
  const largest = f32x4.splat(
    max(max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)), max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3))),
  );
  let sum = f32x4.splat(0);
  for (let at = scores; at < end; at += 16) {
    const weight = exponential(f32x4.sub(v128.load(at), largest));
    v128.store(at, weight);
    sum = f32x4.add(sum, weight);
  }
  return f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
}

/** exp(x) of x <= 0, to about 1e-7 of itself; 0 below -87. Source of the polynomial: S. L. Moshier, Cephes, expf. */
// @ts-expect-error: decorator
function exponential(x: v128): v128 {
  const small = f32x4.lt(x, f32x4.splat(-87));
  const shifter = f32x4.splat(12582912);
  const n = f32x4.sub(f32x4.add(f32x4.mul(x, f32x4.splat(1.4426950216293335)), shifter), shifter);
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.1219444e-4)));
  let y = f32x4.splat(1.98756915e-4);
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1.3981999507e-3));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(8.3334519073e-3));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(4.1665795894e-2));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1.6666665459e-1));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(5.0000001201e-1));
  y = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(y, r), r), r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return v128.andnot(f32x4.mul(y, power), small);
}

/** The values, each by its weight, over the sum of the weights. */
// @ts-expect-error: decorator
function gather(out: usize, scores: usize, values: usize, stride: usize, size: u32, padded: u32, length: u32, sum: f32): void {
  const step: usize = padded << 2;
  const total = f32x4.splat(sum);
  for (let j: u32 = 0; j < padded; j += 16) {
    if (padded - j >= 16) {
      let a = f32x4.splat(0);
      let b = f32x4.splat(0);
      let c = f32x4.splat(0);
      let d = f32x4.splat(0);
      for (let p: u32 = 0; p < length; ) {
        let value = values + (p / BLOCK) * stride + (j << 2);
        const until = min(length, p + BLOCK);
        for (; p < until; p++) {
          const w = v128.load32_splat(scores + (p << 2));
          a = f32x4.add(a, f32x4.mul(w, v128.load(value)));
          b = f32x4.add(b, f32x4.mul(w, v128.load(value, 16)));
          c = f32x4.add(c, f32x4.mul(w, v128.load(value, 32)));
          d = f32x4.add(d, f32x4.mul(w, v128.load(value, 48)));
          value += step;
        }
      }
      put(out, j, size, f32x4.div(a, total));
      put(out, j + 4, size, f32x4.div(b, total));
      put(out, j + 8, size, f32x4.div(c, total));
      put(out, j + 12, size, f32x4.div(d, total));
    } else {
      for (let k = j; k < padded; k += 4) {
        let a = f32x4.splat(0);
        for (let p: u32 = 0; p < length; ) {
          let value = values + (p / BLOCK) * stride + (k << 2);
          const until = min(length, p + BLOCK);
          for (; p < until; p++) {
            a = f32x4.add(a, f32x4.mul(v128.load32_splat(scores + (p << 2)), v128.load(value)));
            value += step;
          }
        }
        put(out, k, size, f32x4.div(a, total));
      }
    }
  }
}

/** Four numbers of a head from `j` on, those beyond its size left out. */
// @ts-expect-error: decorator
function put(out: usize, j: u32, size: u32, four: v128): void {
  const to = out + (j << 2);
  if (j + 4 <= size) {
    v128.store(to, four);
    return;
  }
  store<f32>(to, f32x4.extract_lane(four, 0));
  if (j + 1 < size) store<f32>(to, f32x4.extract_lane(four, 1), 4);
  if (j + 2 < size) store<f32>(to, f32x4.extract_lane(four, 2), 8);
}

/** Makes memory at least so many pages. False where there is none left. */
export function reserve(pages: u32): bool {
  const there = memory.size() as u32;
  return pages <= there || memory.grow((pages - there) as i32) >= 0;
}
