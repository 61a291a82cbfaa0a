/**
 * A stream of chance, addressed by a label.
 *
 *   child key = Chaskey-12(parent key, label)        a published keyed pseudo-random function
 *   draws     = xoshiro128++ started at the key      period 2^128 - 1
 *
 * shape    key: 128 bits; state: 128 bits
 * law      `uint32` uniform on [0, 2^32); `float` uniform on the multiples of 2^-53 in [0, 1); `below(n)` uniform on 0..n-1
 * place    functions and constructors take their stream first; methods take it last, as the ports do that programs implement (a model's
 *            `fit` and `sample`, a world's `sample`)
 * edge     forking neither reads nor moves the state: the child depends on the key and the label alone
 * cost     fork: some 300 ns for a label of 16 bytes; uint32: about 2 ns
 * source   N. Mouha et al., "Chaskey: an efficient MAC algorithm for 32-bit microcontrollers", SAC 2014 (12 rounds: ISO/IEC 29192-6);
 *          D. Blackman, S. Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021
 * checked  against the authors' test vectors of Chaskey-12 and the reference C of xoshiro128++
 */
import {DomainError} from '../error.ts';

export class Stream {
  private readonly k0: number;
  private readonly k1: number;
  private readonly k2: number;
  private readonly k3: number;
  /** The state of the generator, 4 words. Bulk samplers read it into locals and write it back. */
  readonly state: Int32Array;

  private constructor(k0: number, k1: number, k2: number, k3: number) {
    this.k0 = k0;
    this.k1 = k1;
    this.k2 = k2;
    this.k3 = k3;
    const state = new Int32Array(4);
    state[0] = (k0 | k1 | k2 | k3) === 0 ? 1 : k0;
    state[1] = k1;
    state[2] = k2;
    state[3] = k3;
    this.state = state;
  }

  /** The root of all streams of one run. Equal seeds give equal streams. */
  static root(seed: number | string): Stream {
    const [k0, k1, k2, k3] = ROOT_KEY;
    return new Stream(k0, k1, k2, k3).fork(`genloss/1/${seed}`);
  }

  /** The stream at `label` under this one; labels are ASCII, by convention `noun/value`. */
  fork(label: string): Stream {
    const key = PARENT;
    key[0] = this.k0;
    key[1] = this.k1;
    key[2] = this.k2;
    key[3] = this.k3;
    const tag = TAG;
    writeTag(tag, key, label);
    return new Stream(tag[0], tag[1], tag[2], tag[3]);
  }

  /** The key, 4 words: what forks derive from. A copy. */
  get key(): Int32Array {
    return Int32Array.of(this.k0, this.k1, this.k2, this.k3);
  }

  /** A 32-bit unsigned integer. */
  uint32(): number {
    const s = this.state;
    const s0 = s[0];
    const s1 = s[1];
    let s2 = s[2];
    let s3 = s[3];
    const sum = (s0 + s3) | 0;
    const result = (((sum << 7) | (sum >>> 25)) + s0) >>> 0;
    s2 ^= s0;
    s3 ^= s1;
    s[1] = s1 ^ s2;
    s[0] = s0 ^ s3;
    s[2] = s2 ^ (s1 << 9);
    s[3] = (s3 << 11) | (s3 >>> 21);
    return result;
  }

  /** Uniform on [0, 1), 53 bits. */
  float(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) * 1.1102230246251565e-16;
  }

  /** Uniform on the integers 0..n-1, exactly (Lemire's rejection); 1 <= n <= 2^32. */
  below(n: number): number {
    if (!(n >= 1 && n <= 4294967296 && Number.isInteger(n))) throw new DomainError(`below(n) wants an integer n in 1..2^32, got ${n}`);
    for (;;) {
      const x = this.uint32();
      // x * n in 64 bits: the high word, by halves, is the result; the low word decides on rejection, and hardly ever wants the remainder
      const low = Math.imul(x, n) >>> 0;
      if (low < n && low < (4294967296 - n) % n) continue;
      return Math.floor(((x >>> 16) * n + Math.floor(((x & 0xffff) * n) / 65536)) / 65536);
    }
  }

  /** Key and state, 32 bytes, little-endian. */
  save(): Uint8Array {
    const bytes = new Uint8Array(32);
    const view = new DataView(bytes.buffer);
    for (const [i, word] of [...this.key, ...this.state].entries()) view.setInt32(4 * i, word, true);
    return bytes;
  }

  static load(bytes: Uint8Array): Stream {
    if (bytes.length !== 32) throw new DomainError(`a saved stream has 32 bytes, got ${bytes.length}`);
    const view = new DataView(bytes.buffer, bytes.byteOffset, 32);
    const [k0, k1, k2, k3, ...state] = Array.from({length: 8}, (_, i) => view.getInt32(4 * i, true));
    const stream = new Stream(k0, k1, k2, k3);
    stream.state.set(state);
    return stream;
  }
}

/** "genloss lineages" as four little-endian words: nothing up the sleeve. */
const ROOT_KEY = Int32Array.of(0x6c6e6567, 0x2073736f, 0x656e696c, 0x73656761);

/** Room for one fork. */
const PARENT = new Int32Array(4);
const TAG = new Int32Array(4);

/** Chaskey-12 of an ASCII message under a 128-bit key; the tag is not cut. (4,) -> (4,) */
export function chaskey12(key: Int32Array, message: string): Int32Array {
  const tag = new Int32Array(4);
  writeTag(tag, key, message);
  return tag;
}

function writeTag(v: Int32Array, key: Int32Array, message: string): void {
  v[0] = key[0];
  v[1] = key[1];
  v[2] = key[2];
  v[3] = key[3];
  const length = message.length;
  let at = 0;
  while (length - at > 16) {
    absorb(v, message, at, at + 16);
    permute(v);
    at += 16;
  }
  absorb(v, message, at, length);
  const full = length - at === 16;
  if (!full) v[(length - at) >> 2] ^= 1 << (((length - at) & 3) << 3);
  const subkey = SUBKEY;
  timesTwo(key, subkey);
  if (!full) timesTwo(subkey, subkey);
  for (let i = 0; i < 4; i++) v[i] ^= subkey[i];
  permute(v);
  for (let i = 0; i < 4; i++) v[i] ^= subkey[i];
}

/** Room for one subkey while a tag is made. */
const SUBKEY = new Int32Array(4);

function absorb(v: Int32Array, message: string, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const code = message.charCodeAt(i);
    if (code > 127) throw new DomainError(`a stream's label is ASCII, got ${JSON.stringify(message)}`);
    v[(i - from) >> 2] ^= code << (((i - from) & 3) << 3);
  }
}

/** into = 2 key in GF(2^128), as Chaskey derives its two subkeys; `into` may be `key`. */
function timesTwo(key: Int32Array, into: Int32Array): void {
  const k0 = key[0];
  const k1 = key[1];
  const k2 = key[2];
  const k3 = key[3];
  into[0] = (k0 << 1) ^ ((k3 >>> 31) * 0x87);
  into[1] = (k1 << 1) | (k0 >>> 31);
  into[2] = (k2 << 1) | (k1 >>> 31);
  into[3] = (k3 << 1) | (k2 >>> 31);
}

function permute(v: Int32Array): void {
  let v0 = v[0];
  let v1 = v[1];
  let v2 = v[2];
  let v3 = v[3];
  for (let round = 0; round < 12; round++) {
    v0 = (v0 + v1) | 0;
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
    v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0;
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = ((v3 << 13) | (v3 >>> 19)) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = ((v1 << 7) | (v1 >>> 25)) ^ v2;
    v2 = (v2 << 16) | (v2 >>> 16);
  }
  v[0] = v0;
  v[1] = v1;
  v[2] = v2;
  v[3] = v3;
}
