import {describe, expect, it} from 'vitest';
import type {Data, Text} from '../../core/data.ts';
import {normal} from '../../core/random/normal.ts';
import {Stream} from '../../core/random/stream.ts';
import {askComparisons, type RecordPair} from './active.ts';
import {Annotator} from './annotator.ts';
import {crossValidate, differencesOf, fitReward, type PairAnswer, qualityOf, rewardsOf} from './bradley-terry.ts';
import {Design, sketchRows} from './design.ts';
import {featureMap} from './features.ts';
import {resampled, rewardWeights} from './reweight.ts';
import {annotatorSchema} from './schema.ts';

function pointsOf(count: number, dimension: number, stream: Stream): Data {
  return {kind: 'points', count, dimension, values: Float64Array.from({length: count * dimension}, () => normal(stream))};
}
const logistic = (u: Float64Array, stream: Stream) => (pairs: readonly RecordPair[]) =>
  pairs.map(([a, b]) => (stream.float() < 1 / (1 + Math.exp(u[b] - u[a])) ? {chosen: a, rejected: b} : {chosen: b, rejected: a}));

/** 2,000 comparisons of 500 points by a reward that is quadratic, with maximum at (1, -1). */
function recorded() {
  const stream = Stream.root('bradley-terry');
  const points = pointsOf(500, 2, stream);
  const annotator = new Annotator(annotatorSchema.parse({kind: 'reward', point: [1, -1]}));
  const utility = annotator.utility(points);
  const map = featureMap(points);
  const rows = map.of(points);
  const options = {columns: map.columns, stream: stream.fork('fit')};
  const comparisons = askComparisons(rows, logistic(utility, stream.fork('choice')), {...options, pairs: 'random', comparisons: 2000});
  return {points, utility, map, rows, options, comparisons};
}

it('points far beyond what features are standardised by have rewards that are numbers', () => {
  const {map, options, comparisons} = recorded();
  const far = pointsOf(500, 2, Stream.root('far'));
  if (far.kind === 'points') for (let i = 0; i < far.values.length; i++) far.values[i] *= i % 3 === 0 ? 1e200 : -1e30;
  const rows = map.of(far);
  expect(rows.values.every(Number.isFinite)).toBe(true);
  const weights = fitReward(rows, comparisons, options);
  expect(rewardsOf(rows, weights).every(Number.isFinite)).toBe(true);
  expect(crossValidate(rows, comparisons, options)!.accuracy).toBeGreaterThanOrEqual(0);
});

describe('fitReward', () => {
  const {rows, utility, comparisons, options, map} = recorded();

  it('stands where the gradient of the penalised likelihood is zero, on either side of a strength', () => {
    for (const strength of [0.1, 3]) {
      const weights = fitReward(rows, comparisons, {...options, strength});
      const z = differencesOf(rows, comparisons, options.columns);
      const gradient = Float64Array.from(weights);
      let scale = 0;
      for (let i = 0; i < z.count; i++) {
        let margin = 0;
        for (let k = z.offsets[i]; k < z.offsets[i + 1]; k++) margin += z.values[k] * weights[z.indices[k]];
        const pull = strength / (1 + Math.exp(margin));
        for (let k = z.offsets[i]; k < z.offsets[i + 1]; k++) {
          gradient[z.indices[k]] -= pull * z.values[k];
          scale += Math.abs(pull * z.values[k]);
        }
      }
      expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-3 * scale);
    }
  });

  it('finds the reward that chose: differences between records come back', () => {
    const rewards = rewardsOf(rows, fitReward(rows, comparisons, options));
    const stream = Stream.root('pairs');
    let [dot, own, other] = [0, 0, 0];
    for (let k = 0; k < 2000; k++) {
      const [a, b] = [stream.below(500), stream.below(500)];
      dot += (rewards[a] - rewards[b]) * (utility[a] - utility[b]);
      own += (utility[a] - utility[b]) ** 2;
      other += (rewards[a] - rewards[b]) ** 2;
    }
    expect(dot / Math.sqrt(own * other)).toBeGreaterThan(0.98);
    expect(dot / own).toBeGreaterThan(0.85);
    expect(dot / own).toBeLessThan(1.15);
  });

  it('knows nothing before anything is asked, and learns the same from a reward plus a constant', () => {
    expect(fitReward(rows, [], options).every((w) => w === 0)).toBe(true);
    expect(fitReward(rows, [{chosen: 3, rejected: 4}], options)[0]).toBe(-fitReward(rows, [{chosen: 4, rejected: 3}], options)[0]);
    expect(map.columns).toBe(5);
  });

  it('is as accurate and as calibrated on held-out comparisons as the annotator allows', () => {
    const quality = crossValidate(rows, comparisons, options)!;
    const best =
      comparisons.reduce((sum, {chosen, rejected}) => sum + (utility[chosen] > utility[rejected] ? 1 : 0), 0) / comparisons.length;
    expect(Math.abs(quality.accuracy - best)).toBeLessThan(0.03);
    expect(quality.calibrationError).toBeLessThan(0.03);
    expect(quality.logLoss).toBeLessThan(Math.LN2 - 0.1);
    expect(crossValidate(rows, comparisons.slice(0, 4), options)).toBeUndefined();
  });
});

describe('qualityOf', () => {
  it('counts each comparison both ways: a sure model that is right every other time is badly calibrated', () => {
    const {accuracy, calibrationError, logLoss} = qualityOf(Float64Array.of(0.95, 0.05));
    expect(accuracy).toBe(0.5);
    expect(calibrationError).toBeCloseTo(0.45, 12);
    expect(logLoss).toBeCloseTo(-(Math.log(0.95) + Math.log(0.05)) / 2, 12);
  });
});

describe('features', () => {
  it('of text see words, pairs of words, length and repetition', () => {
    const bytes = new TextEncoder().encode('a b cb a c' + 'a b c d a b c d a b c d');
    const text: Text = {kind: 'text', count: 3, bytes, offsets: Uint32Array.of(0, 5, 10, bytes.length)};
    const map = featureMap(text);
    const {offsets, indices, values} = map.of(text);
    const row = (i: number) =>
      new Map(Array.from(indices.subarray(offsets[i], offsets[i + 1]), (column, k) => [column, values[offsets[i] + k]]));
    const [first, second, third] = [row(0), row(1), row(2)];
    const shared = [...first.keys()].filter((column) => second.has(column) && column < map.columns - 2);
    expect(shared.length).toBe(3); // the words; the pairs differ
    expect(third.get(map.columns - 1)!).toBeGreaterThan(first.get(map.columns - 1)!);
    expect(third.get(map.columns - 2)!).toBeGreaterThan(first.get(map.columns - 2)!);
  });
});

describe('the active choice of pairs', () => {
  it('asks as often as it is told, and of different records', () => {
    const {rows, utility, options} = recorded();
    const answers = askComparisons(rows, logistic(utility, Stream.root(1)), {...options, pairs: 'active', comparisons: 37});
    expect(answers.length).toBe(37);
    expect(answers.every(({chosen, rejected}) => chosen !== rejected)).toBe(true);
    expect(askComparisons(rows, logistic(utility, Stream.root(1)), {...options, pairs: 'active', comparisons: 37})).toEqual(answers);
  });

  it('orders held-out points better than as many random pairs do', () => {
    const mean = {random: 0, active: 0};
    for (let seed = 0; seed < 6; seed++) {
      const stream = Stream.root(`active/${seed}`);
      const [points, others] = [pointsOf(200, 4, stream), pointsOf(200, 4, stream)];
      const annotator = new Annotator(annotatorSchema.parse({kind: 'reward', point: [1, 0, -1, 0.5]}));
      const map = featureMap(points);
      const rows = map.of(points);
      const truth = annotator.utility(others);
      for (const pairs of ['random', 'active'] as const) {
        const options = {columns: map.columns, stream: stream.fork(pairs)};
        const answers = askComparisons(rows, logistic(annotator.utility(points), stream.fork('choice')), {
          ...options,
          pairs,
          comparisons: 120,
        });
        const rewards = rewardsOf(map.of(others), fitReward(rows, answers, options));
        for (let i = 0; i < 200; i++)
          for (let j = 0; j < i; j++) mean[pairs] += rewards[i] > rewards[j] === truth[i] > truth[j] ? 1 / (6 * 19_900) : 0;
      }
    }
    expect(mean.active).toBeGreaterThan(mean.random + 0.01);
  });
});

describe('a design', () => {
  const points = pointsOf(40, 3, Stream.root('design'));
  const map = featureMap(points);
  const records = sketchRows(map.of(points), map.columns);
  const R = records.width;
  const z = ([a, b]: readonly [number, number]) =>
    Float64Array.from({length: R}, (_, k) => records.values[a * R + k] - records.values[b * R + k]);
  const trace = (spread: Float64Array, covariance: Float64Array) =>
    spread.reduce((sum, value, k) => sum + value * covariance[(k % R) * R + Math.floor(k / R)], 0);

  it('has the covariance that is the inverse of the information', () => {
    const design = new Design(records, 2);
    const answers: PairAnswer[] = [
      {chosen: 0, rejected: 1},
      {chosen: 5, rejected: 2},
      {chosen: 0, rejected: 7},
    ];
    design.begin(answers, () => 0.3);
    const p = 1 / (1 + Math.exp(-0.3));
    const information = new Float64Array(R * R);
    for (let i = 0; i < R; i++) information[i * R + i] = 1 / 2;
    for (const {chosen, rejected} of answers) {
      const d = z([chosen, rejected]);
      for (let i = 0; i < R; i++) for (let j = 0; j < R; j++) information[i * R + j] += p * (1 - p) * d[i] * d[j];
    }
    for (let i = 0; i < R; i++) {
      for (let j = 0; j < R; j++) {
        let sum = 0;
        for (let k = 0; k < R; k++) sum += information[i * R + k] * design.covariance[k * R + j];
        expect(sum).toBeCloseTo(i === j ? 1 : 0, 6);
      }
    }
  });

  it('chooses, one after another, the pair after which differences of rewards vary least', () => {
    const crowd = Array.from({length: 15}, (_, i) => [i, 39 - i] as const);
    const design = new Design(records, 1);
    design.begin([], () => 0);
    const chosen = design.choose(crowd, 3);
    const plain = new Design(records, 1);
    const taken: PairAnswer[] = [];
    for (const pair of chosen) {
      // before anything is answered p is 1/2 for every pair, whatever its variance
      const after = crowd.map(([a, b]) => {
        plain.begin([...taken, {chosen: a, rejected: b}], () => 0);
        return taken.some((t) => t.chosen === a) ? Infinity : trace(plain.spread, plain.covariance);
      });
      expect(crowd[after.indexOf(Math.min(...after))]).toEqual(pair);
      taken.push({chosen: pair[0], rejected: pair[1]});
    }
  });

  it('hashes many columns to few so that inner products stay about the same', () => {
    const stream = Stream.root('sketch');
    const columns = 5000;
    const indices = Uint32Array.from({length: 200 * 60}, () => stream.below(columns));
    const values = Float32Array.from(indices, () => normal(stream) / Math.sqrt(60));
    const {width, values: dense} = sketchRows(
      {count: 200, indices, values, offsets: Uint32Array.from({length: 201}, (_, i) => 60 * i)},
      columns,
    );
    const lengths = Array.from({length: 200}, (_, i) => dense.subarray(i * width, (i + 1) * width).reduce((sum, x) => sum + x * x, 0));
    expect(Math.abs(lengths.reduce((a, b) => a + b, 0) / 200 - 1)).toBeLessThan(0.05);
  });
});

describe('reweighting', () => {
  it('draws by exp(reward / temperature), by chi-square', () => {
    const rewards = Float64Array.of(0, 1, 2, 3);
    const weights = rewardWeights(rewards, 2);
    const total = rewards.reduce((sum, r) => sum + Math.exp(r / 2), 0);
    const n = 40_000;
    const counts = new Float64Array(4);
    for (const i of resampled(Stream.root('resample'), weights, n)) counts[i]++;
    const chiSquare = counts.reduce((sum, count, i) => {
      const expected = (n * Math.exp(rewards[i] / 2)) / total;
      return sum + (count - expected) ** 2 / expected;
    }, 0);
    expect(chiSquare).toBeLessThan(16.3); // .999 of 3 degrees of freedom
  });
});

describe('the choice of an annotator', () => {
  const chosen = (options: object, shown: readonly number[], n = 30_000) => {
    const annotator = new Annotator(annotatorSchema.parse({kind: 'reward', values: [0], ...options}));
    const stream = Stream.root('choice');
    const counts = new Float64Array(shown.length);
    for (let i = 0; i < n; i++) counts[annotator.choose(shown, stream)] += 1 / n;
    return counts;
  };

  it('is logistic, with noise and a bias to the first', () => {
    const counts = chosen({noise: 0.25, bias: {first: 0.5}}, [0, 1, -1]);
    const weights = [0.5, 1, -1].map(Math.exp);
    const total = weights.reduce((a, b) => a + b, 0);
    const chiSquare = weights.reduce((sum, w, i) => {
      const expected = 0.75 * (w / total) + 0.25 / 3;
      return sum + (30_000 * (counts[i] - expected) ** 2) / expected;
    }, 0);
    expect(chiSquare).toBeLessThan(13.8); // .999 of 2 degrees of freedom
  });

  it('is made though some records, or all, are impossible', () => {
    expect(chosen({}, [-Infinity, 0, -Infinity], 100)[1]).toBeCloseTo(1, 9);
    const counts = chosen({}, [-Infinity, -Infinity, -Infinity]);
    for (const share of counts) expect(Math.abs(share - 1 / 3)).toBeLessThan(0.015);
  });
});

describe('judgements of several people on one pair', () => {
  it('count as often as they were given: two wins are two comparisons, a tie is half of one each way', () => {
    const {rows, options, comparisons} = recorded();
    const some = comparisons.slice(0, 60);
    const twice = some.flatMap((one) => [one, one]);
    const close = (a: Float64Array, b: Float64Array) => a.forEach((w, i) => void expect(w).toBeCloseTo(b[i], 2));
    close(
      fitReward(
        rows,
        some.map((one) => ({...one, wins: 2, losses: 0})),
        options,
      ),
      fitReward(rows, twice, options),
    );
    const reversed = some.map(({chosen, rejected}) => ({chosen: rejected, rejected: chosen}));
    const ties = some.map((one) => ({...one, wins: 0.5, losses: 0.5}));
    close(fitReward(rows, ties, options), new Float64Array(options.columns));
    close(
      fitReward(
        rows,
        some.map((one) => ({...one, wins: 2, losses: 1})),
        options,
      ),
      fitReward(rows, [...twice, ...reversed], options),
    );
    expect(crossValidate(rows, ties, options)).toBeUndefined();
    expect(crossValidate(rows, [...some, ...ties], options)!.comparisons).toBe(some.length);
  });
});
