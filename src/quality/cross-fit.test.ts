import {describe, expect, it} from 'vitest';
import {Stream} from '../core/random/stream.ts';
import {crossFit} from './cross-fit.ts';
import type {SparseRows} from './features.ts';

/** Each row has a feature of its own and nothing else: only a classifier that saw a row knows its class. */
const n = 24;
const rows: SparseRows = {
  count: n,
  indices: Uint32Array.from({length: n}, (_, i) => i),
  values: new Float32Array(n).fill(3),
  offsets: Uint32Array.from({length: n + 1}, (_, i) => i),
};
const positive = Uint8Array.from({length: n}, (_, i) => i % 2);
const fold = Uint8Array.from({length: n}, (_, i) => Math.floor(i / 2) % 4);
const fit = crossFit(rows, fold, positive, {columns: n, folds: 4, strength: 1000, epochs: 30, stream: Stream.root(1)});

describe('crossFit', () => {
  it('never scores a row by a classifier that saw it: what only the row itself tells stays unknown', () => {
    for (const scores of [fit.single, fit.heldOut]) {
      for (let i = 0; i < n; i++) expect(Math.abs(scores[i])).toBeLessThan(0.2);
    }
    fit.inner.forEach((scores, v) => {
      for (let i = 0; i < n; i++) {
        if (fold[i] === v) expect(scores[i]).toBeNaN();
        else expect(Math.abs(scores[i])).toBeLessThan(0.2);
      }
    });
  });

  it('gives weights for unknown rows that did see the others', () => {
    for (let i = 0; i < n; i++) expect(Math.sign(fit.weights[i])).toBe(positive[i] ? 1 : -1);
  });

  it('gives weights for fold v that did not see it', () => {
    fit.outer.forEach((weights, v) => {
      for (let i = 0; i < n; i++) {
        if (fold[i] === v) expect(weights[i]).toBe(0);
        else expect(weights[i]).not.toBe(0);
      }
    });
  });
});
