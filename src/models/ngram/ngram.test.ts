import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Text} from '../../core/data.ts';
import {ConfigError, DataError, DomainError} from '../../core/error.ts';
import {Stream} from '../../core/random/stream.ts';
import {textOf} from '../../core/text/documents.ts';
import {type FittedNgram, type NgramOptions, ngramModel, type Unit} from './index.ts';
import {ObviousKneserNey} from './oracle.test-help.ts';

const ORDERS = [1, 2, 3, 4, 5, 6];
const LETTERS = ['a', 'b', 'c', 'd'];

function documentsOf(text: Text): string[] {
  return Array.from({length: text.count}, (_, d) => Buffer.from(text.bytes.subarray(text.offsets[d], text.offsets[d + 1])).toString());
}

const glue = (unit: Unit) => (unit === 'word' ? ' ' : '');

function fitWords(documents: readonly (readonly string[])[], options: NgramOptions): FittedNgram {
  const data = textOf(documents.map((words) => words.join(glue(options.unit))));
  return ngramModel(options).fit([{data, source: 'human'}]);
}

/** p of each outcome after `context` (a document's beginning), by scoring it. */
function distribution(fitted: FittedNgram, context: readonly string[], outcomes: readonly string[]): number[] {
  const separator = glue(fitted.options.unit);
  const at = context.length;
  return outcomes.map((word) => {
    const words = word === '</s>' ? context : [...context, word === '<unk>' ? 'Z' : word];
    return 10 ** fitted.scoreTokens(textOf([words.join(separator)]), 0).log10[at];
  });
}

/** Small corpora in which chance repeats itself: documents are drawn from a few phrases. */
const corpora = fc.array(fc.array(fc.constantFrom(...LETTERS), {maxLength: 6}), {minLength: 1, maxLength: 4}).chain((phrases) =>
  fc.array(
    fc.array(fc.constantFrom(...phrases), {maxLength: 5}).map((parts) => parts.flat()),
    {minLength: 1, maxLength: 12},
  ),
);

/** Enough text for discounts that are not the fallback at low orders. */
function drawnCorpus(documents: number, types: number, seed: string): string[][] {
  const stream = Stream.root(seed);
  return Array.from({length: documents}, () =>
    Array.from({length: stream.below(12)}, () => String.fromCharCode(97 + Math.min(stream.below(types), stream.below(types)))),
  );
}

describe.each(['word', 'byte', 'character'] as const)('%s model', (unit) => {
  it.each(ORDERS)('order %i gives what the obvious computation gives', (order) => {
    fc.assert(
      fc.property(corpora, fc.array(fc.constantFrom(...LETTERS, 'Y'), {maxLength: 8}), (documents, probe) => {
        const fitted = fitWords(documents, {order, unit});
        const oracle = new ObviousKneserNey(documents, order);
        const {log10} = fitted.scoreTokens(textOf([probe.join(glue(unit))]), 0);
        [...probe, '</s>'].forEach((word, i) => {
          expect(log10[i]).toBeCloseTo(Math.log10(oracle.probability(['<s>', ...probe.slice(0, i)], word)), 10);
        });
      }),
      {numRuns: 60},
    );
  });

  it.each(ORDERS)('order %i sums to 1 in every context, fallback discounts or not', (order) => {
    for (const documents of [drawnCorpus(60, 9, `sum/${order}`), drawnCorpus(3, 3, `small/${order}`), [[]], [['a']]]) {
      const fitted = fitWords(documents, {order, unit});
      const outcomes = [...new Set(documents.flat()), '</s>', '<unk>'];
      for (const document of [...documents, ['b', 'Y', 'c', 'a', 'a', 'b']]) {
        for (let i = 0; i <= document.length; i++) {
          const sum = distribution(fitted, document.slice(0, i), outcomes).reduce((a, b) => a + b, 0);
          expect(Math.abs(sum - 1)).toBeLessThan(1e-12);
        }
      }
    }
  });
});

describe('fit', () => {
  it('says which orders took the fallback discounts', () => {
    expect(fitWords([['a', 'b']], {order: 2, unit: 'word'}).notes).toEqual([
      'order 1: fallback discounts (.5, 1, 1.5), since its counts of counts give none',
      'order 2: fallback discounts (.5, 1, 1.5), since its counts of counts give none',
    ]);
    expect(fitWords(drawnCorpus(400, 20, 'fallback'), {order: 2, unit: 'word'}).model.discounts[2].fallback).toBe(false);
  });

  it('takes the fallback where a discount is 0, which would leave no chance to what may come', () => {
    // bigrams once, twice, three times: 4, 1, 1, so that D_2 = 2 - 3 (2/3) = 0
    const fitted = fitWords([['z', 'z', 'z', 'z', 'x', 'y', 'x', 'y']], {order: 2, unit: 'word'});
    expect(fitted.model.discounts[2].fallback).toBe(true);
    for (const document of ['x z', 'y z', 'z y', 'y y', 'never'])
      expect(fitted.logProbability(textOf([document]))[0], document).toBeGreaterThan(-Infinity);
  });

  it('pools the documents of all parts', () => {
    const documents = drawnCorpus(30, 6, 'parts');
    const lines = documents.map((words) => words.join(' '));
    const whole = ngramModel({order: 3, unit: 'word'}).fit([{data: textOf(lines), source: 'human'}]);
    const parts = ngramModel({order: 3, unit: 'word'}).fit([
      {data: textOf(lines.slice(0, 11)), source: 'human'},
      {data: textOf(lines.slice(11)), source: 'synthetic'},
    ]);
    expect(parts.save()).toEqual(whole.save());
  });

  it('refuses weights, a training set of no documents, and options out of range', () => {
    const model = ngramModel({order: 2, unit: 'word'});
    expect(() => model.fit([{data: textOf(['a']), source: 'human', weight: 2}])).toThrow(ConfigError);
    expect(() => model.fit([{data: textOf([]), source: 'human'}])).toThrow(DataError);
    expect(() => ngramModel({order: 0, unit: 'word'})).toThrow(ConfigError);
    expect(() => ngramModel({order: 7, unit: 'word'})).toThrow(ConfigError);
    expect(() => ngramModel({order: 2, unit: 'word', temperature: 0})).toThrow(ConfigError);
    expect(() => ngramModel({order: 2, unit: 'word', topK: 0})).toThrow(ConfigError);
    expect(() => ngramModel({order: 2, unit: 'word', topP: Number.NaN})).toThrow(ConfigError);
  });

  it('takes a document without words as <s> </s>', () => {
    const fitted = fitWords([[], [], ['a']], {order: 2, unit: 'word'});
    const oracle = new ObviousKneserNey([[], [], ['a']], 2);
    expect(Math.exp(fitted.logProbability(textOf([' \n']))[0])).toBeCloseTo(oracle.probability(['<s>'], '</s>'), 12);
  });

  it('takes code points as characters, white space among them, and puts them together as they were', () => {
    const documents = ['語 x', '\u{20000}é\nx', 'x'];
    const fitted = ngramModel({order: 2, unit: 'character'}).fit([{data: textOf(documents), source: 'human'}]);
    expect(Array.from({length: fitted.trie.types}, (_, id) => fitted.vocabulary.text(id))).toEqual([
      '語',
      ' ',
      'x',
      '\u{20000}',
      'é',
      '\n',
    ]);
    const memory = ngramModel({order: 6, unit: 'character', topK: 1}).fit([{data: textOf(['語 \u{20000}é。'.repeat(4)]), source: 'human'}]);
    expect(memory.continueText('語 ', 4, Stream.root(1))).toBe('\u{20000}é。語');
    expect(ngramModel({order: 2, unit: 'character'}).load(fitted.save()).options.unit).toBe('character');
  });

  it('splits words at every white space of Unicode', () => {
    const fitted = fitWords([['a\u00a0b\u3000c\u0085d\u2028e\u200bf g']], {order: 1, unit: 'word'});
    expect(fitted.trie.types).toBe(6);
  });
});

describe('sample', () => {
  it.each(['word', 'byte', 'character'] as const)('hits the count exactly: %s', (unit) => {
    const fitted = fitWords(drawnCorpus(40, 7, 'count'), {order: 3, unit});
    for (const count of [0, 1, 2, 17, 1000]) {
      const drawn = documentsOf(fitted.sample(count, Stream.root(count)));
      const total = drawn.reduce(
        (sum, document) => sum + (unit === 'word' ? document.split(' ').filter(Boolean).length : document.length),
        0,
      );
      expect(total).toBe(count);
    }
  });

  it('gives the same bytes for the same stream, and for a saved and loaded model', () => {
    const fitted = fitWords(drawnCorpus(40, 7, 'same'), {order: 4, unit: 'word'});
    const again = ngramModel({order: 4, unit: 'word'}).load(fitted.save());
    const text = fitted.sample(500, Stream.root('x'));
    expect(fitted.sample(500, Stream.root('x'))).toEqual(text);
    expect(again.sample(500, Stream.root('x'))).toEqual(text);
    expect(again.logProbability(text)).toEqual(fitted.logProbability(text));
    expect(again.options).toEqual({order: 4, unit: 'word', temperature: undefined, topK: undefined, topP: undefined});
  });

  it('refuses a model of empty documents, and counts that are not whole', () => {
    const empty = fitWords([[], []], {order: 3, unit: 'word'});
    expect(() => empty.sample(5, Stream.root(1))).toThrow(DataError);
    expect(() => empty.continueText('a', 5, Stream.root(1))).toThrow(DataError);
    expect(() => fitWords([['a']], {order: 1, unit: 'word'}).sample(1.5, Stream.root(1))).toThrow(DomainError);
  });

  it('ends with what to do where the end of a document is all that the model draws', () => {
    const documents = Array.from({length: 60}, (_, i) => [`w${i % 17}`]);
    for (const options of [
      {order: 1, topP: 0.3},
      {order: 1, topK: 1},
      {order: 1, temperature: 0.1},
    ]) {
      const drawn = () => fitWords(documents, {unit: 'word', ...options}).sample(20, Stream.root(1));
      expect(drawn, JSON.stringify(options)).toThrow(DataError);
      expect(drawn, JSON.stringify(options)).toThrow(/writes empty documents alone: \d+ of them, and 0 of the 20 words/);
    }
  });

  it('does not mind many empty documents among others', () => {
    const documents = [...Array.from({length: 3000}, () => []), ['a', 'b'], ['b']];
    expect(fitWords(documents, {order: 2, unit: 'word'}).sample(100, Stream.root(1)).count).toBeGreaterThan(30_000);
  });

  it.each([1e-9, 1e-300, 1e-310, 5e-324])('draws the likeliest words at a temperature of %d', (temperature) => {
    const documents = drawnCorpus(200, 7, 'cold').map((words) => ['start', ...words]);
    for (const cut of [{}, {topP: 0.9}, {topK: 3}]) {
      const drawn = documentsOf(fitWords(documents, {order: 2, unit: 'word', temperature, ...cut}).sample(60, Stream.root(2)));
      expect(new Set(drawn.slice(0, -1)).size, JSON.stringify(cut)).toBeLessThan(2);
      expect(drawn[0].split(' ')[0]).toBe('start');
    }
  });

  it.each(ORDERS)('order %i draws by the law: p(w | c) given that w is known', (order) => {
    const documents = drawnCorpus(25, 5, `law/${order}`);
    const fitted = fitWords(documents, {order, unit: 'byte'});
    const oracle = new ObviousKneserNey(documents, order);
    for (const context of [[], ['a'], ['b', 'a'], ['a', 'b', 'a', 'a'], ['e', 'Y', 'b']]) {
      const law = oracle.distribution(['<s>', ...context]);
      expect(chiSquare(fitted, context, oracle.outcomes, law.slice(0, -1), 20000)).toBeLessThan(5);
    }
  });
});

/** How many standard deviations Pearson's statistic of `n` draws after `context` is above its mean (Wilson and Hilferty's cube root). The last outcome, unknown, is never drawn. */
function chiSquare(
  fitted: FittedNgram,
  context: readonly string[],
  outcomes: readonly string[],
  weights: readonly number[],
  n: number,
): number {
  const total = weights.reduce((a, b) => a + b, 0);
  const observed = new Map<string, number>();
  const root = Stream.root(context.join('/'));
  for (let i = 0; i < n; i++) {
    const next = fitted.continueText(context.join(glue(fitted.options.unit)), 1, root);
    const word = next.includes('\n') ? '</s>' : next;
    observed.set(word, (observed.get(word) ?? 0) + 1);
  }
  let statistic = 0;
  let cells = 0;
  weights.forEach((weight, i) => {
    const seen = observed.get(outcomes[i]) ?? 0;
    if (weight === 0) expect(seen).toBe(0);
    else {
      const wanted = (n * weight) / total;
      statistic += (seen - wanted) ** 2 / wanted;
      cells++;
    }
  });
  const freedom = Math.max(1, cells - 1);
  return (Math.cbrt(statistic / freedom) - 1 + 2 / (9 * freedom)) / Math.sqrt(2 / (9 * freedom));
}

describe('save', () => {
  it('refuses bytes that were cut, changed or made by something else', () => {
    const model = ngramModel({order: 3, unit: 'word'});
    const bytes = fitWords(drawnCorpus(20, 5, 'save'), {order: 3, unit: 'word'}).save();
    expect(() => model.load(new Uint8Array(0))).toThrow(DataError);
    expect(() => model.load(bytes.subarray(0, bytes.length - 1))).toThrow(DataError);
    for (let at = 0; at < bytes.length; at += 7) {
      const changed = bytes.slice();
      changed[at] ^= 1 << (at & 7);
      expect(() => model.load(changed)).toThrow(DataError);
    }
  });
});
