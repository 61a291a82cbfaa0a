import {expect, test} from 'vitest';
import {chaskey12, Stream} from './stream.ts';

const KEY = Int32Array.of(0x833d3433, 0x009f389f, 0x2398e64f, 0x417acf39);
const hex = (words: ArrayLike<number>) => Array.from(words, (w) => (w >>> 0).toString(16).padStart(8, '0')).join(' ');
const message = (length: number) => String.fromCharCode(...Array.from({length}, (_, i) => i));

test('Chaskey-12 gives the tags that its authors published', () => {
  const published: Record<number, string> = {
    0: '43cb1f41 51eba0c2 ff0a8ac3 7ee3f642',
    1: 'f9ac2067 9c35a846 441aad3d 777b7330',
    5: '39fa92b9 1b655e4f 5e4a4667 0fe13365',
    15: '03cfb44b 283c8163 fca71448 c40a0aea',
    16: '5dd0e2a9 fb5eac8c 633a392e 500c36f3',
    17: '8b5f6d5a 202314f6 22092368 9639e606',
    32: '77962784 07c647fa dd752c0f d2f5a799',
    63: '2dd072e1 42b89efe fb26b615 049aa451',
  };
  for (const [length, tag] of Object.entries(published)) expect(hex(chaskey12(KEY, message(+length)))).toBe(tag);
});

test('Chaskey-12 equals a plain transcription over 128-bit integers at every length', () => {
  for (let length = 0; length < 64; length++) expect(hex(chaskey12(KEY, message(length)))).toBe(hex(plainChaskey(KEY, message(length))));
});

function plainChaskey(key: Int32Array, text: string): number[] {
  const M32 = 0xffffffffn;
  const all = (1n << 128n) - 1n;
  const K = Array.from(key).reduce((sum, w, i) => sum | (BigInt(w >>> 0) << BigInt(32 * i)), 0n);
  const double = (x: bigint) => ((x << 1n) & all) ^ (x >> 127n ? 0x87n : 0n);
  const rotate = (x: bigint, r: bigint) => ((x << r) | (x >> (32n - r))) & M32;
  const pi = (x: bigint) => {
    let [a, b, c, d] = [0n, 32n, 64n, 96n].map((s) => (x >> s) & M32);
    for (let round = 0; round < 12; round++) {
      a = (a + b) & M32;
      c = (c + d) & M32;
      b = rotate(b, 5n) ^ a;
      d = rotate(d, 8n) ^ c;
      a = rotate(a, 16n);
      a = (a + d) & M32;
      c = (c + b) & M32;
      d = rotate(d, 13n) ^ a;
      b = rotate(b, 7n) ^ c;
      c = rotate(c, 16n);
    }
    return a | (b << 32n) | (c << 64n) | (d << 96n);
  };
  const block = (part: string) => Array.from(part).reduce((sum, ch, i) => sum | (BigInt(ch.charCodeAt(0)) << BigInt(8 * i)), 0n);
  let v = K;
  let rest = text;
  for (; rest.length > 16; rest = rest.slice(16)) v = pi(v ^ block(rest.slice(0, 16)));
  const sub = rest.length === 16 ? double(K) : double(double(K));
  const last = rest.length === 16 ? block(rest) : block(rest) | (1n << BigInt(8 * rest.length));
  v = pi(v ^ last ^ sub) ^ sub;
  return [0n, 32n, 64n, 96n].map((s) => Number((v >> s) & M32));
}

test('the words are those of xoshiro128++', () => {
  const stream = Stream.root(7);
  const s = Array.from(stream.state, (w) => BigInt(w >>> 0));
  const M = 0xffffffffn;
  const rotate = (x: bigint, k: bigint) => ((x << k) | (x >> (32n - k))) & M;
  for (let i = 0; i < 1000; i++) {
    expect(BigInt(stream.uint32())).toBe((rotate((s[0] + s[3]) & M, 7n) + s[0]) & M);
    const t = (s[1] << 9n) & M;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 11n);
  }
});

test('a fork depends on the key and the label alone', () => {
  const root = Stream.root(1);
  const before = root.fork('arm/a').uint32();
  root.uint32();
  expect(root.fork('arm/a').uint32()).toBe(before);
  const first = new Set(Array.from({length: 2000}, (_, i) => root.fork(`seed/${i}`).uint32()));
  expect(first.size).toBeGreaterThan(1998);
  expect(() => root.fork('é')).toThrow(/ASCII/);
});

test('a saved stream goes on where it was, and forks the same', () => {
  const stream = Stream.root('x').fork('y');
  stream.float();
  const again = Stream.load(stream.save());
  expect(again.fork('z').uint32()).toBe(stream.fork('z').uint32());
  expect(again.float()).toBe(stream.float());
  expect(() => Stream.load(new Uint8Array(31))).toThrow(/32 bytes/);
});

test('below(n) is uniform and stays below n', () => {
  const stream = Stream.root(3);
  const counts = new Float64Array(7);
  for (let i = 0; i < 70000; i++) counts[stream.below(7)]++;
  expect(counts.reduce((sum, c) => sum + (c - 10000) ** 2 / 10000, 0)).toBeLessThan(24);
  expect(stream.below(1)).toBe(0);
  expect(() => stream.below(0)).toThrow(/1\.\.2\^32/);
});
