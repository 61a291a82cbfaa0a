/** Sizes of text in the tokens of its model, and what the model has no word for. */
import {describe, expect, it} from 'vitest';
import type {Text} from '../../core/data.ts';
import type {Reading} from '../../core/measure/estimate.ts';
import {Stream} from '../../core/random/stream.ts';
import {firstOf, sizeOf, subsetOf} from '../../core/records.ts';
import {countCharacters} from '../../core/text/characters.ts';
import {textOf} from '../../core/text/documents.ts';
import {countedWords, wordCountOf} from '../../core/text/word-count.ts';
import {type Arm, armAt} from '../experiment/arm.ts';
import {Lineage} from '../loop/lineage.ts';
import {drawSize, humanOfCorpus} from './human.ts';

const stream = Stream.root('sizes');
const of = (list: readonly string[]) => list[stream.below(list.length)];
const chinese = Array.from({length: 80}, () =>
  Array.from({length: 10}, () => `${of([...'山谷里的小镇'])}${of([...'冬天很少有客人'])}${of(['，', '。'])}`).join(''),
);
const english = Array.from({length: 80}, () => Array.from({length: 20}, () => of(['the', 'a', 'ferry', 'baker', 'is', 'at'])).join(' '));

const valueIn = (readings: readonly Reading[]) => (name: string) => {
  const reading = readings.find(({measure}) => measure === name)!;
  return 'value' in reading ? reading.value : Number.NaN;
};

const armOf = (unit: 'word' | 'byte' | 'character', sample: Arm['sample']): Arm => ({
  name: 'replace',
  workflow: 'replace',
  data: {files: ['x'], holdout: 0.1, reserve: 0} as unknown as Arm['data'],
  model: {kind: 'ngram', order: 2, unit},
  sample,
});

describe('the size of text in characters', () => {
  it('is the number of code points, and of bytes that are part of none', () => {
    expect(sizeOf(textOf(['a語\u{20000}', ' é']), 'character')).toBe(5);
    expect(countCharacters(Uint8Array.of(0xe8, 0xaa, 0x61, 0xff), 0, 4)).toBe(4);
  });

  it('is hit exactly, and no character is cut', () => {
    const text = textOf(chinese);
    for (const size of [1, 29, 31, 500]) {
      for (const part of [firstOf(text, size, 'character'), subsetOf(stream.fork(`${size}`), text, size, 'character')]) {
        expect(sizeOf(part, 'character')).toBe(size);
        expect(new TextDecoder('utf-8', {fatal: true}).decode(part.bytes.subarray(0, part.offsets[part.count]))).not.toBe('');
      }
    }
  });
});

describe('a sample size in words', () => {
  const human = (documents: readonly string[], arm: Arm) =>
    humanOfCorpus(Stream.root('human'), {documents: textOf(documents), name: 'x'}, arm);

  it.each(['word', 'byte', 'character'] as const)('counts words that measures count, where text is written without spaces: %s', (unit) => {
    const arm = armOf(unit, {size: 300});
    const {training, wordCount} = human(chinese, arm);
    expect(Math.abs(countedWords(training, wordCount!) - 300)).toBeLessThan(40);
    expect(wordCount).toBe(wordCountOf(textOf(chinese)));
    const half = drawSize(armAt(armOf(unit, {size: 150, first: 300}), 1), {training, wordCount});
    expect(half / sizeOf(training, unit)).toBeCloseTo(150 / countedWords(training, wordCount!), 1);
  });

  it('counts words of the n-gram elsewhere, exactly', () => {
    const {training, wordCount} = human(english, armOf('word', {size: 300}));
    expect([sizeOf(training, 'word'), drawSize(armAt(armOf('word', {size: 77, first: 300}), 1), {training, wordCount})]).toEqual([300, 77]);
    const characters = human(english, armOf('character', {size: 300}));
    expect(Math.abs(sizeOf(characters.training, 'word') - 300)).toBeLessThan(20);
  });

  it('asked for in more words than there are is refused with both numbers', () => {
    expect(() => human(english, armOf('word', {size: 1e6}))).toThrow(/has 1,440 words .* is 1,000,000/);
  });
});

describe('a lineage of characters', () => {
  const measures = ['unknown', 'bitsPerByte', 'perplexity'];
  const lineageOf = (unit: 'word' | 'character', documents: readonly string[]) =>
    new Lineage({
      arm: armOf(unit, {size: 'same'}),
      seed: 0,
      root: Stream.root('x'),
      measures,
      corpus: {documents: textOf(documents), holdout: textOf(['山谷里的狗。', '小镇']), name: 'x'},
    });

  it('draws as many characters as it was trained on, and knows what it has no character for', () => {
    const lineage = lineageOf('character', chinese);
    const {readings} = lineage.advance();
    const sample = lineage.carry().sample as Text;
    expect(sizeOf(sample, 'character')).toBe(2160);
    const value = valueIn(readings);
    expect(value('unknown')).toBe(1 / 8);
    expect(value('perplexity')).toBeCloseTo(2 ** ((value('bitsPerByte') * 24) / 10), 8);
  });

  it('of words knows no clause of another text, and spells it', () => {
    const {readings} = lineageOf('word', chinese).advance();
    expect(valueIn(readings)('unknown')).toBe(1);
    expect(valueIn(readings)('bitsPerByte')).toBeGreaterThan(1);
  });

  it('is advised where an n-gram of words would take clauses for words, once', () => {
    const notesOf = (unit: 'word' | 'character', documents: readonly string[]) => {
      const lineage = lineageOf(unit, documents);
      return [lineage.advance().notes, lineage.advance().notes].map(
        (notes) => notes.filter((note) => note.includes('whole clause')).length,
      );
    };
    expect(notesOf('word', chinese)).toEqual([1, 0]);
    expect(notesOf('character', chinese)).toEqual([0, 0]);
    expect(notesOf('word', english)).toEqual([0, 0]);
  });
});
