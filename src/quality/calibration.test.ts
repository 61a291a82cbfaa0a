import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {needs} from '../../test/needs.ts';
import {dataFolder} from '../../test/tools.ts';
import {normal} from '../core/random/normal.ts';
import {Stream} from '../core/random/stream.ts';
import {sigmoid} from '../core/stats/index.ts';
import {textOf} from '../core/text/documents.ts';
import {areaUnderCurve, fitPlatt, plattProbability, probabilityQuality} from './calibration.ts';
import {countDistinct, foldsOf} from './folds.ts';
import {HumanLikelihood} from './likelihood.ts';
import {SyntheticClassifier} from './synthetic.ts';

const essays = dataFolder('essays');

/** Scores of 300 negatives around -1 and 100 positives around 1. */
const stream = Stream.root('calibration');
const positive = Uint8Array.from({length: 400}, (_, i) => (i < 300 ? 0 : 1));
const scores = Float64Array.from(positive, (y) => Math.round(4 * (normal(stream) + (y ? 1 : -1))) / 4);

describe('areaUnderCurve', () => {
  it('is the share of pairs in the right order, equal ones half', () => {
    let won = 0;
    for (let i = 0; i < 300; i++) for (let j = 300; j < 400; j++) won += scores[j] > scores[i] ? 1 : scores[j] === scores[i] ? 0.5 : 0;
    expect(areaUnderCurve(scores, positive)).toBeCloseTo(won / 30_000, 12);
    expect(() => areaUnderCurve(scores, new Uint8Array(400))).toThrow('both classes');
  });
});

describe("Platt's calibration", () => {
  const platt = fitPlatt(scores, positive);

  it('stands where the gradient of the likelihood of smoothed labels is zero, both classes weighing the same', () => {
    let [slope, intercept] = [0, 0];
    positive.forEach((y, i) => {
      const off = (y ? 1 / 100 : 1 / 300) * (plattProbability(platt, scores[i]) - (y ? 101 / 102 : 1 / 302));
      slope += off * scores[i];
      intercept += off;
    });
    expect(Math.abs(slope)).toBeLessThan(1e-8);
    expect(Math.abs(intercept)).toBeLessThan(1e-8);
  });

  it('finds the odds of two normal classes: slope 2, intercept 0', () => {
    expect(platt.slope).toBeGreaterThan(1.5);
    expect(platt.slope).toBeLessThan(2.5);
    expect(Math.abs(platt.intercept)).toBeLessThan(0.4);
  });

  it('does not depend on the scale and the origin of scores', () => {
    const far = fitPlatt(
      scores.map((score) => 1e6 * score + 1e8),
      positive,
    );
    expect(far.slope * 1e6).toBeCloseTo(platt.slope, 6);
    expect(far.slope * 1e8 + far.intercept).toBeCloseTo(platt.intercept, 4);
  });

  it('converges or says that it has not', () => {
    const wild = Stream.root('wild');
    for (let trial = 0; trial < 200; trial++) {
      const n = 2 + wild.below(60);
      const own = Float64Array.from({length: n}, () => normal(wild) * 10 ** (6 * wild.float() - 3) * (wild.below(4) === 0 ? 0 : 1));
      const sides = Uint8Array.from(own, (_, i) => (i === 0 ? 0 : i === 1 ? 1 : wild.below(2)));
      const {slope, intercept} = fitPlatt(own, sides);
      expect(Number.isFinite(slope) && Number.isFinite(intercept)).toBe(true);
    }
    expect(() => fitPlatt(Float64Array.of(0, Number.NaN, 1), Uint8Array.of(0, 1, 1))).toThrow(/did not converge/);
  });

  it('stays finite where a score separates the classes', () => {
    const {slope, intercept} = fitPlatt(
      Float64Array.from(positive, (y) => (y ? 3 : -3)),
      positive,
    );
    expect(sigmoid(3 * slope + intercept)).toBeCloseTo(101 / 102, 6);
    expect(sigmoid(-3 * slope + intercept)).toBeCloseTo(1 / 302, 6);
  });
});

describe('probabilityQuality', () => {
  it('is what its formulas say on four records', () => {
    const quality = probabilityQuality(Float64Array.of(0.1, 0.15, 0.9, 0.5), Uint8Array.of(0, 1, 1, 0));
    expect(quality.accuracy).toBe(2.5 / 4);
    expect(quality.brier).toBeCloseTo((0.01 + 0.7225 + 0.01 + 0.25) / 4, 12);
    // bins [.1, .2): |.25 - 1|, [.9, 1]: |.9 - 1|, [.5, .6): |.5 - 0|
    expect(quality.calibrationError).toBeCloseTo((0.75 + 0.1 + 0.5) / 4, 12);
    expect(quality.logLoss).toBeCloseTo(-(2 * Math.log(0.9) + Math.log(0.15) + Math.log(0.5)) / 4, 12);
  });
});

describe('folds', () => {
  it('are even, and keep copies together', () => {
    const text = textOf(Array.from({length: 60}, (_, i) => `document ${i % 40}`));
    const fold = foldsOf(Stream.root(3), text, 5);
    for (let i = 0; i < 20; i++) expect(fold[i + 40]).toBe(fold[i]);
    for (let k = 0; k < 5; k++) expect([...fold.subarray(0, 40)].filter((f) => f === k).length).toBe(8);
    expect(countDistinct(text)).toBe(40);
  });
});

describe(
  'on essays by people and by a chatbot',
  needs(essays, 'essays in GENLOSS_TEST_DATA', 'calibration is not held against essays'),
  () => {
    const read = (file: string) =>
      readFileSync(join(essays!, file), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).text as string);

    it('the classifier of half of them is right and calibrated on the other half, and says so itself', () => {
      const [human, synthetic] = [read('human.jsonl'), read('chatgpt.jsonl')];
      const half = (documents: readonly string[], odd: number) => textOf(documents.filter((_, i) => i % 2 === odd));
      const classifier = new SyntheticClassifier(Stream.root(1), {human: half(human, 0), synthetic: half(synthetic, 0)});
      const probabilities = Float64Array.of(...classifier.probability(half(human, 1)), ...classifier.probability(half(synthetic, 1)));
      const labels = Uint8Array.from(probabilities, (_, i) => (i < 63 ? 0 : 1));
      const seen = probabilityQuality(probabilities, labels);
      expect(seen.accuracy).toBeGreaterThan(0.9);
      expect(seen.calibrationError).toBeLessThan(0.1);
      expect(areaUnderCurve(probabilities, labels)).toBeGreaterThan(0.98);
      expect(Math.abs(classifier.quality.accuracy - seen.accuracy)).toBeLessThan(0.08);
      expect(classifier.quality.calibrationError).toBeLessThan(0.1);
    });

    it('the band of likelihood holds essays that the model did not see', () => {
      const human = read('human.jsonl');
      const likelihood = new HumanLikelihood(Stream.root(1), textOf(human.filter((_, i) => i % 2 === 0)));
      const unseen = likelihood.score(textOf(human.filter((_, i) => i % 2 === 1)));
      const inside =
        unseen.filter((score) => score >= likelihood.quantile(0.1) && score <= likelihood.quantile(0.9)).length / unseen.length;
      expect(inside).toBeGreaterThan(0.66);
      expect(inside).toBeLessThan(0.94);
    });
  },
);
