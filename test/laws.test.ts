import {describe, expect, it} from 'vitest';
import {Stream} from '../src/core/random/stream.ts';
import {digamma, trigamma} from '../src/core/stats/index.ts';
import type {Arm} from '../src/lab/experiment/arm.ts';
import {Lineage} from '../src/lab/loop/lineage.ts';
import {bestOfLaw} from '../src/quality/preference/law.ts';

/**
 * The exact laws, held against the real loop. A reading agrees with its law within four standard errors over at least 2,000 lineages;
 * where the tail is heavy, its logarithm does, whose standard error can be trusted.
 */
const BOUND = 4;

type Values = (measure: string, generation: number) => Float64Array;

/** Readings of `count` lineages of one arm, by measure and generation. */
function lineages(
  arm: Omit<Arm, 'name'>,
  {count, generations, measures, seed = 7}: {count: number; generations: number; measures: string[]; seed?: number},
): Values {
  const table = new Map<string, Float64Array>();
  const root = Stream.root(seed);
  for (let k = 0; k < count; k++) {
    const lineage = new Lineage({arm: {name: 'arm', ...arm}, seed: k, root, measures});
    for (let t = 1; t <= generations; t++) {
      for (const reading of lineage.advance().readings) {
        if (reading.band !== undefined || !('value' in reading)) continue;
        const key = `${reading.measure} ${t}`;
        let values = table.get(key);
        if (!values) table.set(key, (values = new Float64Array(count).fill(Number.NaN)));
        values[k] = reading.value;
      }
    }
  }
  return (measure, generation) => table.get(`${measure} ${generation}`)!;
}

const gaussian = (
  n: number,
  sd: number,
  variance: 'ml' | 'unbiased' | 'known',
  workflow: Arm['workflow'],
  more: Partial<Arm> = {},
): Omit<Arm, 'name'> => ({
  data: {world: 'gaussian', mean: 0, sd, dimension: 1},
  model: {kind: 'gaussian', variance, bias: 1},
  sample: {size: n},
  workflow,
  ...more,
});
const categorical = (n: number, probabilities: number[], workflow: Arm['workflow'] = 'replace'): Omit<Arm, 'name'> => ({
  data: {world: 'categorical', probabilities},
  model: {kind: 'categorical'},
  sample: {size: n},
  workflow,
});

function moments(values: Float64Array): {mean: number; error: number} {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((a, b) => a + (b - mean) ** 2, 0);
  return {mean, error: Math.sqrt(squares / (values.length - 1) / values.length)};
}

function agrees(values: Float64Array, law: number): void {
  expect(values.length).toBeGreaterThanOrEqual(2000);
  const {mean, error} = moments(values);
  expect(Math.abs(mean - law) / error, `mean ${mean}, law ${law}, standard error ${error}`).toBeLessThan(BOUND);
}

const squared = (values: Float64Array) => values.map((x) => x * x);
const product = (t: number, factor: (i: number) => number) => Array.from({length: t}, (_, i) => factor(i + 1)).reduce((a, b) => a * b, 1);
const sum = (t: number, term: (i: number) => number) => Array.from({length: t}, (_, i) => term(i + 1)).reduce((a, b) => a + b, 0);

describe('a Gaussian under replace', () => {
  it.each([
    [10, 1, 12],
    [37, 3, 20],
  ])('with variance by maximum likelihood (n = %i, sd %d, %i fits) shrinks by 1 - 1/n and wanders', (n, sd, T) => {
    const of = lineages(gaussian(n, sd, 'ml', 'replace'), {count: 2000, generations: T, measures: ['mean', 'variance']});
    const s2 = sd * sd;
    const step = digamma((n - 1) / 2) + Math.log(2 / n);
    for (const t of [1, 2, T / 2, T]) {
      agrees(of('variance', t).map(Math.log), Math.log(s2) + t * step);
      agrees(squared(of('mean', t)), s2 * (1 - (1 - 1 / n) ** t));
    }
    for (const t of [1, 2, 4]) agrees(of('variance', t), s2 * (1 - 1 / n) ** t);
  });

  it.each([
    [10, 20],
    [5, 60],
  ])('with the unbiased variance (n = %i, %i fits) keeps its mean and loses its median', (n, T) => {
    const of = lineages(gaussian(n, 1, 'unbiased', 'replace'), {count: 2000, generations: T, measures: ['mean', 'variance']});
    const step = digamma((n - 1) / 2) + Math.log(2 / (n - 1));
    const spread = Math.sqrt(trigamma((n - 1) / 2));
    for (const t of [1, 2, T / 2, T]) {
      const logs = of('variance', t).map(Math.log);
      agrees(logs, t * step);
      const deviation = moments(logs).error * Math.sqrt(logs.length);
      expect(deviation / (spread * Math.sqrt(t))).toBeGreaterThan(0.93);
      expect(deviation / (spread * Math.sqrt(t))).toBeLessThan(1.07);
    }
    agrees(of('variance', 2), 1);
    agrees(squared(of('mean', 1)), 1 / n);
    agrees(squared(of('mean', 3)), 3 / n);
    const sorted = of('variance', T).slice().sort();
    expect(Math.abs(Math.log(sorted[sorted.length / 2]) - T * step)).toBeLessThan(0.12 * spread * Math.sqrt(T));
  });

  it('never loses its scale to rounding: three records a fit, to a variance of 1e-40', () => {
    const T = 150;
    const step = digamma(1) + Math.log(1);
    const of = lineages(gaussian(3, 1, 'unbiased', 'replace'), {count: 2000, generations: T, measures: ['variance']});
    agrees(of('variance', T).map(Math.log), T * step);
    expect(Math.min(...of('variance', T))).toBeLessThan(1e-40);
    expect(Math.min(...of('variance', T))).toBeGreaterThan(0);
  });

  it('drawn with a bias of lambda loses a factor of lambda a generation', () => {
    const n = 50;
    const lambda = 0.9;
    const arm = gaussian(n, 1, 'unbiased', 'replace', {model: {kind: 'gaussian', variance: 'unbiased', bias: lambda}});
    const of = lineages(arm, {count: 2000, generations: 10, measures: ['variance']});
    for (const t of [1, 2, 5]) agrees(of('variance', t), lambda ** (t - 1));
    agrees(of('variance', 10).map(Math.log), 9 * Math.log(lambda) + 10 * (digamma((n - 1) / 2) + Math.log(2 / (n - 1))));
  });

  it('moves away from the truth for ever in Wasserstein distance, as the mean alone says where the variance is known', () => {
    const of = lineages(gaussian(20, 2, 'known', 'replace'), {count: 2000, generations: 15, measures: ['wasserstein2']});
    for (const t of [1, 7, 15]) agrees(squared(of('wasserstein2', t)), (4 * t) / 20);
  });
});

describe('a Gaussian that keeps data', () => {
  it.each([
    [10, 1],
    [25, 2],
  ])('under accumulate (n = %i, sd %d) keeps the product of 1 - 1/(n i^2)', (n, sd) => {
    const of = lineages(gaussian(n, sd, 'ml', 'accumulate'), {count: 2000, generations: 20, measures: ['variance']});
    for (const t of [1, 2, 10, 20]) agrees(of('variance', t), sd * sd * product(t, (i) => 1 - 1 / (n * i * i)));
    const limit = (sd * sd * Math.sin(Math.PI / Math.sqrt(n))) / (Math.PI / Math.sqrt(n));
    expect(Math.abs(product(4000, (i) => 1 - 1 / (n * i * i)) * sd * sd - limit)).toBeLessThan(1e-3);
  });

  it('under accumulate with a known variance has a mean whose variance is that of n records times the sum of 1/i^2', () => {
    const n = 30;
    const of = lineages(gaussian(n, 1, 'known', 'accumulate'), {count: 2000, generations: 12, measures: ['mean']});
    for (const t of [1, 2, 6, 12]) agrees(squared(of('mean', t)), sum(t, (i) => 1 / (i * i)) / n);
  });

  it('under subsample lies between the two: n = 10, t = 50', () => {
    const of = lineages(gaussian(10, 1, 'ml', 'subsample'), {count: 2000, generations: 50, measures: ['variance', 'mean']});
    const {mean, error} = moments(of('variance', 50));
    expect(Math.abs(mean - 0.74)).toBeLessThan(BOUND * Math.hypot(error, 0.006));
    const square = moments(squared(of('mean', 50)));
    expect(Math.abs(square.mean - 0.258)).toBeLessThan(BOUND * Math.hypot(square.error, 0.003));
    const sorted = of('variance', 50).slice().sort();
    expect(Math.abs(sorted[sorted.length / 2] - 0.545)).toBeLessThan(0.05);
  });

  it.each([
    [40, 10, undefined],
    [40, undefined, 0.25],
    [24, 8, undefined],
  ])('with fresh records (n = %i, count %s, share %s) tends to the limit of mean estimation', (n, count, share) => {
    const of = lineages(gaussian(n, 1, 'known', 'replace', {enrichment: {count, share, from: 'fresh'}}), {
      count: 2000,
      generations: 25,
      measures: ['mean'],
    });
    const fresh = count ?? share! * n;
    const synthetic = count === undefined ? n - fresh : n;
    let v = 1 / n;
    for (let t = 1; t <= 25; t++) {
      if ([1, 2, 10, 25].includes(t)) agrees(squared(of('mean', t)), v);
      v = (fresh + synthetic + synthetic ** 2 * v) / (fresh + synthetic) ** 2;
    }
    const limit = (fresh + synthetic) / (fresh * (fresh + 2 * synthetic));
    expect(Math.abs(v - limit)).toBeLessThan(0.02 * limit);
  });

  it('with as much fresh data as synthetic does best when the human half weighs .618', () => {
    const n = 20;
    const golden = (Math.sqrt(5) - 1) / 2;
    const limit = (w: number) => (w * w + (1 - w) ** 2) / (n * (2 * w - w * w));
    expect(limit(golden)).toBeCloseTo(golden / n, 12);
    for (const w of [0.3, 0.5, golden, 0.8, 1]) {
      const arm = gaussian(n, 1, 'known', 'replace', {enrichment: {count: n, from: 'fresh'}, weights: {human: w, synthetic: 1 - w}});
      agrees(squared(lineages(arm, {count: 2000, generations: 15, measures: ['mean']})('mean', 15)), limit(w));
      expect(limit(w)).toBeGreaterThanOrEqual(limit(golden) - 1e-15);
    }
  });
});

describe('categories under replace', () => {
  it.each([
    [30, [0.4, 0.3, 0.2, 0.08, 0.02]],
    [12, [0.5, 0.25, 0.25]],
  ])('(n = %i) lose Gini-Simpson diversity by 1 - 1/n', (n, p) => {
    const of = lineages(categorical(n, p), {count: 2000, generations: 20, measures: ['giniSimpson', 'support']});
    const start = 1 - p.reduce((a, b) => a + b * b, 0);
    for (const t of [1, 2, 10, 20]) agrees(of('giniSimpson', t), (1 - 1 / n) ** t * start);
    agrees(
      of('support', 1),
      sum(p.length, (i) => 1 - (1 - p[i - 1]) ** n),
    );
  });

  it('keep every probability on average, die out for good, and end in i with probability p_i', () => {
    const p = [0.6, 0.3, 0.1];
    const root = Stream.root(3);
    const ends = p.map(() => 0);
    const fifth = p.map(() => new Float64Array(2500));
    for (let k = 0; k < 2500; k++) {
      const lineage = new Lineage({arm: {name: 'arm', ...categorical(8, p)}, seed: k, root, measures: ['support']});
      let alive = 3;
      for (let t = 1; t <= 5 || alive > 1; t++) {
        const {readings} = lineage.advance();
        const now = (readings[0] as {value: number}).value;
        expect(now).toBeLessThanOrEqual(alive);
        alive = now;
        const {values} = lineage.carry().sample as {values: Uint32Array};
        if (t === 5) for (let i = 0; i < 3; i++) fifth[i][k] = values.filter((v) => v === i).length / 8;
        if (alive === 1 && t >= 5) ends[values[0]]++;
      }
    }
    p.forEach((expected, i) => {
      agrees(fifth[i], expected);
      const share = ends[i] / 2500;
      expect(Math.abs(share - expected)).toBeLessThan(BOUND * Math.sqrt((expected * (1 - expected)) / 2500));
    });
  });

  it('of two equal categories, ten draws each, take the generations that the Markov chain says until one is left', () => {
    const n = 10;
    const times: number[] = [];
    const root = Stream.root(5);
    for (let k = 0; k < 2500; k++) {
      const lineage = new Lineage({arm: {name: 'arm', ...categorical(n, [0.5, 0.5])}, seed: k, root, measures: ['support']});
      let t = 0;
      for (let alive = 2; alive > 1; t++) alive = (lineage.advance().readings[0] as {value: number}).value;
      times.push(t);
    }
    const law = absorptionTime(n);
    expect(law).toBeGreaterThan(12);
    expect(law).toBeLessThan(13);
    agrees(Float64Array.from(times), law);
  });

  it('lose a rare category as the published bounds allow', () => {
    const n = 50;
    const p0 = 0.02;
    const alive = Array.from({length: 8}, () => 0);
    const mixed = Array.from({length: 8}, () => 0);
    const root = Stream.root(11);
    for (let k = 0; k < 3000; k++) {
      const lineage = new Lineage({arm: {name: 'arm', ...categorical(n, [1 - p0, p0])}, seed: k, root, measures: ['support', 'entropy']});
      for (let t = 0; t < 8; t++) {
        lineage.advance();
        const {values} = lineage.carry().sample as {values: Uint32Array};
        const rare = values.reduce((a, b) => a + b, 0);
        if (rare > 0) alive[t]++;
        if (rare > 0 && rare < n) mixed[t]++;
      }
    }
    // what is drawn from fit t has been resampled t + 1 times; (1 - p)^n is the chance to lose it at once
    let g = 1 - Math.exp(-1);
    for (let t = 0; t < 8; t++) {
      const k = t + 2;
      const share = alive[t] / 3000;
      const error = Math.sqrt((share * (1 - share)) / 3000);
      expect(share + BOUND * error).toBeGreaterThan(1 - Math.exp(-n * p0 * g));
      expect(g).toBeGreaterThanOrEqual(1 / k);
      expect(g).toBeLessThanOrEqual(3 / k);
      const left = mixed[t] / 3000;
      expect(left + BOUND * error).toBeGreaterThan(4 * p0 * (1 - p0) * (1 - 1 / n) ** k);
      expect(left - BOUND * error).toBeLessThan(2 * n * p0 * (1 - p0) * (1 - 1 / n) ** k);
      g = 1 - Math.exp(-g);
    }
    const once = lineages(categorical(n, [1 - p0, p0]), {count: 2000, generations: 1, measures: ['support']});
    agrees(once('support', 1), 2 - (1 - p0) ** n - p0 ** n);
  });
});

describe('calibration', () => {
  /** Mass over the reference's at the last generation, by band: a lineage each that has it, 0 where it lost it. */
  function masses(model: Arm['model'], generations: number): Map<string, number[]> {
    const arm: Arm = {name: 'arm', ...categorical(60, [0.55, 0.2, 0.15, 0.06, 0.04]), model};
    const byBand = new Map<string, number[]>();
    for (let seed = 0; seed < 2500; seed++) {
      const lineage = new Lineage({arm, seed, root: Stream.root(11), measures: ['calibration']});
      for (let t = 1; t < generations; t++) lineage.advance();
      for (const reading of lineage.advance().readings) {
        if ('reason' in reading && !reading.reason.startsWith('the candidate')) continue;
        byBand.set(reading.band!, [...(byBand.get(reading.band!) ?? []), 'value' in reading ? 2 ** reading.value : 0]);
      }
    }
    return byBand;
  }
  const bands = (of: Map<string, number[]>) => [...of].filter(([, values]) => values.length >= 2000);

  it('of counts that are drawn as they are has a mean mass of the reference’s in every band, though lineages lose it', () => {
    const all = bands(masses({kind: 'categorical'}, 60));
    expect(all.length).toBeGreaterThanOrEqual(3);
    for (const [, values] of all) {
      expect(values.filter((mass) => mass === 0).length).toBeGreaterThan(200);
      agrees(Float64Array.from(values), 1);
    }
  });

  it('of counts that are drawn more sharply tilts', () => {
    const means = bands(masses({kind: 'categorical', temperature: 0.7}, 4)).map(([, values]) => moments(Float64Array.from(values)).mean);
    expect(Math.max(...means)).toBeGreaterThan(1.2);
    expect(Math.min(...means)).toBeLessThan(0.5);
  });
});

describe('regression on its own labels', () => {
  it.each([
    [10, 111, 1],
    [4, 40, 2],
  ])('(d = %i, %i rows, noise %d) errs in proportion to t under replace, and to the sum of 1/i^2 under accumulate', (d, rows, noise) => {
    const arm = (workflow: Arm['workflow']): Omit<Arm, 'name'> => ({
      data: {world: 'regression', dimension: d, noise, rows},
      model: {kind: 'regression'},
      workflow,
    });
    const one = (noise * noise * d) / (rows - d - 1);
    const replace = lineages(arm('replace'), {count: 2000, generations: 8, measures: ['excessRisk']});
    const accumulate = lineages(arm('accumulate'), {count: 2000, generations: 8, measures: ['excessRisk']});
    for (const t of [1, 2, 8]) {
      agrees(replace('excessRisk', t), one * t);
      agrees(accumulate('excessRisk', t), one * sum(t, (i) => 1 / (i * i)));
    }
  });
});

/** Expected number of fits until one of two equal categories is left, by solving (I - Q) x = 1 over the counts 1..n-1. */
function absorptionTime(n: number): number {
  const choose = (k: number) => product(k, (i) => (n - k + i) / i);
  const chance = (p: number, k: number) => choose(k) * p ** k * (1 - p) ** (n - k);
  const size = n - 1;
  const rows = Array.from({length: size}, (_, i) => [
    ...Array.from({length: size}, (_, j) => (i === j ? 1 : 0) - chance((i + 1) / n, j + 1)),
    1,
  ]);
  for (let c = 0; c < size; c++) {
    for (let r = 0; r < size; r++) {
      if (r === c) continue;
      const factor = rows[r][c] / rows[c][c];
      for (let j = c; j <= size; j++) rows[r][j] -= factor * rows[c][j];
    }
  }
  const x = rows.map((row, i) => row[size] / row[i]);
  // the first fit draws n from one half
  return 1 + sum(size, (k) => chance(0.5, k) * x[k - 1]);
}

describe('best of K under a logistic choice', () => {
  const p0 = [0.45, 0.25, 0.2, 0.1];
  const values = [0.3, 0, 1, 1.6];
  it.each([
    [2, 0, 'replace'],
    [4, 0.2, {mix: 0.4}],
  ] as const)('follows the law of its rounds (K = %i, noise %d)', (K, noise, workflow) => {
    const n = 800;
    const feedback = {
      kind: 'best-of',
      candidates: K,
      annotator: {kind: 'reward', values, scale: 1, choice: 'logistic', noise, strength: 1},
    } as const;
    const of = lineages(
      {...categorical(n, p0, workflow), feedback: feedback as never},
      {count: 800, generations: 3, measures: ['reward', 'comparisons', 'discarded']},
    );
    const human = workflow === 'replace' ? 0 : workflow.mix;
    let p = Float64Array.from(p0);
    for (let t = 1; t <= 3; t++) {
      // the law is that of infinite samples: its curvature adds at most a few n^-1
      const {mean, error} = moments(of('reward', t));
      const law = p.reduce((sum, x, i) => sum + x * values[i], 0);
      expect(Math.abs(mean - law), `round ${t}`).toBeLessThan(BOUND * error + 3 / n);
      p = bestOfLaw(p, values, {K, noise}).map((x, i) => (1 - human) * x + human * p0[i]);
    }
    expect([...new Set(of('comparisons', 2))]).toEqual([n * (K - 1)]);
    expect([...new Set(of('discarded', 2))]).toEqual([n * (K - 1)]);
  });
});

describe('a fit to a model’s own records', () => {
  it.each([
    [0.5, 10],
    [1, 10],
    [4, 5],
  ])('that are c = %d times as many is nearer to the truth than the first with the chance arctan(2 sqrt c) / pi', (c, n) => {
    const of = lineages(gaussian(n, 1, 'known', 'replace', {sample: {size: c * n, first: n}}), {
      count: 6000,
      generations: 2,
      measures: ['meanSquaredError'],
    });
    const nearer = of('meanSquaredError', 2).map((error, k) => (error < of('meanSquaredError', 1)[k] ? 1 : 0));
    agrees(nearer, Math.atan(2 * Math.sqrt(c)) / Math.PI);
  });
});

describe('a regression with labels from elsewhere', () => {
  it.each([
    [0.5, 0.3],
    [0.8, 1],
  ])('as a share %d of its rows errs by about sigma2 d/n + p2^2 c^2 (c^2 = %d)', (synthetic, mismatch) => {
    const [d, n, noise] = [2, 400, 1];
    const of = lineages(
      {
        data: {world: 'regression', dimension: d, noise, rows: n, x: 'fresh', mismatch},
        model: {kind: 'regression'},
        workflow: {mix: 1 - synthetic},
      },
      {count: 2000, generations: 2, measures: ['excessRisk']},
    );
    const law = (noise * noise * d) / n + synthetic ** 2 * mismatch;
    const {mean, error} = moments(of('excessRisk', 2));
    // to first order in d / n
    expect(Math.abs(mean - law)).toBeLessThan(BOUND * error + (4 * d * law) / n);
  });
});

describe('several regressions', () => {
  it('that write into one web and take the whole of it err as one does that wrote it all', () => {
    const arm = (models: number): Omit<Arm, 'name'> => ({
      data: {world: 'regression', dimension: 2, noise: 1, rows: 20, x: 'fresh'},
      model: {kind: 'regression'},
      workflow: 'replace',
      population: {models, adoption: 1},
    });
    // every model is fitted to the same 20 rows: the fit is one, and each generation adds its error
    for (const models of [1, 2]) {
      const of = lineages(arm(models), {count: 2000, generations: 4, measures: ['excessRisk']});
      for (const t of [1, 2, 4]) agrees(of('excessRisk', t), (t * 2) / (20 - 2 - 1));
    }
  });

  it('of which people write half tend to the error of people’s rows', () => {
    const of = lineages(
      {
        data: {world: 'regression', dimension: 2, noise: 1, rows: 200, x: 'fresh'},
        model: {kind: 'regression'},
        workflow: 'replace',
        population: {models: 2, adoption: 0.5},
      },
      {count: 2000, generations: 12, measures: ['excessRisk', 'humanShare']},
    );
    expect([...new Set(of('humanShare', 5))]).toEqual([0.5]);
    // mean estimation: v' = d/n + v/4, to d/n 4/3, and to first order in d/n
    const law = ((2 / 200) * 4) / 3;
    const {mean, error} = moments(of('excessRisk', 12));
    expect(Math.abs(mean - law)).toBeLessThan(BOUND * error + (8 * law) / 200);
  });
});

describe('the reward of what is preferred', () => {
  it('has a mean of e^r that rises by at least (K - 1)/K of its variance over the largest e^r', () => {
    const values = [0, 0.5, 1, 1.5];
    const K = 4;
    const of = lineages(
      {
        ...categorical(2000, [0.4, 0.3, 0.2, 0.1]),
        feedback: {
          kind: 'best-of',
          candidates: K,
          annotator: {kind: 'reward', values, scale: 1, choice: 'logistic', noise: 0, strength: 1},
        } as never,
      },
      {count: 100, generations: 4, measures: ['reward.exponential', 'reward']},
    );
    const at = (t: number) => moments(of('reward.exponential', t));
    const start = [0.4, 0.3, 0.2, 0.1];
    const mean = start.reduce((sum, p, i) => sum + p * Math.exp(values[i]), 0);
    const variance = start.reduce((sum, p, i) => sum + p * Math.exp(2 * values[i]), 0) - mean ** 2;
    expect(Math.abs(at(1).mean - mean)).toBeLessThan(BOUND * at(1).error);
    expect(at(2).mean - mean).toBeGreaterThan((((K - 1) / K) * variance) / Math.exp(1.5) - BOUND * at(2).error);
    for (const t of [2, 3, 4]) expect(at(t).mean).toBeGreaterThan(at(t - 1).mean);
  });
});
