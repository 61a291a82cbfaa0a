import {describe, expect, it} from 'vitest';
import {normal} from '../core/random/normal.ts';
import {Stream} from '../core/random/stream.ts';
import type {SparseRows} from './features.ts';
import {dot, fitLogistic, fitPositive} from './logistic.ts';

const D = 5;

/** 120 dense rows in 5 columns, the second class 1 further in the first column; 80 and 40 of them. */
function problem(): {rows: SparseRows; positive: Uint8Array; chosen: Uint32Array} {
  const stream = Stream.root('logistic');
  const n = 120;
  const positive = Uint8Array.from({length: n}, (_, i) => (i < 80 ? 0 : 1));
  const values = Float32Array.from({length: n * D}, (_, k) => normal(stream) + (k % D === 0 ? positive[Math.floor(k / D)] : 0));
  const indices = Uint32Array.from({length: n * D}, (_, k) => k % D);
  const offsets = Uint32Array.from({length: n + 1}, (_, i) => i * D);
  return {rows: {count: n, indices, values, offsets}, positive, chosen: Uint32Array.from({length: n}, (_, i) => i)};
}

describe('fitLogistic', () => {
  it('finds the place where the gradient of the penalised likelihood is zero', () => {
    const {rows, positive, chosen} = problem();
    const strength = 50;
    const weights = fitLogistic(rows, chosen, positive, {columns: D, strength, epochs: 2000, stream: Stream.root(1)});
    const gradient = Float64Array.from(weights);
    for (const i of chosen) {
      const sign = positive[i] ? 1 : -1;
      const cost = strength / (2 * (positive[i] ? 40 : 80));
      const pull = (-cost * sign) / (1 + Math.exp(sign * dot(rows, i, weights)));
      for (let k = 0; k < D; k++) gradient[k] += pull * rows.values[i * D + k];
      gradient[D] += pull;
    }
    expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(0.05);
    expect(weights[0]).toBeGreaterThan(0.3);
  });

  it('lets both classes weigh the same: doubling one changes nothing', () => {
    const {rows, positive, chosen} = problem();
    const options = {columns: D, strength: 50, epochs: 2000};
    const once = fitLogistic(rows, chosen, positive, {...options, stream: Stream.root(1)});
    const doubled: SparseRows = {
      count: 240,
      indices: Uint32Array.from([...rows.indices, ...rows.indices]),
      values: Float32Array.from([...rows.values, ...rows.values]),
      offsets: Uint32Array.from({length: 241}, (_, i) => i * D),
    };
    const more = Uint32Array.from([...chosen, ...Array.from({length: 80}, (_, i) => 120 + i)]);
    const both = Uint8Array.from([...positive, ...positive]);
    const twice = fitLogistic(doubled, more, both, {...options, stream: Stream.root(2)});
    twice.forEach((w, k) => {
      expect(w).toBeCloseTo(once[k], 2);
    });
  });

  it('refuses one class alone', () => {
    const {rows, chosen} = problem();
    const fit = () => fitLogistic(rows, chosen, new Uint8Array(120), {columns: D, strength: 1, epochs: 1, stream: Stream.root(1)});
    expect(fit).toThrow(/both classes/);
  });
});

describe('fitPositive', () => {
  const weightsAfter = (epochs: number) =>
    fitPositive(problem().rows, {cost: () => 1, columns: D, epochs, tolerance: 1e-3, stream: Stream.root('positive')});

  it('settles where the gradient of the penalised likelihood is zero', () => {
    const {rows} = problem();
    const weights = Float64Array.of(...weightsAfter(500), 0);
    for (let k = 0; k < D; k++) {
      let gradient = weights[k];
      for (let i = 0; i < rows.count; i++) gradient -= rows.values[i * D + k] / (1 + Math.exp(dot(rows, i, weights)));
      expect(Math.abs(gradient)).toBeLessThan(0.05);
    }
  });

  it('says so where it has not settled', () => {
    expect(() => weightsAfter(2)).toThrow(/120 comparisons did not settle in 2 passes/);
  });
});
