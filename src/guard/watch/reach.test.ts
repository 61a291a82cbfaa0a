import {expect, it} from 'vitest';
import {blindStreams, leastCalibration, periodsToReach} from './reach.ts';

it('sees a whole shift in three or four periods of a calibration of twenty, and never with one of four where a hundred thousand are asked for', () => {
  expect(periodsToReach(1000, 20)).toBe(4);
  expect(periodsToReach(100_000, 4)).toBeUndefined();
});

it('names the least calibration: it reaches, and one less does not', () => {
  for (const wanted of [100, 1000, 1e5, 1e9]) {
    const least = leastCalibration(wanted)!;
    expect(periodsToReach(wanted, least)).toBeGreaterThan(0);
    expect(periodsToReach(wanted, least - 1)).toBeUndefined();
  }
  expect(leastCalibration(1e30)).toBeUndefined();
});

it('says which streams could raise no alarm alone: the calibration is too small for their part of the stake', () => {
  const scores = [1, 2, 3, 4, 5, 6, 7, 8];
  const streams = [9, 1].map((weight, i) => ({name: `s${i}`, weight, scores}));
  expect([...blindStreams(streams, {calibration: 4, level: 1000})]).toEqual([['s1', 10_000]]);
  expect(blindStreams(streams, {calibration: 6, level: 1000}).size).toBe(0);
});
