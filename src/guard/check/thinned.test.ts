import {expect, it} from 'vitest';
import {Stream} from '../../core/random/stream.ts';
import type {Joined} from './joined.ts';
import {thinned} from './thinned.ts';

it.each([0.05, 0.3, 0.5, 0.7, 0.95, 0.99, 0.998])('keeps the share %d of the documents of every type, however many it has', (share) => {
  const types = 4000;
  const stream = Stream.root(7);
  const low = Uint32Array.from({length: types}, () => stream.below(2 ** 32));
  for (const d of [1, 5, 60, 161, 249, 256, 300, 2000]) {
    const view = {counts: new Float64Array(types).fill(d), documents: new Float64Array(types).fill(d), words: types * d};
    const {counts} = thinned(view, {low, complete: true} as unknown as Joined, share * types * d);
    const mean = counts.reduce((a, b) => a + b, 0) / types;
    const variance = counts.reduce((sum, x) => sum + (x - mean) ** 2, 0) / types;
    const law = d * share * (1 - share);
    expect(Math.abs(mean - d * share), `mean of ${d}`).toBeLessThan(4 * Math.sqrt(law / types) + 0.003 * d ** 0.5);
    expect(Math.abs(variance / law - 1), `variance of ${d}`).toBeLessThan(0.05 + 4 * Math.sqrt(2 / types + 1 / (types * law)));
    expect(Math.max(...counts)).toBeLessThanOrEqual(d);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(0);
  }
});
