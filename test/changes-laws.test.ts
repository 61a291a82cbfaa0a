/**
 * Laws of rules that change records, held against the real loop over thousands of lineages: within four standard errors, in the standard
 * errors of the lineages themselves.
 */
import {describe, expect, it} from 'vitest';
import type {Rows} from '../src/core/data.ts';
import {Stream} from '../src/core/random/stream.ts';
import {cholesky, choleskySolve} from '../src/core/stats/index.ts';
import type {Arm} from '../src/lab/experiment/arm.ts';
import {resolveExperiment} from '../src/lab/experiment/resolve.ts';
import {Lineage} from '../src/lab/loop/lineage.ts';

const BOUND = 4;

function armOf(experiment: object, options: object, measures: string[]): Arm {
  const resolved = resolveExperiment({title: 't', generations: 20, seeds: 1, measures, ...experiment, arms: {arm: options}});
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  return resolved.arms[0];
}

/** A number of each lineage, by generation; `also` may look at the lineage after each. */
function readings(
  arm: Arm,
  {
    count,
    generations,
    measure,
    also,
  }: {count: number; generations: number; measure: string; also?: (lineage: Lineage, seed: number) => void},
): Float64Array[] {
  const values = Array.from({length: generations}, () => new Float64Array(count));
  for (let seed = 0; seed < count; seed++) {
    const lineage = new Lineage({arm, seed, root: Stream.root(11), measures: [measure]});
    for (let t = 0; t < generations; t++) {
      const [reading] = lineage.advance().readings;
      values[t][seed] = 'value' in reading ? reading.value : Number.NaN;
      also?.(lineage, seed);
    }
  }
  return values;
}

function expectMean(values: Float64Array, law: number): void {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1);
  expect(Math.abs(mean - law)).toBeLessThan(BOUND * Math.sqrt(variance / values.length) + 1e-12);
}

describe('self-correction of a Gaussian', () => {
  const [n, sd, gamma, center] = [10, 2, 0.5, 3];
  const arm = (rate: number) =>
    armOf(
      {data: {world: 'gaussian', mean: center, sd}, model: {kind: 'gaussian', variance: 'ml'}, sample: {size: n}},
      {workflow: 'replace', quality: {rules: [{correct: {toward: 'moments', of: 'truth', rate}}]}},
      ['variance'],
    );

  /** E of the standard deviation of n draws of N(0, 1), divided by n: sqrt(2/n) Gamma(n/2) / Gamma((n - 1)/2). */
  const drawn = Math.sqrt(2 / n) * (gammaOf(n / 2) / gammaOf((n - 1) / 2));

  it('has an expected sd and variance that follow a linear recursion, exactly', () => {
    const variances = readings(arm(gamma), {count: 4000, generations: 8, measure: 'variance'});
    let [expectedSd, expectedVariance] = [drawn * sd, ((n - 1) / n) * sd ** 2];
    for (const values of variances) {
      expectMean(values, expectedVariance);
      expectMean(values.map(Math.sqrt), expectedSd);
      const [ofSample, square] = [drawn * expectedSd, ((n - 1) / n) * expectedVariance];
      expectedVariance = (square + 2 * gamma * sd * ofSample + gamma ** 2 * sd ** 2) / (1 + gamma) ** 2;
      expectedSd = (ofSample + gamma * sd) / (1 + gamma);
    }
  });

  it('does not collapse: without it the variance falls below a fifth, with it it stays above half', () => {
    const at = (rate: number) => readings(arm(rate), {count: 300, generations: 20, measure: 'variance'})[19];
    const mean = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(at(1e-9))).toBeLessThan(0.2 * sd ** 2);
    expect(mean(at(gamma))).toBeGreaterThan(0.5 * sd ** 2);
  });

  it('has a mean whose square error is contracted and fed by the sample', () => {
    const means = readings(arm(gamma), {count: 4000, generations: 6, measure: 'mean'});
    const variances = readings(arm(gamma), {count: 4000, generations: 6, measure: 'variance'});
    let law = sd ** 2 / n;
    means.forEach((values, t) => {
      const squares = values.map((x) => (x - center) ** 2);
      expectMean(squares, law);
      const variance = variances[t].reduce((a, b) => a + b, 0) / 4000;
      law = (law + variance / n) / (1 + gamma) ** 2;
    });
  });
});

describe('editing of categories', () => {
  const [n, above, share] = [6, 0.4, 0.7];
  const probabilities = [0.5, 0.3, 0.2];
  const data = {data: {world: 'categorical', probabilities}, model: {kind: 'categorical'}, sample: {size: n}};
  const edit = {above, share};

  /** Every first fit, with its chance. */
  const fits = (): {counts: number[]; chance: number}[] => {
    const all: {counts: number[]; chance: number}[] = [];
    for (let a = 0; a <= n; a++)
      for (let b = 0; a + b <= n; b++) {
        const counts = [a, b, n - a - b];
        const ways = factorial(n) / counts.reduce((product, k) => product * factorial(k), 1);
        all.push({counts, chance: ways * counts.reduce((product, k, i) => product * probabilities[i] ** k, 1)});
      }
    return all;
  };

  it('of a sample gives the next fit the diversity that enumeration says', () => {
    const law = fits().reduce((sum, {counts, chance}) => {
      const p = counts.map((k) => k / n);
      const probable = p.reduce((total, x) => total + (x >= above ? x : 0), 0);
      const q = p.map((x) => x * (x >= above ? 1 - share : 1) + share * probable * x);
      return sum + chance * (1 - 1 / n) * (1 - q.reduce((total, x) => total + x * x, 0));
    }, 0);
    const arm = armOf(data, {workflow: 'replace', quality: {rules: [{edit}]}}, ['giniSimpson']);
    expectMean(readings(arm, {count: 5000, generations: 2, measure: 'giniSimpson'})[1], law);
  });

  it('of the training set keeps what is improbable human, by enumeration', () => {
    let [diversity, human] = [0, 0];
    for (const {counts, chance} of fits()) {
      const p = counts.map((k) => k / n);
      // one law a record: what it is, or a draw from the fit
      const laws = counts.flatMap((k, j) =>
        Array.from({length: k}, () => p.map((x, i) => (p[j] >= above ? (i === j ? 1 - share : 0) + share * x : i === j ? 1 : 0))),
      );
      const squares = p.map((_, i) => {
        const mean = laws.reduce((sum, law) => sum + law[i], 0);
        return laws.reduce((sum, law) => sum + law[i] * (1 - law[i]), mean ** 2);
      });
      diversity += chance * (1 - squares.reduce((a, b) => a + b, 0) / n ** 2);
      human += chance * counts.reduce((sum, k, j) => sum + k * (p[j] >= above ? 1 - share : 1), 0);
    }
    const arm = armOf(data, {workflow: {edit}}, ['giniSimpson']);
    expectMean(readings(arm, {count: 5000, generations: 2, measure: 'giniSimpson'})[1], diversity);
    expectMean(readings(arm, {count: 5000, generations: 2, measure: 'humanRecords'})[1], human);
    expectMean(readings(arm, {count: 5000, generations: 1, measure: 'changed'})[0], n - human);
  });
});

describe('editing of the labels of a regression', () => {
  const [T, d, noise] = [30, 4, 1];
  const one = (noise ** 2 * d) / (T - d - 1);
  const arm = (edit: object) =>
    armOf({data: {world: 'regression', dimension: d, noise, rows: T}, model: {kind: 'regression'}}, {workflow: {edit}}, ['excessRisk']);

  it('adds what algebra says at the second fit, given the rows', () => {
    const share = 0.4;
    const laws = new Float64Array(3000);
    const [, second] = readings(arm({share}), {
      ...{count: 3000, generations: 2, measure: 'excessRisk'},
      also: (lineage, seed) => {
        laws[seed] = secondRisk(lineage.carry().sample as Rows, share, noise);
      },
    });
    expectMean(
      second.map((risk, seed) => risk - laws[seed]),
      0,
    );
  });

  it('that halves each time stays below twice the error of one fit; a constant share does not, and labels alone grow linearly', () => {
    const mean = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;
    const at12 = (edit: object) => mean(readings(arm(edit), {count: 500, generations: 12, measure: 'excessRisk'})[11]) / one;
    expect(at12({share: 0.2, decay: 0.5})).toBeGreaterThan(1.2);
    expect(at12({share: 0.2, decay: 0.5})).toBeLessThan(2);
    expect(at12({share: 0.2})).toBeGreaterThan(2.5);
    expect(at12({share: 1})).toBeGreaterThan(10);
  });
});

/**
 * sigma^2 [(1 + m) tr S + m (1 - m) sum |P_i|^2 (1 - h_i)], S = (X'X)^-1, P = S X', h the diagonal of the hat matrix: a label is redrawn with
 * chance m from the first fit.
 */
function secondRisk({x, count, dimension: d}: Rows, m: number, noise: number): number {
  const gram = new Float64Array(d * d);
  for (let r = 0; r < count; r++) for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) gram[i * d + j] += x[r * d + i] * x[r * d + j];
  const factor = cholesky(gram, d);
  let [trace, rest] = [0, 0];
  for (let r = 0; r < count; r++) {
    const row = x.slice(r * d, (r + 1) * d);
    const p = choleskySolve(factor, row);
    const square = p.reduce((sum, v) => sum + v * v, 0);
    const h = p.reduce((sum, v, j) => sum + v * row[j], 0);
    trace += square;
    rest += square * (1 - h);
  }
  return noise ** 2 * ((1 + m) * trace + m * (1 - m) * rest);
}

function factorial(k: number): number {
  return k <= 1 ? 1 : k * factorial(k - 1);
}

/** Of halves. */
function gammaOf(z: number): number {
  if (z === 0.5) return Math.sqrt(Math.PI);
  return z === 1 ? 1 : (z - 1) * gammaOf(z - 1);
}
