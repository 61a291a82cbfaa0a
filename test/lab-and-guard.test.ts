/**
 * The lab and the guard measure one thing under one name. The guard reads a candidate against halves of a reference, both thinned to one
 * size, in expectation; here the same is done with the lab's measures, half by half and draw by draw, and the two must agree.
 */
import {beforeAll, describe, expect, it} from 'vitest';
import type {Text} from '../src/core/data.ts';
import {compressedSize} from '../src/core/measure/compressed-size.ts';
import {measureText, TEXT_MEASURES, TextReference} from '../src/core/measure/index.ts';
import {permutation} from '../src/core/random/permutation.ts';
import {Stream} from '../src/core/random/stream.ts';
import {documentsAt, textOf} from '../src/core/text/documents.ts';
import {Vocabulary} from '../src/core/text/vocabulary.ts';
import {tokenizeWords} from '../src/core/text/words.ts';
import {Comparison} from '../src/guard/check/comparison.ts';
import {CHECK_MEASURES, measureNamed} from '../src/guard/check/measures.ts';
import {totalOf} from '../src/guard/profile/profile.ts';
import {pieces, profileOf} from './profiled.ts';

const shared = CHECK_MEASURES.filter((name) => TEXT_MEASURES.has(name));
/** Half the reference at most, drawn so often. */
const DRAWS = 24;
/** What rounding sizes to whole documents and words does, relative. */
const ROUNDING = 0.01;
/** A word of c places in d documents keeps c d'/d of them, rounded, in d' documents (guard/check/thinned.ts): fewer occur once. */
const THINNED: Readonly<Record<string, number>> = {unseen: 0.03};

const root = Stream.root('lab and guard');

/** The first documents of a random order that together have about `words` words. */
function someOf(text: Text, words: number, stream: Stream): Text {
  const order = permutation(stream, text.count);
  const {offsets} = tokenizeWords(text, new Vocabulary());
  let have = 0;
  let count = 0;
  while (count < order.length && have < words) {
    have += offsets[order[count] + 1] - offsets[order[count]];
    count++;
  }
  return documentsAt(text, order.subarray(0, count));
}

describe('measures that lab and guard share', () => {
  let comparison: Comparison;
  let byLab: Map<string, number[]>;

  beforeAll(async () => {
    const documents = await pieces(12);
    const reference = documents.filter((_, i) => i % 4 === 0).slice(0, 600);
    const candidate = documents.filter((_, i) => i % 4 === 1).slice(0, 400);
    comparison = new Comparison(profileOf(reference, 'large'), profileOf(candidate, 'large'));
    byLab = new Map();
    const [{a}] = comparison.splits.list;
    const halfWords = totalOf(comparison.reference, 'words', a);
    for (let k = 0; k < DRAWS; k++) {
      const stream = root.fork(`${k}`);
      const half = new TextReference(stream.fork('reference'), someOf(textOf(reference), halfWords, stream.fork('half')));
      const sample = someOf(textOf(candidate), comparison.equalWords, stream.fork('sample'));
      for (const reading of measureText(half, sample, shared, {compress: compressedSize})) {
        if (!('value' in reading)) continue;
        const key = `${reading.measure}[${reading.band ?? ''}]`;
        byLab.set(key, [...(byLab.get(key) ?? []), reading.value]);
      }
    }
  });

  it('are many', () => {
    expect(shared).toEqual(
      expect.arrayContaining(['tail.retention', 'entropy', 'heaps', 'selfRepetition', 'distinct.3', 'compression.document']),
    );
    expect(shared.length).toBeGreaterThan(20);
  });

  it.each(shared)('%s', (name) => {
    const read = measureNamed(comparison, name);
    if (read.kind === 'undefined') {
      expect(byLab.has(`${name}[]`), `${name}: ${read.reason}, but the lab has a value`).toBe(false);
      return;
    }
    const compared = read.readings.filter(({band}) => (byLab.get(`${name}[${band ?? ''}]`)?.length ?? 0) === DRAWS);
    expect(compared.length).toBeGreaterThan(0);
    for (const {band, value} of compared) {
      const values = byLab.get(`${name}[${band ?? ''}]`)!;
      const mean = values.reduce((a, b) => a + b) / DRAWS;
      const sd = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (DRAWS - 1));
      const tolerance = (4 * sd) / Math.sqrt(DRAWS) + (THINNED[name] ?? ROUNDING) * Math.abs(mean);
      expect(Math.abs(value - mean), `${name} ${band ?? ''}: guard ${value}, lab ${mean} +- ${tolerance}`).toBeLessThanOrEqual(tolerance);
    }
  });
});
