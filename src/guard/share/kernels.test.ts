import {describe, expect, it} from 'vitest';
import {normal} from '../../core/random/normal.ts';
import {Stream} from '../../core/random/stream.ts';
import {FEATURE_BUCKETS, type SparseRows} from '../../quality/features.ts';
import {calibrate, calibratedValues} from './calibration.ts';
import {chooseEstimator} from './choice.ts';
import {curveOf, invert} from './curve.ts';
import {addSentence, noSentences, sentenceRatio, wordRatios} from './liang.ts';
import {ESTIMATORS, estimateShare, type MeasuredUnits, maximiseMixture, ratioByte, trueShare} from './measured.ts';
import type {Trials} from './mixtures.ts';

const draws = (mean: number, n: number, stream: Stream) => Float64Array.from({length: n}, () => mean + normal(stream));

describe('calibration of scores', () => {
  const stream = Stream.root('calibration');
  const human = draws(-1, 4000, stream);
  const synthetic = draws(1, 4000, stream);

  it('finds the log likelihood ratio of two normal laws, which is 2 s', () => {
    const {slope, intercept} = calibrate({scores: human}, {scores: synthetic}, 'bins');
    expect(slope).toBeGreaterThan(1.85);
    expect(slope).toBeLessThan(2.15);
    expect(Math.abs(intercept)).toBeLessThan(0.1);
    const into = new Float64Array(4);
    for (const density of ['kernels', 'bins'] as const) {
      const calibration = calibrate({scores: human}, {scores: synthetic}, density);
      for (const s of [-1, -0.3, 0.4, 1]) {
        calibratedValues(calibration, s, into);
        expect(Math.abs(into[3] - 2 * s)).toBeLessThan(0.35);
      }
    }
  });

  it('gives values that average to the share over any mixture', () => {
    const calibration = calibrate({scores: human}, {scores: synthetic}, 'bins');
    const into = new Float64Array(4);
    for (const share of [0, 0.2, 0.7, 1]) {
      const sums = [0, 0];
      const mixed = [...draws(-1, 20_000 * (1 - share), stream), ...draws(1, 20_000 * share, stream)];
      for (const s of mixed) {
        calibratedValues(calibration, s, into);
        sums[0] += into[0] / mixed.length;
        sums[1] += into[1] / mixed.length;
      }
      expect(Math.abs(sums[0] - share)).toBeLessThan(0.03);
      expect(Math.abs(sums[1] - share)).toBeLessThan(0.03);
    }
  });

  it('takes nothing from scores that rank the sides the wrong way round', () => {
    expect(calibrate({scores: synthetic}, {scores: human}, 'bins')).toMatchObject({slope: 0, intercept: expect.closeTo(0, 12)});
  });

  it('stays finite where the sides do not overlap, and where they are the same', () => {
    const into = new Float64Array(4);
    const apart = calibrate({scores: Float64Array.of(-2, -1.9, -2.1)}, {scores: Float64Array.of(2, 2.1, 1.9)}, 'kernels');
    const same = calibrate({scores: human}, {scores: human}, 'bins');
    for (const calibration of [apart, same]) {
      for (const s of [-50, 0, 50]) {
        calibratedValues(calibration, s, into);
        for (const value of into) expect(Number.isFinite(value)).toBe(true);
      }
    }
  });
});

describe('maximiseMixture', () => {
  it('is at the top of the likelihood, found by trying every thousandth', () => {
    const stream = Stream.root('mixture');
    for (let trial = 0; trial < 20; trial++) {
      const odds = Float64Array.from({length: 40}, () => Math.exp(2 * normal(stream)));
      const counts = Float64Array.from({length: 40}, () => stream.below(4));
      const likelihood = (a: number) => odds.reduce((sum, r, i) => sum + counts[i] * Math.log(1 - a + a * r), 0);
      let best = 0;
      for (let k = 0; k <= 1000; k++) if (likelihood(k / 1000) > likelihood(best)) best = k / 1000;
      expect(Math.abs(maximiseMixture(counts, odds) - best)).toBeLessThan(0.0011);
    }
  });

  it('is at the edges where all odds point there', () => {
    expect(maximiseMixture(Float64Array.of(1, 1), Float64Array.of(0.1, 0.9))).toBe(0);
    expect(maximiseMixture(Float64Array.of(1, 1), Float64Array.of(10, 2))).toBe(1);
  });
});

/** Two units: 30 human and 10 synthetic sentences, with certain values. */
const certain: MeasuredUnits = {
  units: 2,
  group: Uint32Array.of(0, 1),
  sentences: Float64Array.of(30, 10),
  synthetic: Float64Array.of(0, 10),
  values: [Float64Array.of(0, 1), Float64Array.of(0, 1), Float64Array.of(-12, 12), Float64Array.of(-12, 12)],
  sums: [Float64Array.of(0, 10), Float64Array.of(0, 10)],
  ratios: [0, 1, 2].map(() => Uint8Array.from({length: 40}, (_, s) => ratioByte(s < 30 ? -12 : 12))),
  offsets: Uint32Array.of(0, 30, 40),
};

describe('estimateShare', () => {
  it('counts sentences, not documents, whichever estimator', () => {
    const both = Uint32Array.of(0, 1);
    expect(trueShare(certain, both)).toBe(0.25);
    ESTIMATORS.forEach((_, e) => {
      expect(estimateShare(certain, both, e)).toBeCloseTo(0.25, 3);
    });
  });

  it('counts repeated units again', () => {
    ESTIMATORS.forEach((_, e) => {
      expect(estimateShare(certain, Uint32Array.of(0, 1, 1), e)).toBeCloseTo(0.4, 3);
    });
  });
});

describe('the ratio of Liang et al.', () => {
  it('equals the products of the definition', () => {
    // 20 sentences a side; word 7 in 10 human and 4 synthetic ones, word 9 in 6 and 12, word 11 in too few
    const rows: SparseRows = {count: 2, indices: Uint32Array.of(7, 9), values: Float32Array.of(1, 1), offsets: Uint32Array.of(0, 1, 2)};
    const side = (seven: number, nine: number, eleven: number) => ({
      sentences: 20,
      have: Uint32Array.from({length: FEATURE_BUCKETS}, (_, t) => (t === 7 ? seven : t === 9 ? nine : t === 11 ? eleven : 0)),
    });
    const ratios = wordRatios(side(10, 6, 4), side(4, 12, 20));
    const p = {7: 0.5, 9: 0.3};
    const q = {7: 0.2, 9: 0.6};
    expect(sentenceRatio(ratios, rows, 0)).toBeCloseTo(Math.log((q[7] * (1 - q[9])) / (p[7] * (1 - p[9]))), 12);
    expect(sentenceRatio(ratios, rows, 1)).toBeCloseTo(Math.log((q[9] * (1 - q[7])) / (p[9] * (1 - p[7]))), 12);
  });

  it('counts a sentence once a word', () => {
    const have = noSentences();
    addSentence(have, {count: 1, indices: Uint32Array.of(3, 5), values: Float32Array.of(2, 1), offsets: Uint32Array.of(0, 2)}, 0);
    expect([have.sentences, have.have[3], have.have[5]]).toEqual([1, 1, 1]);
  });
});

/** Trials of one estimator whose estimate is f(truth) plus noise. */
function trialsOf(f: (t: number) => number, noise: number): Trials {
  const truths = [0, 0.25, 0.5, 0.75, 1];
  const repeats = 400;
  const stream = Stream.root('trials');
  const truth = Float64Array.from({length: 2000}, (_, i) => truths[Math.floor(i / repeats)]);
  return {truths, repeats, truth, spread: new Float64Array(2000), errors: [truth.map((t) => f(t) - t + noise * normal(stream))]};
}

describe('curves', () => {
  it('corrects a bias that stands out of the noise, and inverts to the truth', () => {
    const curve = curveOf(
      trialsOf((t) => 0.05 + 0.7 * t, 0.01),
      0,
      0.5,
    );
    for (const t of [0, 0.3, 0.5, 0.9, 1]) expect(invert(curve, 0.05 + 0.7 * t).share).toBeCloseTo(t, 1);
  });

  it('leaves a bias alone that the references cannot vouch for', () => {
    const curve = curveOf(
      trialsOf((t) => t + 0.01, 0.05),
      0,
      0.5,
    );
    expect(invert(curve, 0.5).share).toBeCloseTo(0.5, 6);
  });

  it('gives intervals of the width of the errors, which hold the estimate and stay within 0 and 1', () => {
    const curve = curveOf(
      trialsOf((t) => t, 0.03),
      0,
      0.5,
    );
    const middle = invert(curve, 0.5);
    expect(middle.high - middle.low).toBeGreaterThan(0.08);
    expect(middle.high - middle.low).toBeLessThan(0.16);
    for (const estimate of [0, 0.01, 0.99, 1]) {
      const {share, low, high} = invert(curve, estimate);
      expect(0 <= low && low <= share && share <= high && high <= 1).toBe(true);
    }
    expect(invert(curve, 0).low).toBe(0);
    expect(invert(curve, 1).high).toBe(1);
  });
});

describe('chooseEstimator', () => {
  const trials = (errors: readonly number[]): Trials => {
    const stream = Stream.root('choice');
    return {
      ...{truths: [0, 1], repeats: 50, truth: new Float64Array(100), spread: new Float64Array(100)},
      errors: errors.map((size) => Float64Array.from({length: 100}, () => size * normal(stream))),
    };
  };

  it('takes what is clearly best', () => {
    expect(chooseEstimator(trials([0.1, 0.001, 0.1, 0.1, 0, 0, 0, 0, 0]), [0, 1, 2, 3])).toBe(1);
    expect(chooseEstimator(trials([0, 0, 0, 0, 0.1, 0.1, 0.1, 0.1, 0.001]), [4, 5, 6, 7, 8])).toBe(8);
  });

  it('prefers densities among equals', () => {
    expect(chooseEstimator(trials([0.05, 0.05, 0.05, 0.05, 0, 0, 0, 0, 0]), [0, 1, 2, 3])).toBe(3);
  });
});
