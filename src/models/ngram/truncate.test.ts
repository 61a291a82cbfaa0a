import {describe, expect, it} from 'vitest';
import type {Text} from '../../core/data.ts';
import {Stream} from '../../core/random/stream.ts';
import {type FittedNgram, ngramModel} from './index.ts';
import {NucleusDrawer} from './nucleus.ts';
import {Walk} from './score.ts';
import {TemperedDrawer} from './temper.ts';
import {TruncatedDrawer, type Truncation} from './truncate.ts';

/** Documents of letters, skewed, with many equal counts: ties are the hard case. */
function fitLetters(order: number, seed: string): FittedNgram {
  const stream = Stream.root(seed);
  const bytes: number[] = [];
  const offsets = [0];
  for (let d = 0; d < 30; d++) {
    for (let i = stream.below(14); i > 0; i--) bytes.push(97 + Math.min(stream.below(12), stream.below(12), stream.below(12)));
    offsets.push(bytes.length);
  }
  const data: Text = {kind: 'text', count: 30, bytes: Uint8Array.from(bytes), offsets: Uint32Array.from(offsets)};
  return ngramModel({order, unit: 'byte'}).fit([{data, source: 'human'}]);
}

/** A handful of contexts of all lengths, as (level, node). */
function contextsOf({trie, options}: FittedNgram): [number, number][] {
  const contexts: [number, number][] = [[0, 0]];
  for (let level = 1; level < options.order; level++) {
    const words = trie.word[level];
    for (let x = 0; x < words.length; x += 1 + Math.floor(words.length / 9)) {
      if (words[x] !== trie.types && trie.start[level][x + 1] > trie.start[level][x]) contexts.push([level, x]);
    }
  }
  return contexts;
}

/** p of every known word, by scoring. (V + 1,) */
function probabilities(fitted: FittedNgram, [level, node]: [number, number]): number[] {
  const walk = new Walk(fitted.trie, fitted.model);
  return Array.from({length: fitted.trie.types + 1}, (_, word) => {
    walk.level = level;
    walk.node = node;
    return walk.step(word);
  });
}

/** Temperature, then top-k, then top-p, by sorting everything. Ties: the lower number first. (V + 1,), sums to 1 */
function bruteForce(p: number[], {temperature, topK, topP}: Truncation): number[] {
  const largest = Math.max(...p);
  const weights = p.map((value) => (value / largest) ** (1 / temperature));
  const ranked = p.map((_, word) => word).sort((a, b) => p[b] - p[a] || a - b);
  const kept = ranked.slice(0, topK ?? p.length);
  const enough = (topP ?? 1) * kept.reduce((sum, word) => sum + weights[word], 0);
  const inside = new Set<number>();
  let held = 0;
  for (const word of kept) {
    if (topP !== undefined && held >= enough) break;
    inside.add(word);
    held += weights[word];
  }
  return weights.map((weight, word) => (inside.has(word) ? weight / held : 0));
}

/** How many standard deviations Pearson's statistic is above its mean (Wilson and Hilferty's cube root); words that are expected less than 5 times are one cell. */
function excess(observed: number[], law: number[], n: number): number {
  let statistic = 0;
  let cells = 0;
  const cell = (seen: number, wanted: number) => {
    statistic += (seen - wanted) ** 2 / wanted;
    cells++;
  };
  let rareSeen = 0;
  let rareWanted = 0;
  law.forEach((q, word) => {
    if (q === 0) expect(observed[word]).toBe(0);
    else if (q * n >= 5) cell(observed[word], q * n);
    else {
      rareSeen += observed[word];
      rareWanted += q * n;
    }
  });
  if (rareWanted >= 1) cell(rareSeen, rareWanted);
  else expect(rareSeen).toBeLessThan(9);
  const freedom = Math.max(1, cells - 1);
  return (Math.cbrt(statistic / freedom) - 1 + 2 / (9 * freedom)) / Math.sqrt(2 / (9 * freedom));
}

const ORDERS = [1, 2, 3, 5];
const DRAWS = 3000;

describe.each(ORDERS)('order %i', (order) => {
  const fitted = fitLetters(order, `truncate/${order}`);
  const contexts = contextsOf(fitted);

  it.each([0.02, 0.3, 0.7, 1, 1.7, 20])('temperature %f: the sums are those of all words, and draws follow', (temperature) => {
    const drawer = new TemperedDrawer(fitted.trie, fitted.model, temperature);
    const stream = Stream.root(`temper/${order}/${temperature}`);
    for (const context of contexts) {
      const p = probabilities(fitted, context);
      const law = bruteForce(p, {temperature});
      const total = drawer.weigh(...context);
      p.forEach((value, word) => {
        expect(drawer.weightOf(...context, value) / total).toBeCloseTo(law[word], 10);
      });
      const observed = new Array(p.length).fill(0);
      for (let i = 0; i < DRAWS; i++) observed[drawer.drawAt(...context, stream)]++;
      expect(excess(observed, law, DRAWS)).toBeLessThan(5);
    }
  });

  it.each([
    {temperature: 1, topK: 1},
    {temperature: 1, topK: 4},
    {temperature: 1, topK: 1000},
    {temperature: 1, topP: 0.3},
    {temperature: 1, topP: 0.9},
    {temperature: 1, topP: 0.999},
    {temperature: 0.5, topK: 5},
    {temperature: 2, topP: 0.6},
    {temperature: 0.8, topK: 6, topP: 0.7},
    {temperature: 1.5, topK: 9, topP: 0.95},
  ])('%o cuts to the set that sorting everything gives, and draws follow, from lists and by rejection', (truncation) => {
    for (const listLimit of [0, 512]) {
      const drawer = new TruncatedDrawer(fitted.trie, fitted.model, {...truncation, listLimit});
      const stream = Stream.root(`cut/${order}/${JSON.stringify(truncation)}`);
      for (const [level, node] of contexts) {
        const p = probabilities(fitted, [level, node]);
        const law = bruteForce(p, truncation);
        const {bound, last} = drawer.cutOf(level, node);
        p.forEach((value, word) => {
          expect(value > bound || (value === bound && word <= last)).toBe(law[word] > 0);
        });
        const observed = new Array(p.length).fill(0);
        for (let i = 0; i < DRAWS; i++) {
          drawer.level = level;
          drawer.node = node;
          observed[drawer.draw(stream)]++;
        }
        expect(excess(observed, law, DRAWS)).toBeLessThan(5);
      }
    }
  });
});

describe.each(ORDERS)('top-p alone, order %i', (order) => {
  const fitted = fitLetters(order, `truncate/${order}`);
  const contexts = contextsOf(fitted);

  it.each([
    [1, 0.001],
    [1, 0.3],
    [1, 0.9],
    [1, 0.999],
    [2, 0.6],
    [0.5, 0.8],
    [0.02, 0.9],
  ])('temperature %f, share %f: the set that sorting everything gives, in any order of asking, and draws follow', (temperature, topP) => {
    const stream = Stream.root(`nucleus/${order}/${temperature}/${topP}`);
    const drawer = new NucleusDrawer(fitted.trie, fitted.model, {temperature, topP});
    for (const [level, node] of contexts) {
      const p = probabilities(fitted, [level, node]);
      const law = bruteForce(p, {temperature, topP});
      const asked = p.map((_, word) => word).sort((a, b) => ((a * 7919) % 31) - ((b * 7919) % 31));
      for (const word of asked) expect(drawer.holds(level, node, word, p[word])).toBe(law[word] > 0);
      const observed = new Array(p.length).fill(0);
      for (let i = 0; i < DRAWS; i++) {
        drawer.level = level;
        drawer.node = node;
        observed[drawer.draw(stream)]++;
      }
      expect(excess(observed, law, DRAWS)).toBeLessThan(5);
    }
  });
});

/** Words of Zipf's kind in a large vocabulary: contexts with thousands of successors, and thousands of words equally likely. */
function fitWords(order: number, words: number): FittedNgram {
  const stream = Stream.root(`words/${order}`);
  const lines: string[] = [];
  for (let at = 0; at < words; ) {
    const line: number[] = [];
    for (let i = 5 + stream.below(40); i > 0; i--, at++) line.push(Math.floor(6000 * stream.float() ** 4) * 7 + ((line.at(-1) ?? 0) % 3));
    lines.push(line.join(' '));
  }
  const parts = lines.map((line) => new TextEncoder().encode(line));
  const offsets = new Uint32Array(parts.length + 1);
  for (let i = 0; i < parts.length; i++) offsets[i + 1] = offsets[i] + parts[i].length;
  return ngramModel({order, unit: 'word'}).fit([
    {data: {kind: 'text', count: parts.length, bytes: Buffer.concat(parts), offsets}, source: 'human'},
  ]);
}

it.each([
  [2, 1, 0.95],
  [3, 1, 0.9],
  [4, 0.7, 0.95],
])('order %i, temperature %f, share %f of a large vocabulary: the sets are those of ranking all words', (order, temperature, topP) => {
  const fitted = fitWords(order, 30000);
  const ranked = new TruncatedDrawer(fitted.trie, fitted.model, {temperature, topP});
  const drawer = new NucleusDrawer(fitted.trie, fitted.model, {temperature, topP});
  let partial = 0;
  for (let level = 0; level < order; level++) {
    const {trie} = fitted;
    const sizes = trie.start[level].subarray(1).map((to, c) => to - trie.start[level][c]);
    const nodes = Array.from(sizes.keys()).filter((c) => level === 0 || (trie.word[level][c] !== trie.types && sizes[c] > 0));
    nodes.sort((a, b) => sizes[b] - sizes[a]);
    // the contexts with the most successors, and some of all sizes
    const some = nodes.filter((_, i) => i < 6 || i % Math.ceil(nodes.length / 12) === 0);
    for (const node of some) {
      const p = probabilities(fitted, [level, node]);
      const {bound, last} = ranked.cutOf(level, node);
      const wrong = p.map((value, word) => drawer.holds(level, node, word, value) !== (value > bound || (value === bound && word <= last)));
      expect(wrong.indexOf(true), `level ${level}, node ${node}`).toBe(-1);
      if (p.some((value, word) => value === bound && word > last)) partial++;
    }
  }
  // the cut often goes through the middle of equally likely words
  expect(partial).toBeGreaterThan(5);
});

it('a fitted model uses its options, and keeps them when saved', () => {
  const {vocabulary, ...plain} = fitLetters(3, 'options');
  expect(vocabulary.size).toBeGreaterThan(5);
  const saved = Object.assign(fitLetters(3, 'options'), {options: {...plain.options, topK: 1}}).save();
  const greedy = ngramModel({order: 3, unit: 'byte'}).load(saved);
  expect(greedy.options.topK).toBe(1);
  const drawn = Array.from({length: 5}, (_, i) => greedy.continueText('a', 4, Stream.root(i)));
  expect(new Set(drawn).size).toBe(1);
});
