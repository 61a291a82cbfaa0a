import {describe, expect, test} from 'vitest';
import {betaRegularized, chiSquareSurvival, gammaRegularizedLower, logGamma, normalCdf} from '../stats/index.ts';
import * as random from './index.ts';
import {Stream} from './stream.ts';

const root = Stream.root('laws');

/** Fails for one seed in 10,000 of a right sampler; the seeds are fixed. */
function fits(counts: Float64Array, chances: ArrayLike<number>): void {
  const n = counts.reduce((a, b) => a + b, 0);
  let statistic = 0;
  let cells = 0;
  for (let i = 0; i < counts.length; i++) {
    if (chances[i] * n < 5) continue;
    statistic += (counts[i] - n * chances[i]) ** 2 / (n * chances[i]);
    cells++;
  }
  expect(cells).toBeGreaterThan(1);
  expect(chiSquareSurvival(statistic, cells - 1)).toBeGreaterThan(1e-4);
}

/** Chi-square of n draws over 64 cells of equal chance under a continuous distribution function. */
function fitsContinuous(draw: () => number, cdf: (x: number) => number, n = 100_000): void {
  const counts = new Float64Array(64);
  for (let i = 0; i < n; i++) counts[Math.min(63, Math.floor(64 * cdf(draw())))]++;
  fits(counts, new Float64Array(64).fill(1 / 64));
}

describe('continuous laws', () => {
  test('normal: body, the tail past the last layer, and inside the top layer', () => {
    const x = new Float64Array(4_000_000);
    random.fillNormal(root.fork('normal'), x);
    const R = 3.6541528853610088;
    const body = new Float64Array(128);
    const tail = new Float64Array(8);
    const upper = (t: number) => normalCdf(-t);
    let squares = 0;
    for (let i = 0; i < x.length; i++) {
      squares += x[i] * x[i];
      body[Math.min(127, Math.floor(128 * normalCdf(x[i])))]++;
      if (Math.abs(x[i]) > R) tail[Math.min(7, Math.floor((8 * upper(Math.abs(x[i]))) / upper(R)))]++;
    }
    fits(body, new Float64Array(128).fill(1 / 128));
    fits(tail, new Float64Array(8).fill(1 / 8));
    const beyond = tail.reduce((a, b) => a + b, 0);
    const expected = 2 * upper(R) * x.length;
    expect(Math.abs(beyond - expected)).toBeLessThan(4 * Math.sqrt(expected));
    expect(Math.abs(squares / x.length - 1)).toBeLessThan(4 * Math.sqrt(2 / x.length));
    const top = x.filter((v) => Math.abs(v) < 0.3);
    fitsContinuous(
      (
        (i) => () =>
          top[i++]
      )(0),
      (v) => (normalCdf(v) - normalCdf(-0.3)) / (normalCdf(0.3) - normalCdf(-0.3)),
      top.length,
    );
  });

  test('normal values have more than 32 bits', () => {
    const x = new Float64Array(1000);
    random.fillNormal(root.fork('bits'), x);
    expect(x.filter((v) => Math.fround(v) === v || (v * 2 ** 32) % 1 === 0).length).toBeLessThan(5);
  });

  test('exponential, gamma, beta, uniform', () => {
    const s = root.fork('continuous');
    fitsContinuous(
      () => random.exponential(s),
      (x) => -Math.expm1(-x),
    );
    fitsContinuous(
      () => random.uniform(s),
      (x) => x,
    );
    for (const a of [0.3, 1, 7.5])
      fitsContinuous(
        () => random.gamma(s, a),
        (x) => gammaRegularizedLower(a, x),
      );
    for (const [a, b] of [
      [0.5, 0.5],
      [2, 3],
      [40, 1],
    ])
      fitsContinuous(
        () => random.beta(s, a, b),
        (x) => betaRegularized(a, b, x),
      );
  });
});

describe('discrete laws', () => {
  test('binomial, by inversion, by rejection and above one half', () => {
    for (const [n, p] of [
      [3, 0.4],
      [40, 0.1],
      [100, 0.3],
      [1000, 0.9],
      [100_000, 0.5],
    ]) {
      const s = root.fork(`binomial/${n}`);
      const counts = new Float64Array(n + 1);
      for (let i = 0; i < 100_000; i++) counts[random.binomial(s, n, p)]++;
      const logChoose = (k: number) => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
      fits(
        counts,
        counts.map((_, k) => Math.exp(logChoose(k) + k * Math.log(p) + (n - k) * Math.log1p(-p))),
      );
    }
  });

  test('alias tables hold exactly the weights, and draw them', () => {
    const weights = [0, 3, 1, 0.5, 0, 5.5];
    const table = random.aliasTable(weights);
    const mass = new Float64Array(6);
    for (let i = 0; i < 6; i++) {
      mass[i] += table.threshold[i] / 2 ** 32 / 6;
      mass[table.alias[i]] += (1 - table.threshold[i] / 2 ** 32) / 6;
    }
    for (let i = 0; i < 6; i++) expect(mass[i]).toBeCloseTo(weights[i] / 10, 9);
    const out = new Uint32Array(60_000);
    random.fillCategorical(root.fork('alias'), table, out);
    const counts = new Float64Array(6);
    for (const k of out) counts[k]++;
    expect(counts[0] + counts[4]).toBe(0);
    fits(
      counts,
      weights.map((w) => w / 10),
    );
    expect(() => random.aliasTable([0, 0])).toThrow(/positive finite sum/);
  });

  test('multinomial of two draws over three outcomes, enumerated', () => {
    const p = [0.2, 0.3, 0.5];
    const s = root.fork('multinomial');
    const counts = new Float64Array(9);
    for (let i = 0; i < 60_000; i++) {
      const [a, b] = random.multinomial(s, 2, p);
      counts[3 * a + b]++;
    }
    const chances = new Float64Array(9);
    for (let a = 0; a <= 2; a++)
      for (let b = 0; a + b <= 2; b++) {
        const c = 2 - a - b;
        chances[3 * a + b] = (2 / ([1, 1, 2][a] * [1, 1, 2][b] * [1, 1, 2][c])) * p[0] ** a * p[1] ** b * p[2] ** c;
      }
    fits(counts, chances);
  });

  const bits = (items: ArrayLike<number>) => Array.from(items).reduce((sum, i) => sum | (1 << i), 0);
  const uniformSets = (draw: () => number, sets: number, n = 60_000) => {
    const seen = new Map<number, number>();
    for (let i = 0; i < n; i++) {
      const key = draw();
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    expect(seen.size).toBe(sets);
    fits(Float64Array.from(seen.values()), new Float64Array(sets).fill(1 / sets));
  };

  test('permutations: all 24 orders of four', () => {
    const s = root.fork('permutation');
    uniformSets(() => Number(random.permutation(s, 4).join('')), 24);
  });

  test('subsets: all 20 of three of six by selection, all 40 singles and 780 pairs by Floyd', () => {
    const s = root.fork('subset');
    uniformSets(() => bits(random.subset(s, 6, 3)), 20);
    uniformSets(() => random.subset(s, 40, 1)[0], 40);
    uniformSets(() => {
      const [a, b] = random.subset(s, 40, 2);
      expect(a < b).toBe(true);
      return 40 * a + b;
    }, 780);
    expect(random.subset(s, 5, 0).length).toBe(0);
  });

  test('reservoirs: all 20 subsets of three of six', () => {
    const s = root.fork('reservoir');
    uniformSets(() => {
      const reservoir = new random.Reservoir<number>(s, 3);
      for (let i = 0; i < 6; i++) reservoir.offer(i);
      return bits(reservoir.items);
    }, 20);
  });
});

test('n scalar draws equal one fill of n and leave the stream at the same place', () => {
  const table = random.aliasTable([1, 2, 3]);
  const n = 20_000;
  const a = root.fork('twice');
  const b = root.fork('twice');
  const bulk = new Float64Array(n);
  random.fillNormal(a, bulk, 0, 7);
  random.fillNormal(a, bulk, 7, n);
  expect(Float64Array.from({length: n}, () => random.normal(b))).toEqual(bulk);
  random.fillExponential(a, bulk);
  expect(Float64Array.from({length: n}, () => random.exponential(b))).toEqual(bulk);
  random.fillUniform(a, bulk);
  expect(Float64Array.from({length: n}, () => random.uniform(b))).toEqual(bulk);
  const labels = new Uint32Array(n);
  random.fillCategorical(a, table, labels);
  expect(Uint32Array.from({length: n}, () => random.categorical(b, table))).toEqual(labels);
  expect(a.save()).toEqual(b.save());
  expect(() => random.fillNormal(a, bulk, 0, n + 1)).toThrow(/out\[from\.\.to\)/);
});
