import {describe, expect, it} from 'vitest';
import {normal} from '../core/random/normal.ts';
import {Stream} from '../core/random/stream.ts';
import {resolveExperiment} from '../lab/experiment/resolve.ts';
import {crossingOf, shareNeeded, untilBound} from './answer.ts';
import {extrapolate, PLAIN_SCALE, SHARE_SCALE} from './extrapolate.ts';
import {placeCandidate} from './place.ts';
import {LEAST_SAMPLE_WORDS, planExperiment, SHARES, sampleWords, shareArm, workOf} from './plan.ts';

const stream = Stream.root('forecast');
const data = {corpus: 'speeches', holdout: 0.1, reserve: 0} as const;
const options = {data, generations: 4, seeds: 2, seed: 1, token: 'word', order: 3, topP: 0.9} as const;
const flat = (value: number, half = 0.1) => ({value, low: value - half, high: value + half});

describe('the plan', () => {
  it('is an experiment: workflows, shares of human data, and half the size', () => {
    const resolved = resolveExperiment(planExperiment(options, 5001));
    if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
    const names = resolved.arms.map((arm) => arm.name);
    expect(names).toEqual(['replace', 'accumulate', 'subsample', 'mix 0.1', ...SHARES.map(shareArm), 'half size']);
    expect(resolved.arms.at(-1)!.sample).toEqual({size: 2500});
  });

  it('fits the time, the corpus and what text needs at least', () => {
    const budget = {seconds: 60, threads: 2, wordSeconds: 1e-5, available: 1e9};
    const words = sampleWords(options, budget);
    expect(words * workOf(options) * 1e-5).toBeLessThanOrEqual(60 * 2);
    expect(sampleWords(options, {...budget, seconds: 120})).toBeGreaterThan(1.9 * words);
    expect(sampleWords(options, {...budget, available: 3210})).toBe(3200);
    expect(sampleWords(options, {...budget, seconds: 0.001})).toBe(LEAST_SAMPLE_WORDS);
  });
});

describe('extrapolation', () => {
  const shape = Array.from({length: 3}, (_, s) => Array.from({length: 10}, (_, t) => 0.6 * 0.7 ** t * (1 + 0.01 * s)));

  it('follows the shape, moved to where the first generations are', () => {
    const moved = shape.map((curve) => curve.slice(0, 3).map((p) => SHARE_SCALE.from(SHARE_SCALE.to(p) + 0.3)));
    const forecast = extrapolate(moved, shape, SHARE_SCALE);
    expect(forecast).toHaveLength(10);
    forecast.forEach(({value, low, high}, t) => {
      const mean = shape.reduce((sum, curve) => sum + SHARE_SCALE.to(curve[t]), 0) / 3;
      expect(value).toBeCloseTo(SHARE_SCALE.from(mean + 0.3), 1);
      expect(low <= value && value <= high && low >= 0 && high <= 1).toBe(true);
    });
    const width = (t: number) => SHARE_SCALE.to(forecast[t].high) - SHARE_SCALE.to(forecast[t].low);
    expect(width(9)).toBeGreaterThan(width(4));
    expect(width(4)).toBeGreaterThan(width(1));
  });

  it('holds a generation that was not measured within its interval about as often as it says', () => {
    const noise = stream.fork('noise');
    let inside = 0;
    const curve = (slope: number, level: number) =>
      Array.from({length: 8}, (_, t) => level + slope * Math.log(t + 1) + 0.01 * normal(noise));
    for (let trial = 0; trial < 300; trial++) {
      const slope = 0.2 * (1 + 0.15 * normal(noise));
      const forecast = extrapolate(
        Array.from({length: 3}, () => curve(slope, 1.5).slice(0, 3)),
        Array.from({length: 3}, () => curve(0.2, 1.4)),
        PLAIN_SCALE,
      );
      const seen = curve(slope, 1.5)[7];
      if (forecast[7].low <= seen && seen <= forecast[7].high) inside++;
    }
    expect(inside / 300).toBeGreaterThan(0.9);
  });
});

describe('generations until the bound', () => {
  it('are where mean and interval cross it', () => {
    expect(crossingOf([0.6, 0.4, 0.2], 0.5)).toBeCloseTo(1.5);
    expect(crossingOf([0.4, 0.4], 0.5)).toBe(1);
    expect(
      untilBound(
        [0.6, 0.4, 0.2].map((v) => flat(v)),
        0.35,
      ),
    ).toEqual({value: expect.closeTo(2.25), low: expect.closeTo(1.75), high: expect.closeTo(2.75)});
    expect(
      untilBound(
        [0.6, 0.55].map((v) => flat(v, 0.01)),
        0.35,
      ),
    ).toEqual({reason: 'not within 2 generations'});
    expect(
      untilBound(
        [0.6, 0.4].map((v) => flat(v, 0.2)),
        0.35,
      ),
    ).toMatchObject({low: expect.closeTo(1.25), reason: 'not within 2 generations on average; a single run may'});
  });
});

describe('the human share needed', () => {
  const needed = (ends: (share: number) => number, bound: number) =>
    shareNeeded((arm) => [0, 1, 2].map((s) => [0.6, ends(arm === 'replace' ? 0 : Number(arm.split(' ')[1])) + 0.001 * s]), bound);

  it('is read off between the shares that were tried', () => {
    const {value, low, high} = needed((share) => 0.1 + share * 0.6, 0.28);
    expect(value).toBeCloseTo(0.3, 1);
    expect(low! <= value! && value! <= high!).toBe(true);
  });

  it('pools the spread of few runs over all shares: one share by itself would not rule out none, which every run of none falls below', () => {
    const noise = [-0.012, 0.001, 0.011];
    const curves = (arm: string) =>
      noise.map((e, s) => [
        0.6,
        0.27 + (arm === 'replace' ? 0 : Number(arm.split(' ')[1])) * 0.9 + (arm === 'replace' ? e : noise[(s + 1) % 3]),
      ]);
    const {value, low, high} = shareNeeded(curves, 0.312);
    expect(low!).toBeGreaterThan(0.01);
    expect(value!).toBeGreaterThan(low!);
    expect(high!).toBeLessThan(0.1);
  });

  it('is 0 where none is needed, and no number where none is enough, with the reason', () => {
    expect(needed(() => 0.5, 0.28)).toMatchObject({value: 0, reason: 'none is needed on average'});
    expect(needed(() => 0.1, 0.9)).toEqual({reason: 'even human data alone does not hold the bound'});
  });
});

describe('a place among generations', () => {
  const curve = [0.5, 0.4, 0.3, 0.2, 0.1].map((v) => [v, v + 0.002]);
  const at = (value: number, more: object = {}) => ({measure: 'entropy', candidate: flat(value, 0.02), curve, ...more});

  it('is read backwards off each measure, and is their median', () => {
    const place = placeCandidate('x', [at(0.35), at(0.25), at(0.34)]);
    expect(place.value).toBeCloseTo(1.6, 1);
    expect(place.line).toMatch(/^looks like 1\.6 generations of `replace` \[1\.4, 2\.5\]/);
    const apart = placeCandidate('x', [at(0.35), at(0.45), {...at(0.12), measure: 'unseen'}]);
    expect([apart.low, apart.high]).toEqual([expect.closeTo(0.5, 1), expect.closeTo(3.8, 1)]);
    expect(apart.line).toContain('but its measures disagree (entropy 1.5, entropy 0.5, unseen 3.8)');
  });

  it('says no loss before the first, and so many or more after the last', () => {
    expect(placeCandidate('x', [at(0.6)]).line).toMatch(/no loss/);
    expect(placeCandidate('x', [at(0.01)]).line).toMatch(/4 generations of `replace` or more/);
  });

  it('cannot be told by measures that do not move', () => {
    const still = placeCandidate('x', [
      at(0.3, {
        curve: [
          [0.3, 0.35],
          [0.32, 0.34],
        ],
      }),
    ]);
    expect(still.value).toBeUndefined();
    expect(still.line).toMatch(/cannot be placed/);
  });
});
