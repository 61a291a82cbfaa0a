import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {DomainError} from '../error.ts';
import {Stream} from '../random/stream.ts';
import {compareBands, countBands, probabilityBands} from './bands.ts';
import {calibration} from './calibration.ts';
import {equalised, firstTokens, shuffledDocuments} from './equalised.ts';
import {frequentMembership, massOn, rareMembership, retention} from './tail.ts';
import {countTypes} from './types.ts';

const sum = (values: Uint32Array) => values.reduce((a, b) => a + b, 0);

describe('the rare set', () => {
  it('takes the rarest until they hold the share, and of equals a fraction', () => {
    // 20 tokens; a tenth is 2 of the 4 types that occur once
    expect([...rareMembership(Uint32Array.of(10, 1, 1, 6, 1, 1, 0), 0.1)]).toEqual([0, 0.5, 0.5, 0, 0.5, 0.5, 0]);
    expect([...frequentMembership(Uint32Array.of(10, 1, 1, 6, 1, 1, 0), 0.5)]).toEqual([1, 0, 0, 0, 0, 0, 0]);
  });

  it('holds exactly the share of the reference, whatever the counts', () => {
    const counts = fc.array(fc.integer({min: 0, max: 50}), {minLength: 1, maxLength: 40}).filter((c) => c.some((x) => x > 0));
    fc.assert(
      fc.property(counts, fc.double({min: 0.01, max: 0.99, noNaN: true}), (c, share) => {
        const weights = Uint32Array.from(c);
        expect(massOn(rareMembership(weights, share), weights)).toBeCloseTo(share, 12);
        expect(massOn(frequentMembership(weights, share), weights)).toBeCloseTo(share, 12);
        expect(retention(rareMembership(weights, share), weights)).toBe(1);
      }),
    );
  });

  it('does not hang on the numbering of types', () => {
    const member = rareMembership(Uint32Array.of(8, 1, 1, 1), 0.1);
    const turned = rareMembership(Uint32Array.of(1, 1, 1, 8), 0.1);
    expect(retention(member, Uint32Array.of(5, 0, 1, 1))).toBeCloseTo(retention(turned, Uint32Array.of(0, 1, 1, 5)), 15);
    expect(retention(member, Uint32Array.of(5, 0, 1, 1))).toBeCloseTo(2 / 3, 15);
  });

  it('works on exact probabilities', () => {
    const p = Float64Array.of(0.4, 0.3, 0.2, 0.08, 0.02);
    const member = rareMembership(p, 0.1);
    expect(retention(member, Float64Array.of(0.5, 0.5, 0, 0, 0))).toBe(0);
    expect(retention(member, Float64Array.of(0.5, 0.4, 0, 0, 0.1))).toBeCloseTo(0.5, 12);
  });

  it('refuses an empty reference and NaN', () => {
    expect(() => rareMembership(new Uint32Array(3), 0.1)).toThrow(DomainError);
    expect(() => rareMembership(Float64Array.of(1, Number.NaN), 0.1)).toThrow(DomainError);
    expect(() => massOn(Float64Array.of(1), new Uint32Array(1))).toThrow(DomainError);
  });
});

describe('bands', () => {
  it('of counts are powers of two', () => {
    const {names, of} = countBands(Uint32Array.of(1, 2, 3, 4, 7, 8, 0, 100));
    expect(names).toEqual(['1', '2-3', '4-7', '8-15', '64-127']);
    expect([...of]).toEqual([0, 1, 1, 2, 2, 3, -1, 4]);
  });

  it('of probabilities are half-decades, edges in the upper one', () => {
    const {names, of} = probabilityBands(Float64Array.of(0.9, 0.05, 0.04, 0.009, 0.001, 0));
    expect(names).toEqual(['1e-3 to 3e-3', '3e-3 to 1e-2', '3e-2 to 1e-1', '3e-1 to 1e0']);
    expect([...of]).toEqual([3, 2, 2, 1, 0, -1]);
  });

  it('sort by their lower edge', () => {
    expect(['16-31', '4-7', '1', '2-3'].sort(compareBands)).toEqual(['1', '2-3', '4-7', '16-31']);
    expect(['other', 'generation 10', '-2', 'fresh', 'generation 2', '.5', '5%'].sort(compareBands)).toEqual([
      ...['-2', '.5', 'generation 2', '5%', 'generation 10', 'fresh', 'other'],
    ]);
    expect(['1e-1 to 3e-1', '3e-4 to 1e-3', '1e-10 to 3e-10'].sort(compareBands)).toEqual([
      '1e-10 to 3e-10',
      '3e-4 to 1e-3',
      '1e-1 to 3e-1',
    ]);
  });
});

/** N draws from a Zipf law of K types, by inversion. */
function zipfSample(K: number, N: number, stream: Stream): Uint32Array {
  const cumulative = new Float64Array(K);
  for (let i = 0, total = 0; i < K; i++) cumulative[i] = total += 1 / (i + 1);
  const counts = new Uint32Array(K);
  for (let n = 0; n < N; n++) {
    const u = stream.float() * cumulative[K - 1];
    let low = 0;
    for (let high = K - 1; low < high; ) {
      const middle = (low + high) >> 1;
      if (cumulative[middle] > u) high = middle;
      else low = middle + 1;
    }
    counts[low]++;
  }
  return counts;
}

describe('calibration', () => {
  const value = (r: object) => ('value' in r ? (r.value as number) : Number.NaN);

  it('is log2 of the ratio of the pooled probabilities of a band', () => {
    const reference = Float64Array.of(0.5, 0.4, 0.05, 0.05);
    expect(calibration(probabilityBands(reference), reference, Float64Array.of(0.6, 0.375, 0.025, 0))).toEqual([
      {measure: 'calibration', band: '3e-2 to 1e-1', value: -2},
      {measure: 'calibration', band: '3e-1 to 1e0', value: Math.log2(0.975 / 0.9)},
    ]);
    expect(calibration(probabilityBands(reference), reference, Float64Array.of(1, 0, 0, 0))[0]).toMatchObject({
      reason: expect.stringContaining('candidate'),
    });
  });

  it('with bands from the compared counts sees another sample of the same law as underestimating the rare; with halves it does not', () => {
    const stream = Stream.root('calibration');
    const [a, b, other] = ['a', 'b', 'other'].map((name) => zipfSample(200_000, 20_000, stream.fork(name)));
    const whole = calibration(probabilityBands(a), a, other);
    const halves = calibration(probabilityBands(a), b, other);
    expect(value(whole[0])).toBeLessThan(-0.2);
    expect(Math.abs(value(halves[0]))).toBeLessThan(0.1);
  });

  it('with bands from the compared counts reads a fit to them as calibrated', () => {
    const a = zipfSample(5000, 20_000, Stream.root('fit'));
    const fitted = Float64Array.from(a, (count) => count / 20_000);
    for (const r of calibration(probabilityBands(a), a, fitted)) expect(value(r)).toBeCloseTo(0, 12);
  });
});

describe('equalised', () => {
  it('keeps the size asked for and never more of a type than there is', () => {
    const counts = Uint32Array.of(5, 0, 3, 40);
    const kept = equalised(Stream.root(1), counts, 17);
    expect(sum(kept)).toBe(17);
    kept.forEach((k, i) => {
      expect(k).toBeLessThanOrEqual(counts[i]);
    });
    expect(() => equalised(Stream.root(1), counts, 49)).toThrow(DomainError);
  });

  it('has the hypergeometric law', () => {
    // 2 of (2 of type 0, 3 of type 1): P(0, 1, 2 of type 0) = 3/10, 6/10, 1/10
    const seen = new Float64Array(3);
    for (let i = 0; i < 10_000; i++) seen[equalised(Stream.root('law').fork(`${i}`), Uint32Array.of(2, 3), 2)[0]]++;
    const chi2 = [3000, 6000, 1000].reduce((s, e, i) => s + (seen[i] - e) ** 2 / e, 0);
    expect(chi2).toBeLessThan(13.8);
  });

  it('cuts tokens to a size and shuffles documents whole', () => {
    const tokens = {ids: Uint32Array.of(1, 2, 3, 4, 5, 6), offsets: Uint32Array.of(0, 2, 2, 5, 6)};
    expect(firstTokens(tokens, 3)).toEqual({ids: Uint32Array.of(1, 2, 3), offsets: Uint32Array.of(0, 2, 2, 3)});
    expect(firstTokens(tokens, 5).offsets).toEqual(Uint32Array.of(0, 2, 2, 5));
    const {ids, offsets} = shuffledDocuments(Stream.root(3), tokens);
    const documents = Array.from({length: 4}, (_, i) => ids.subarray(offsets[i], offsets[i + 1]).join(' '));
    expect(documents.sort()).toEqual(['', '1 2', '3 4 5', '6']);
  });
});

it('counts types, and refuses one outside the numbering', () => {
  expect([...countTypes(Uint32Array.of(0, 2, 2), 4)]).toEqual([1, 0, 2, 0]);
  expect(() => countTypes(Uint32Array.of(4), 4)).toThrow(DomainError);
});
