import {describe, expect, it} from 'vitest';
import {normal} from '../core/random/normal.ts';
import {Stream} from '../core/random/stream.ts';
import {Top} from './top.ts';
import {TokenDrawer} from './transformer/draw.ts';

/** The set by sorting: falling weight, then rising number; the k first, then the fewest that hold the share. */
function sorted(weights: Float64Array, k: number, share: number): number[] {
  const order = Array.from(weights, (_, i) => i).sort((a, b) => weights[b] - weights[a] || a - b);
  const first = order.slice(0, k);
  if (share >= 1) return first.sort((a, b) => a - b);
  const all = first.reduce((sum, i) => sum + weights[i], 0);
  let held = 0;
  let count = 0;
  while (count < first.length && (count === 0 || held < share * all * (1 - 1e-12))) held += weights[first[count++]];
  return first.slice(0, count).sort((a, b) => a - b);
}

function chosen(weights: Float64Array, k: number, share: number): number[] {
  const top = new Top(weights);
  const sum = top.choose(k, share);
  const set = Array.from(weights, (_, i) => i).filter((i) => top.holds(i));
  expect(sum).toBeCloseTo(
    set.reduce((a, i) => a + weights[i], 0),
    10,
  );
  return set;
}

const softmaxed = (logits: readonly number[]) => {
  const most = Math.max(...logits);
  return Float64Array.from(logits, (logit) => Math.exp(logit - most));
};

describe('the most probable tokens', () => {
  const stream = Stream.root(3);
  const random = (V: number, spread: number) => softmaxed(Array.from({length: V}, () => spread * normal(stream)));
  const shares = [1e-6, 0.1, 0.5, 0.9, 0.95, 0.999, 1];

  it.each([1, 2, 7, 96, 512, 2000])('are those of sorting, of %i', (V) => {
    for (const spread of [0, 1e-9, 0.1, 1, 5, 60])
      for (const k of [1, 2, 10, 50, V - 1, V, V + 5].filter((n) => n >= 1))
        for (const share of shares) {
          const weights = random(V, spread);
          expect(chosen(weights, k, share), `spread ${spread}, top ${k}, ${share}`).toEqual(sorted(weights, k, share));
        }
  });

  it('are the lower numbers of equal weights', () => {
    const weights = Float64Array.of(0.25, 0.5, 0.25, 0.5, 0.25, 0.25, 0, 1, 0.25);
    for (let k = 1; k <= 9; k++) for (const share of shares) expect(chosen(weights, k, share)).toEqual(sorted(weights, k, share));
    expect(chosen(weights, 4, 1)).toEqual([0, 1, 3, 7]);
    expect(chosen(new Float64Array(10).fill(1), 10, 0.3)).toEqual([0, 1, 2]);
  });

  it('are told apart at the last bit', () => {
    const weights = Float64Array.from({length: 40}, (_, i) => 0.5 + ((i * 17) % 40) * Number.EPSILON);
    for (let k = 1; k <= 40; k++) expect(chosen(weights, k, 1)).toEqual(sorted(weights, k, 1));
    const tiny = Float64Array.from({length: 20}, (_, i) => ((i * 7) % 20) * Number.MIN_VALUE);
    for (let k = 1; k <= 20; k++) expect(chosen(tiny, k, 1)).toEqual(sorted(tiny, k, 1));
  });
});

describe('a draw from them', () => {
  it('takes each by its weight, no other, and none that is never drawn', () => {
    const logits = Float32Array.of(9, 2, 1, 2, 0.5, -1, 1.5);
    const drawer = new TokenDrawer(7, {topK: 5, topP: 0.9}, [0]);
    const weights = softmaxed([-Infinity, 2, 1, 2, 0.5, -1, 1.5]);
    const set = sorted(weights, 5, 0.9);
    expect(set).toEqual([1, 2, 3, 6]);
    const counts = new Float64Array(7);
    const n = 40_000;
    const stream = Stream.root(8);
    for (let i = 0; i < n; i++) counts[drawer.draw(logits, 0, new Int32Array(0), stream)]++;
    const all = set.reduce((sum, i) => sum + weights[i], 0);
    let chiSquare = 0;
    for (const i of set) chiSquare += (counts[i] - (n * weights[i]) / all) ** 2 / ((n * weights[i]) / all);
    expect(set.reduce((sum, i) => sum + counts[i], 0)).toBe(n);
    expect(chiSquare).toBeLessThan(16.3); // .999 of three degrees
  });
});
