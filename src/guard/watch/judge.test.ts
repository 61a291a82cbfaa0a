import {describe, expect, it} from 'vitest';
import {normal} from '../../core/random/normal.ts';
import {Stream} from '../../core/random/stream.ts';
import {judgeSeries, type ScoreStream} from './judge.ts';
import {judgeSimulated, meanOf} from './series.test-input.ts';

const names = (count: number): string[] => Array.from({length: count}, (_, i) => `p${String(i).padStart(4, '0')}`);

/** Streams of normal scores, with a shift of each by period. */
function drawn(seed: number, count: number, shifts: readonly ((t: number) => number)[]): ScoreStream[] {
  return shifts.map((shift, j) => {
    const stream = Stream.root(seed).fork(`scores/${j}`);
    return {name: `s${j}`, weight: 1, scores: Array.from({length: count}, (_, t) => normal(stream) + shift(t))};
  });
}

const judged = (streams: readonly ScoreStream[], {level = 1000, calibration = 20} = {}) =>
  judgeSeries({streams, periods: names(streams[0].scores.length), calibration, level, stream: Stream.root(9)});

describe('a series', () => {
  it('raises an alarm after a change, says since when and by what, and ends it after the text is as before', () => {
    const [changed, back] = [40, 60];
    const shifted = (t: number) => (t >= changed && t < back ? 4 : 0);
    for (let seed = 0; seed < 20; seed++) {
      const {alarms, periods} = judged(drawn(seed, 100, [shifted, () => 0, () => 0]));
      expect(alarms.length, `seed ${seed}`).toBe(1);
      const [{raised, ended, since, carriers}] = alarms;
      expect(raised).toBeGreaterThanOrEqual(changed);
      expect(raised).toBeLessThan(changed + 10);
      expect(Math.abs(since.value - changed)).toBeLessThanOrEqual(2);
      expect(ended).toBeGreaterThanOrEqual(back + 3);
      expect(ended).toBeLessThan(back + 12);
      expect(carriers).toEqual(['s0']);
      expect(periods[raised].evidence).toBeGreaterThanOrEqual(1000);
      expect(periods.slice(0, 20).every(({evidence, hint}) => evidence === 0 && !hint)).toBe(true);
    }
  });

  it.each([
    [2.5, 0.01],
    [1.5, 0.05],
    [1, 0.2],
  ])('stands for as long as the text is changed by %d deviations: of three hundred periods at most %d of alarms end', (shift, most) => {
    const alarms = Array.from({length: 60}, (_, seed) => judged(drawn(seed, 340, [(t) => (t >= 40 ? shift : 0)])).alarms).flat();
    const changed = alarms.filter(({raised}) => raised >= 40);
    expect(changed.length).toBeGreaterThan(30);
    expect(changed.filter(({ended}) => ended !== undefined).length / changed.length).toBeLessThanOrEqual(most);
  });

  it('stands where scores are missing: what is not there is neither changed nor as before', () => {
    const changed = drawn(2, 200, [(t) => (t >= 30 ? 3 : 0)]).map((one) => ({
      ...one,
      scores: one.scores.map((x, t) => (t < 60 ? x : undefined)),
    }));
    const {alarms, periods} = judged(changed);
    expect(alarms.map(({ended}) => ended)).toEqual([undefined]);
    expect(periods[199].evidence).toBe(periods[59].evidence);
  });

  it('says no change that began after it was seen', () => {
    let alarms = 0;
    for (let seed = 0; seed < 400; seed++)
      for (const {raised, since} of judged(drawn(seed, 120, [() => 0]), {level: 20}).alarms) {
        alarms++;
        expect(since.low).toBeLessThanOrEqual(since.value);
        expect(since.value).toBeLessThanOrEqual(since.high);
        expect(since.high).toBeLessThanOrEqual(raised);
      }
    expect(alarms).toBeGreaterThan(100);
  });

  it.each([
    [10, 0.05],
    [20, 0.02],
  ])('has early signs in few periods of a stable series: with %d calibrating and ten streams, at most in %d', (calibration, most) => {
    let signs = 0;
    for (let seed = 0; seed < 100; seed++) {
      const streams = drawn(
        seed,
        calibration + 100,
        Array.from({length: 10}, () => () => 0),
      );
      signs += judged(streams, {calibration}).periods.filter(({hint}) => hint).length;
    }
    expect(signs / 10_000).toBeLessThanOrEqual(most);
  });

  it('ends the alarm of a small change too, forty periods after it at the latest', () => {
    for (let seed = 0; seed < 10; seed++) {
      const {alarms} = judged(drawn(seed, 300, [(t) => (t >= 30 && t < 180 ? 1.2 : 0)]), {level: 100});
      for (const {raised, ended} of alarms) if (raised < 180) expect(ended, `seed ${seed}`).toBeLessThanOrEqual(181 + 40);
    }
  });

  it('is judged alike whether it is seen whole or as it grows', () => {
    const streams = drawn(5, 90, [(t) => (t >= 40 && t < 60 ? 4 : 0), () => 0]);
    const whole = judged(streams);
    for (const n of [25, 45, 50, 70]) {
      const part = judged(streams.map((one) => ({...one, scores: one.scores.slice(0, n)})));
      expect(part.periods).toEqual(whole.periods.slice(0, n));
    }
  });

  it('keeps the budget of false alarms where scores are equal to each other', () => {
    for (const values of [1, 2, 5]) {
      const alarms = Array.from({length: 300}, (_, seed) => {
        const stream = Stream.root(seed).fork(`ties/${values}`);
        const scores = Array.from({length: 120}, () => Math.max(0, stream.below(2 * values) - values));
        return judgeSeries({
          ...{streams: [{name: 's', weight: 1, scores}], periods: names(120), calibration: 20, level: 100},
          stream: stream.fork('judge'),
        }).alarms.length;
      });
      const mean = alarms.reduce((a, b) => a + b) / alarms.length;
      expect(mean, `${values} values`).toBeGreaterThan(0.2);
      expect(mean, `${values} values`).toBeLessThan(0.8);
    }
  });

  it('takes names of any script', () => {
    const streams = drawn(6, 40, [() => 0]).map((one) => ({...one, name: 'slice/言語/中文'}));
    const periods = names(40).map((name) => `${name}é`);
    expect(judgeSeries({streams, periods, calibration: 20, level: 1000, stream: Stream.root(9)}).periods.length).toBe(40);
  });

  it('does not judge a stream that the calibration hardly has', () => {
    const [one] = drawn(1, 30, [() => 0]);
    const late = {name: 'late', weight: 1, scores: one.scores.map((score, t) => (t < 18 ? undefined : score))};
    const {unjudged, periods} = judged([one, late]);
    expect(unjudged).toEqual(['late']);
    expect(periods).toEqual(judged([one]).periods);
  });
});

const SERIES = 100;

describe('the budget of false alarms', () => {
  it.each([1, 150].flatMap((streams) => [10, 20, 50].map((calibration) => [streams, calibration] as const)))(
    'holds with %i streams and calibrations of %i drawn anew: at most one in as many periods as it says, on average',
    (streams, calibration) => {
      const level = 100;
      const alarms = Array.from(
        {length: SERIES},
        (_, seed) => judgeSimulated(seed, {streams, calibration, after: level, level}).alarms.length,
      );
      const {mean, error} = meanOf(alarms);
      expect(mean).toBeLessThanOrEqual(1 + 2 * error);
      // and it is no detector that never alarms
      expect(mean).toBeGreaterThan(0.2);
    },
  );

  it('is not wasted: an abrupt change of four deviations in one of eight measures is seen in three or four periods', () => {
    const [at, wait] = [10, 60];
    const seen = Array.from({length: SERIES}, (_, seed) => {
      const shift = (t: number) => (t < at ? 0 : 4);
      const {alarms} = judgeSimulated(seed, {streams: 8, calibration: 20, after: at + wait, level: 100, shift});
      const found = alarms.find(({raised}) => raised >= 20 + at);
      return found && {delay: found.raised - (20 + at) + 1, holds: found.since.low <= 20 + at && found.since.high >= 20 + at};
    }).filter((one) => one !== undefined);
    expect(seen.length).toBeGreaterThanOrEqual(0.97 * SERIES);
    const {mean, error} = meanOf(seen.map(({delay}) => delay));
    expect(mean).toBeLessThanOrEqual(4 + 2 * error);
    expect(seen.filter(({holds}) => holds).length).toBeGreaterThanOrEqual(0.92 * seen.length);
  });
});
