/**
 * One block of records of the plane in a step of expectation maximisation: `stepPlane` of src/models/mixture/step.ts is the law, bit for bit.
 * Records stand two by two where each has sums of its own, components two by two where records are summed one after another. Places are
 * byte offsets.
 */
const NEGLIGIBLE: f64 = -45;
const ROUND: f64 = 6755399441055744;

/** Records of a block. */
const BLOCK: u32 = 128;
/** (BLOCK,) each: the records, the largest q of each, the sum of its e^(q - most), in whose place the host puts weight / sum. */
const X: usize = 4096;
const Y: usize = X + BLOCK * 8;
const MOST: usize = Y + BLOCK * 8;
const SCALE: usize = MOST + BLOCK * 8;
/** Of expByTable: 512 / ln 2, ln 2 / 512 in two parts; then 2^(j/512). (512,) */
const CONSTANTS: usize = SCALE + BLOCK * 8;
const FRACTIONS: usize = CONSTANTS + 4 * 8;
/** (K', 6) each, K' an even number of components: what `pass` has of them, and their sums. Then q. (K', BLOCK) */
const PACKED: usize = FRACTIONS + 512 * 8;

/** Where the host finds what it writes and reads. */
export const records: usize = X;
export const constants: usize = CONSTANTS;
export const packed: usize = PACKED;

/** Memory for so many components, an even number. False where there is none left. */
export function reserve(K: u32): bool {
  const pages = ((PACKED + K * (2 * 48 + BLOCK * 8)) >> 16) + 1;
  const there = memory.size() as u32;
  return pages <= there || memory.grow((pages - there) as i32) >= 0;
}

/** q -> e^(q - most), negligible ones to 0; most and scale. A record beyond an odd length is worked on and not read. */
export function expect(K: u32, length: u32): void {
  const q = PACKED + K * 2 * 48;
  const end: usize = ((length + 1) & ~1) << 3;
  const low = f64x2.splat(-Infinity);
  for (let b: usize = 0; b < end; b += 16) v128.store(MOST + b, low);
  for (let k: u32 = 0; k < K; k++) logs(PACKED + k * 48, q + k * (BLOCK * 8), end);
  const steps = v128.load64_splat(CONSTANTS);
  const high = v128.load64_splat(CONSTANTS, 8);
  const rest = v128.load64_splat(CONSTANTS, 16);
  const round = f64x2.splat(ROUND);
  const least = f64x2.splat(NEGLIGIBLE);
  const zero = i32x4.splat(0);
  const stop = q + K * (BLOCK * 8);
  for (let b: usize = 0; b < end; b += 16) {
    const most = v128.load(MOST + b);
    let sum = f64x2.splat(0);
    for (let at = q + b; at < stop; at += BLOCK * 8) {
      const t = f64x2.sub(v128.load(at), most);
      const counts = f64x2.gt(t, least);
      if (!v128.any_true(counts)) {
        v128.store(at, zero);
        continue;
      }
      const u = f64x2.pmax(least, t);
      const n = f64x2.sub(f64x2.add(f64x2.mul(u, steps), round), round);
      const r = f64x2.sub(f64x2.sub(u, f64x2.mul(n, high)), f64x2.mul(n, rest));
      const i = i32x4.trunc_sat_f64x2_s_zero(n);
      const tail = f64x2.add(
        r,
        f64x2.mul(
          f64x2.mul(r, r),
          f64x2.add(
            f64x2.splat(0.5),
            f64x2.mul(r, f64x2.add(f64x2.splat(0.16666666666666666), f64x2.mul(r, f64x2.splat(0.041666666666666664)))),
          ),
        ),
      );
      const f = v128.load_lane<i64>(
        FRACTIONS + ((i32x4.extract_lane(i, 1) & 511) << 3),
        v128.load64_zero(FRACTIONS + ((i32x4.extract_lane(i, 0) & 511) << 3)),
        1,
      );
      const exponents = i32x4.shl(i32x4.add(i32x4.shr_s(i, 9), i32x4.splat(1023)), 20);
      const power = v128.shuffle<i32>(exponents, zero, 4, 0, 4, 1);
      const e = v128.and(f64x2.mul(f64x2.add(f, f64x2.mul(f, tail)), power), counts);
      v128.store(at, e);
      sum = f64x2.add(sum, e);
    }
    v128.store(SCALE + b, sum);
  }
}

/** Writes q of one component and raises most. */
function logs(component: usize, q: usize, end: usize): void {
  const mx = v128.load64_splat(component);
  const my = v128.load64_splat(component, 8);
  const uu = v128.load64_splat(component, 16);
  const vu = v128.load64_splat(component, 24);
  const vv = v128.load64_splat(component, 32);
  const constant = v128.load64_splat(component, 40);
  const half = f64x2.splat(0.5);
  for (let b: usize = 0; b < end; b += 16) {
    const dx = f64x2.sub(v128.load(X + b), mx);
    const u = f64x2.mul(uu, dx);
    const v = f64x2.add(f64x2.mul(vu, dx), f64x2.mul(vv, f64x2.sub(v128.load(Y + b), my)));
    const log = f64x2.sub(constant, f64x2.mul(half, f64x2.add(f64x2.mul(u, u), f64x2.mul(v, v))));
    v128.store(q + b, log);
    v128.store(MOST + b, f64x2.pmax(v128.load(MOST + b), log));
  }
}

/** Adds what the block gives to the sums of all components. */
export function gather(K: u32, length: u32): void {
  const sums = PACKED + K * 48;
  const q = sums + K * 48;
  for (let k: u32 = 0; k < K; k += 2) gatherTwo(PACKED + k * 48, sums + k * 48, q + k * (BLOCK * 8), length << 3);
}

function gatherTwo(component: usize, sums: usize, q: usize, end: usize): void {
  const mx = v128.load_lane<i64>(component + 48, v128.load64_zero(component), 1);
  const my = v128.load_lane<i64>(component + 56, v128.load64_zero(component, 8), 1);
  let mass = f64x2.splat(0);
  let ax = mass;
  let ay = mass;
  let bxx = mass;
  let bxy = mass;
  let byy = mass;
  for (let b: usize = 0; b < end; b += 8) {
    const e = v128.load_lane<i64>(q + b + BLOCK * 8, v128.load64_zero(q + b), 1);
    if (!v128.any_true(e)) continue;
    const r = f64x2.mul(e, v128.load64_splat(SCALE + b));
    const dx = f64x2.sub(v128.load64_splat(X + b), mx);
    const dy = f64x2.sub(v128.load64_splat(Y + b), my);
    const rx = f64x2.mul(r, dx);
    const ry = f64x2.mul(r, dy);
    mass = f64x2.add(mass, r);
    ax = f64x2.add(ax, rx);
    ay = f64x2.add(ay, ry);
    bxx = f64x2.add(bxx, f64x2.mul(rx, dx));
    bxy = f64x2.add(bxy, f64x2.mul(rx, dy));
    byy = f64x2.add(byy, f64x2.mul(ry, dy));
  }
  addTwo(sums, mass);
  addTwo(sums + 8, ax);
  addTwo(sums + 16, ay);
  addTwo(sums + 24, bxx);
  addTwo(sums + 32, bxy);
  addTwo(sums + 40, byy);
}

/** One number of two components that stand one after the other. */
function addTwo(at: usize, two: v128): void {
  store<f64>(at, load<f64>(at) + f64x2.extract_lane(two, 0));
  store<f64>(at, load<f64>(at, 48) + f64x2.extract_lane(two, 1), 48);
}
