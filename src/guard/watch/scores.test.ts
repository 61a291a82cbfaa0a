import {expect, it} from 'vitest';
import {normal} from '../../core/random/normal.ts';
import {Stream} from '../../core/random/stream.ts';
import {type ReadPeriod, scoresOf} from './scores.ts';

it('ranks periods of one size as their values are, larger on the bad side', () => {
  const reading = (value: number): ReadPeriod => ({value, expected: 0.5, standardError: 0.02, expectedError: 0, words: 1000});
  const values = [0.4, 0.6, 0.55, 0.3, 0.45];
  const order = (side: 1 | -1) =>
    scoresOf(values.map(reading), {calibration: 4, side})
      .map((score, i) => [score!, i] as const)
      .sort(([a], [b]) => b - a)
      .map(([, i]) => i);
  expect(order(1)).toEqual([1, 2, 4, 0, 3]);
  expect(order(-1)).toEqual([3, 0, 4, 2, 1]);
});

it('does not take the size of a period for a change, though all lie off the reference', () => {
  // four times as many words after the calibration, nothing else: the last is worse than all of ten in a run as often as chance has it
  const [calibration, series] = [10, 4000];
  const stream = Stream.root(5);
  let worst = 0;
  for (let s = 0; s < series; s++) {
    const readings = Array.from({length: calibration + 1}, (_, t): ReadPeriod => {
      const words = t < calibration ? 1000 : 4000;
      const standardError = 0.02 * Math.sqrt(1000 / words);
      return {value: 0.4 + standardError * normal(stream), expected: 0.5, standardError, expectedError: 0, words};
    });
    const scores = scoresOf(readings, {calibration, side: -1}).map((score) => score!);
    if (scores.slice(0, calibration).every((score) => score < scores[calibration])) worst++;
  }
  const [share, wanted] = [worst / series, 1 / (calibration + 1)];
  expect(Math.abs(share - wanted)).toBeLessThan(0.025);
});

it('gives a period of another size the error of what is expected of it', () => {
  const reading = (words: number, expectedError: number): ReadPeriod => ({
    value: 0.5,
    expected: 0.5,
    standardError: 0.02,
    expectedError,
    words,
  });
  const calibration = [0.48, 0.52, 0.5, 0.5].map((value) => ({...reading(1000, 0.05), value}));
  const scoreOf = (one: ReadPeriod) => scoresOf([...calibration, {...one, value: 0.6}], {calibration: 4, side: 1})[4]!;
  expect(scoreOf(reading(1000, 0.05))).toBeCloseTo(5, 6);
  expect(scoreOf(reading(4000, 0.05))).toBeCloseTo(0.1 / Math.hypot(0.01, 0.0375), 6);
});

it('leaves equal values equal, whatever the sizes', () => {
  const readings = [1000, 3000, 700, 90, 1234].map((words) => ({value: 0, expected: 0.0123, standardError: 0, expectedError: 0, words}));
  expect(new Set(scoresOf(readings, {calibration: 4, side: 1}))).toEqual(new Set([0]));
});

it('has no score where there is no reading', () => {
  const reading = {value: 1, expected: 0, standardError: 1, expectedError: 0, words: 10};
  expect(scoresOf([reading, undefined, reading], {calibration: 2, side: 1})[1]).toBeUndefined();
});
