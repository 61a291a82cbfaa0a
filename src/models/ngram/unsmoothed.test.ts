import {describe, expect, it} from 'vitest';
import {contractModel} from '../../../test/contract-model.ts';
import type {Text} from '../../core/data.ts';
import {Stream} from '../../core/random/stream.ts';
import {textOf} from '../../core/text/documents.ts';
import {type FittedNgram, type NgramOptions, ngramModel} from './index.ts';

const fitTo = (documents: readonly string[], options: Partial<NgramOptions> = {}): FittedNgram =>
  ngramModel({order: 2, unit: 'word', smoothing: 'none', ...options}).fit([{data: textOf(documents), source: 'human'}]);
const wordsOf = ({count, bytes, offsets}: Text): string[][] =>
  Array.from({length: count}, (_, d) =>
    new TextDecoder()
      .decode(bytes.subarray(offsets[d], offsets[d + 1]))
      .split(' ')
      .filter((w) => w !== ''),
  );

/** Probability of each document by counting, the slow obvious way. */
function counted(training: readonly string[], order: number): (document: string) => number {
  const sentences = training.map((document) => ['<s>', ...document.split(' '), '</s>']);
  const followed = (context: readonly string[], next?: string) =>
    sentences.reduce((sum, words) => {
      let own = 0;
      for (let i = context.length; i < words.length; i++)
        if (context.every((word, k) => words[i - context.length + k] === word) && (next === undefined || words[i] === next)) own++;
      return sum + own;
    }, 0);
  return (document) => {
    const words = ['<s>', ...document.split(' '), '</s>'];
    let p = 1;
    for (let i = 1; i < words.length; i++) {
      const context = words.slice(Math.max(0, i - order + 1), i);
      const all = order === 1 ? sentences.reduce((sum, own) => sum + own.length - 1, 0) : followed(context);
      p *= all === 0 ? 0 : (order === 1 ? followed([], words[i]) : followed(context, words[i])) / all;
    }
    return p;
  };
}

const TRAINING = ['a b a c', 'a b b', 'c a b a', 'b', 'a a a b c'];
const ASKED = [...TRAINING, 'a b', 'c', 'b b b b', 'a c', 'a d', 'd', 'c a a'];

contractModel({
  name: 'n-gram, unsmoothed',
  model: ngramModel({order: 2, unit: 'word', smoothing: 'none'}),
  // a sample may be cut behind any word, where its end is then priced
  training: [{data: textOf(['a b', 'b a a', 'c', 'b c b', 'a']), source: 'human'}],
  count: 30,
  size: (sample) => wordsOf(sample as Text).flat().length,
  empty: textOf([]),
});

describe('an unsmoothed n-gram', () => {
  it.each([1, 2, 3, 5])('of order %i prices documents by the counts alone', (order) => {
    const priced = fitTo(TRAINING, {order}).logProbability(textOf(ASKED));
    const slow = counted(TRAINING, order);
    ASKED.forEach((document, d) => {
      const p = slow(document);
      if (p === 0) expect(priced[d], document).toBe(-Infinity);
      else expect(priced[d], document).toBeCloseTo(Math.log(p), 12);
    });
    expect(ASKED.some((document) => slow(document) === 0)).toBe(true);
  });

  it.each([1, 2, 3])('of order %i draws documents as often as it prices them', (order) => {
    const fitted = fitTo(TRAINING, {order});
    const n = 20_000;
    const drawn = fitted.sample(8 * n, Stream.root('unsmoothed'));
    const seen = new Map<string, number>();
    const documents = wordsOf(drawn).slice(0, n);
    for (const words of documents) seen.set(words.join(' '), (seen.get(words.join(' ')) ?? 0) + 1);
    const slow = counted(TRAINING, order);
    for (const document of ASKED.filter((one) => slow(one) > 0.002)) {
      const p = slow(document);
      const z = ((seen.get(document) ?? 0) / documents.length - p) / Math.sqrt((p * (1 - p)) / documents.length);
      expect(Math.abs(z), document).toBeLessThan(4);
    }
    for (const document of seen.keys()) if (document !== '') expect(slow(document)).toBeGreaterThan(0);
  });

  it.each<Partial<NgramOptions>>([{topK: 50}, {topP: 0.99}, {temperature: 0.5}, {temperature: 3, topP: 0.9}, {topK: 2, topP: 0.5}])(
    'never draws what it has not seen, with %j',
    (how) => {
      const fitted = fitTo(TRAINING, {order: 3, ...how});
      const slow = counted(TRAINING, 3);
      for (const words of wordsOf(fitted.sample(3000, Stream.root(1))).slice(0, -1)) expect(slow(words.join(' '))).toBeGreaterThan(0);
    },
  );

  it('draws by p^(1/T) / Z at a temperature', () => {
    const fitted = fitTo(['a', 'a', 'a', 'b'], {temperature: 0.5});
    const n = 20_000;
    const drawn = wordsOf(fitted.sample(n, Stream.root(2)));
    const share = drawn.filter(([word]) => word === 'a').length / n;
    expect(Math.abs(share - 0.9) / Math.sqrt((0.9 * 0.1) / n)).toBeLessThan(4);
  });

  it('is saved as what it is, and a smoothed one as ever', () => {
    const fitted = fitTo(TRAINING, {order: 3, topK: 3});
    const again = ngramModel({order: 2, unit: 'word'}).load(fitted.save());
    expect(again.options.smoothing).toBe('none');
    expect(again.logProbability(textOf(ASKED))).toEqual(fitted.logProbability(textOf(ASKED)));
    expect(again.sample(200, Stream.root(3))).toEqual(fitted.sample(200, Stream.root(3)));
    const smoothed = fitTo(TRAINING, {smoothing: undefined});
    expect(fitTo(TRAINING, {smoothing: 'kneser-ney'}).save()).toEqual(smoothed.save());
  });

  it('keeps a word of count 1 through k resamples with 1 - exp(-g_k): g_1 = 1, g_(k+1) = 1 - exp(-g_k)', () => {
    const survived = Array.from({length: 5}, () => [] as number[]);
    const smoothed: number[] = [];
    for (let l = 0; l < 16; l++) {
      const {documents, rare} = rareWords(Stream.root(`rare/${l}`));
      const total = documents.reduce((sum, document) => sum + document.split(' ').length, 0);
      let data = textOf(documents);
      for (let k = 0; k < 5; k++) {
        const stream = Stream.root(`resample/${l}/${k}`);
        data = ngramModel({order: 2, unit: 'word', smoothing: 'none'})
          .fit([{data, source: 'human'}])
          .sample(total, stream);
        const left = new Set(wordsOf(data).flat());
        survived[k].push(rare.filter((word) => left.has(word)).length / rare.length);
      }
      const kept = ngramModel({order: 2, unit: 'word'})
        .fit([{data: textOf(documents), source: 'human'}])
        .sample(total, Stream.root(`kn/${l}`));
      const left = new Set(wordsOf(kept).flat());
      smoothed.push(rare.filter((word) => left.has(word)).length / rare.length);
    }
    let g = 1;
    survived.forEach((shares, k) => {
      const wanted = 1 - Math.exp(-g);
      expect(wanted).toBeCloseTo([0.632, 0.469, 0.374, 0.312, 0.268][k], 3);
      const {mean, error} = momentsOf(shares);
      expect(Math.abs(mean - wanted) / error, `k = ${k + 1}: ${mean}, wanted ${wanted}, error ${error}`).toBeLessThan(4);
      g = wanted;
    });
    // smoothing lifts such words: its law is another
    const {mean, error} = momentsOf(smoothed);
    expect(mean - 0.632).toBeGreaterThan(10 * error);
  });
});

/** Text of words of a few hundred types, and 400 words that occur once. */
function rareWords(stream: Stream): {documents: string[]; rare: string[]} {
  const rare = Array.from({length: 400}, (_, i) => `rare${i}`);
  const places = Array.from({length: 8000}, (_, i) => (i % 20 === 7 ? rare[(i - 7) / 20] : `w${stream.below(1 + stream.below(300))}`));
  const documents = Array.from({length: 400}, (_, d) => places.slice(20 * d, 20 * d + 20).join(' '));
  return {documents, rare};
}

function momentsOf(values: readonly number[]): {mean: number; error: number} {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((a, b) => a + (b - mean) ** 2, 0);
  return {mean, error: Math.sqrt(squares / (values.length - 1) / values.length)};
}
