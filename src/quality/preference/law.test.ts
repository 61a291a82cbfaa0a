import {describe, expect, it} from 'vitest';
import {Stream} from '../../core/random/stream.ts';
import {Annotator} from './annotator.ts';
import {chooseBest} from './best-of.ts';
import {bestOfLaw} from './law.ts';
import {annotatorSchema} from './schema.ts';

/** The sum over all K-tuples. */
function enumerated(p: readonly number[], u: readonly number[], K: number): number[] {
  const next = p.map(() => 0);
  const tuple = new Array<number>(K).fill(0);
  for (let code = 0; code < p.length ** K; code++) {
    let rest = code;
    let weight = 1;
    for (let k = 0; k < K; k++) {
      tuple[k] = rest % p.length;
      rest = Math.floor(rest / p.length);
      weight *= p[tuple[k]];
    }
    const total = tuple.reduce((sum, i) => sum + Math.exp(u[i]), 0);
    for (const i of tuple) next[i] += (weight * Math.exp(u[i])) / total;
  }
  return next;
}

const p = Float64Array.of(0.4, 0.3, 0.2, 0.1);
const rewards = [0, 0.5, 1, 2];
const iterate = (times: number, step: (q: Float64Array) => Float64Array) => {
  let q: Float64Array = p;
  for (let t = 0; t < times; t++) q = step(q);
  return q;
};
const kl = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + (x > 0 ? x * Math.log(x / b[i]) : 0), 0);

describe('the law of best-of-K', () => {
  it.each([2, 3, 4, 5])('agrees with the sum over all tuples, K = %i', (K) => {
    const exact = enumerated([...p], rewards, K);
    bestOfLaw(p, rewards, {K}).forEach((value, i) => {
      expect(value).toBeCloseTo(exact[i], 9);
    });
  });

  it('is what an annotator does, by chi-square', () => {
    const [K, n] = [3, 40_000];
    const annotator = new Annotator(annotatorSchema.parse({kind: 'reward', values: rewards, noise: 0.2}));
    const stream = Stream.root('best-of');
    const draws = Uint32Array.from({length: n * K}, () => {
      const x = stream.float();
      return x < 0.4 ? 0 : x < 0.7 ? 1 : x < 0.9 ? 2 : 3;
    });
    const shown = annotator.shown({kind: 'categories', count: n * K, categories: 4, values: draws});
    const {kept, comparisons} = chooseBest(stream.fork('choice'), annotator, shown, {K, budget: Infinity});
    expect(comparisons).toBe(n * (K - 1));
    const counts = new Float64Array(4);
    for (let i = 0; i < n; i++) counts[draws[i * K + kept[i]]]++;
    const law = bestOfLaw(p, rewards, {K, noise: 0.2});
    const chiSquare = counts.reduce((sum, count, i) => sum + (count - n * law[i]) ** 2 / (n * law[i]), 0);
    expect(chiSquare).toBeLessThan(16.3); // .999 of 3 degrees of freedom
  });

  it('tends to p e^r as K grows, and to the favourite alone as rounds go on', () => {
    const limit = p.map((x, i) => x * Math.exp(rewards[i]));
    const total = limit.reduce((a, b) => a + b, 0);
    bestOfLaw(p, rewards, {K: 4000}).forEach((value, i) => {
      expect(value).toBeCloseTo(limit[i] / total, 3);
    });
    expect(iterate(60, (q) => bestOfLaw(q, rewards, {K: 4}))[3]).toBeGreaterThan(0.999);
  });

  it('stays within -log(1 - lambda (K - 1)) of the start where synthetic to human is lambda < 1 / (K - 1)', () => {
    for (const [K, human] of [
      [4, 0.8],
      [2, 0.6],
      [3, 0.75],
    ]) {
      const lambda = (1 - human) / human;
      const bound = -Math.log(1 - lambda * (K - 1));
      for (const scale of [1, 5, 20]) {
        const u = rewards.map((r) => scale * r);
        const q = iterate(80, (x) => bestOfLaw(x, u, {K}).map((value, i) => (1 - human) * value + human * p[i]));
        expect(kl(q, p)).toBeLessThanOrEqual(bound);
        expect(kl(q, p)).toBeGreaterThan(0);
      }
    }
  });
});

describe('an annotator', () => {
  it('stops being asked when its budget is spent, and then keeps the first', () => {
    const annotator = new Annotator(annotatorSchema.parse({kind: 'reward', values: [0, 50], choice: 'best', comparisons: 7}));
    const shown = annotator.shown({kind: 'categories', count: 30, categories: 2, values: Uint32Array.from({length: 30}, (_, i) => i % 2)});
    const {kept, comparisons} = chooseBest(Stream.root(1), annotator, shown, {K: 3, budget: annotator.budget});
    expect(comparisons).toBe(6);
    expect([...kept]).toEqual([1, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('scores records one by one as it sees them, except for a share that has the score of any record', () => {
    const n = 20_000;
    const data = {kind: 'categories', count: n, categories: 4, values: Uint32Array.from({length: n}, (_, i) => i % 4)} as const;
    const of = (noise: number) => new Annotator(annotatorSchema.parse({kind: 'reward', values: rewards, strength: 2, noise}));
    expect(of(0).scores(data, Stream.root(1))).toEqual(Float64Array.from(data.values, (k) => 2 * rewards[k]));
    const own = of(0.4).scores(data, Stream.root(1));
    const wrong = own.filter((score, i) => score !== 2 * rewards[i % 4]).length / n;
    // a blind score is one's own by chance in a quarter of cases: .3, within five standard errors
    expect(Math.abs(wrong - 0.3)).toBeLessThan(5 * Math.sqrt((0.3 * 0.7) / n));
  });

  it('is swayed by length and by what is shown first', () => {
    const text = new TextEncoder().encode('one two three four five six seven eightone');
    const documents = {kind: 'text', count: 2, bytes: text, offsets: Uint32Array.of(0, 39, 42)} as const;
    const of = (bias: object) => new Annotator(annotatorSchema.parse({kind: 'rule', measure: 'repetition', choice: 'best', bias}));
    const [long, short] = of({length: 2}).shown(documents);
    expect(long - short).toBeCloseTo(2 * Math.log(8));
    expect([...of({length: 2}).utility(documents)]).toEqual([0, 0]);
    expect(of({first: 1}).choose([0, 0.9], Stream.root(1))).toBe(0);
    expect(of({}).choose([0, 0.9], Stream.root(1))).toBe(1);
  });
});
