import {describe, expect, it} from 'vitest';
import {MOST_EVIDENCE, RankEvidence} from './evidence.ts';
import {RankCalibration} from './rank.ts';
import {Urn} from './urn.ts';

describe('the urn', () => {
  it('gives every order of ranks its chance: that of orders of all scores', () => {
    // of C + T exchangeable scores every order is as likely; the ranks of the last T among the first C follow from it
    const [C, T] = [2, 3];
    const counts = new Map<string, number>();
    for (const order of permutations(C + T)) {
      const known = order.slice(0, C);
      const bins = order.slice(C).map((score) => known.filter((one) => one > score).length);
      counts.set(bins.join(''), (counts.get(bins.join('')) ?? 0) + 1);
    }
    expect(counts.size).toBe((C + 1) ** T);
    for (const [bins, count] of counts) {
      const urn = new Urn(C);
      let chance = 1;
      for (const bin of [...bins].map(Number)) {
        chance *= urn.chance(bin);
        urn.take(bin);
      }
      expect(chance, bins).toBeCloseTo(count / 120, 12);
    }
  });
});

const permutations = (n: number): number[][] =>
  n === 0 ? [[]] : permutations(n - 1).flatMap((rest) => Array.from({length: n}, (_, i) => [...rest.slice(0, i), n - 1, ...rest.slice(i)]));

describe('the evidence', () => {
  it('grows by one a period on average where nothing has changed, over draws of the calibration: by enumeration', () => {
    const [C, T] = [2, 4];
    const orders = permutations(C + T);
    for (let t = 1; t <= T; t++) {
      let sum = 0;
      for (const order of orders) {
        const known = order.slice(0, C);
        const evidence = new RankEvidence(C);
        let last = 0;
        for (const score of order.slice(C, C + t)) last = evidence.advance({bin: known.filter((one) => one > score).length});
        sum += last;
      }
      expect(sum / orders.length).toBeCloseTo(t, 9);
    }
  });

  it('sees a whole shift in three or four periods of a calibration of twenty, where one in a thousand may be false', () => {
    const evidence = new RankEvidence(20);
    const seen = [1, 2, 3, 4].map(() => evidence.advance({bin: 0}));
    expect(seen.findIndex((one) => one >= 1000)).toBeGreaterThanOrEqual(2);
    expect(seen[3]).toBeGreaterThan(1000);
  });

  it('stays a number however long a change lasts, and is cut where it would not', () => {
    const evidence = new RankEvidence(2000);
    let most = 0;
    for (let t = 0; t < 3000; t++) most = Math.max(most, evidence.advance({bin: 0}));
    expect(most).toBeGreaterThan(MOST_EVIDENCE / 10);
    expect(most).toBeLessThanOrEqual(MOST_EVIDENCE);
  });

  it('stays as it is where a period has no score, and begins anew as it began', () => {
    const evidence = new RankEvidence(5);
    expect([evidence.advance({}), evidence.advance({})]).toEqual([0, 0]);
    const first = evidence.advance({bin: 0});
    expect(evidence.advance({})).toBe(first);
    evidence.begin();
    expect(evidence.advance({})).toBe(0);
    expect(evidence.advance({bin: 0})).toBe(first);
  });
});

describe('ranks', () => {
  const calibration = (...scores: readonly number[]) => new RankCalibration(scores.map((score, i) => ({score, draw: (i + 1) / 10})));
  const at = (score: number, draw = 0.5) => ({score, draw});

  it('count what is worse, and order equals by their draws', () => {
    const some = calibration(3, 1, 2, 2);
    expect([some.ranked(at(4)).bin, some.ranked(at(0)).bin]).toEqual([0, 4]);
    expect([0.5, 0.35, 0.2].map((draw) => some.ranked(at(2, draw)).bin)).toEqual([1, 2, 3]);
    expect(some.ranked(undefined)).toEqual({});
  });

  it('cut deviations, and know those of a calibration that does not vary', () => {
    const flat = calibration(0, 0, 0, 0);
    expect([0, 0.1, -1].map((score) => flat.ranked(at(score)).z)).toEqual([0, 6, -6]);
    expect(calibration(1, 2, 3, 4).ranked(at(1e9)).z).toBe(6);
  });
});
