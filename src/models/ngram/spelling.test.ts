import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Text} from '../../core/data.ts';
import {Stream} from '../../core/random/stream.ts';
import {Vocabulary} from '../../core/text/vocabulary.ts';
import {type FittedNgram, type NgramOptions, ngramModel, type Unit} from './index.ts';
import {ObviousKneserNey} from './oracle.test-help.ts';
import {spellerOf} from './spelling.ts';

const latin1 = (document: string) => Uint8Array.from(document, (c) => c.charCodeAt(0));
const utf8 = (document: string) => new TextEncoder().encode(document);

function textOf(documents: readonly Uint8Array[]): Text {
  const offsets = new Uint32Array(documents.length + 1);
  for (let i = 0; i < documents.length; i++) offsets[i + 1] = offsets[i] + documents[i].length;
  return {kind: 'text', count: documents.length, bytes: Buffer.concat(documents), offsets};
}

const fitTo = (documents: readonly string[], options: NgramOptions): FittedNgram =>
  ngramModel(options).fit([{data: textOf(documents.map(utf8)), source: 'human'}]);

function vocabularyOf(words: readonly string[]): Vocabulary {
  const vocabulary = new Vocabulary();
  for (const word of words) vocabulary.add(utf8(word), 0, utf8(word).length);
  return vocabulary;
}

/** All strings over `letters` of at most `length` of them, the empty one among them. */
function stringsOf(letters: readonly string[], length: number): string[] {
  const all = [''];
  for (let from = 0, n = 0; n < length; n++) {
    const to = all.length;
    for (; from < to; from++) for (const letter of letters) all.push(all[from] + letter);
  }
  return all;
}

/** Sequences of at most `length` words, as text. */
const sentencesOf = (words: readonly string[], length: number) =>
  stringsOf(
    words.map((word) => `${word} `),
    length,
  );

const total = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);
const sumOfP = (fitted: FittedNgram, documents: readonly Uint8Array[]) => total(fitted.logProbability(textOf(documents)).map(Math.exp));

describe('the prices of all texts', () => {
  const training = ['a ab a', 'ab b a', 'a', 'b b ab a'];
  const words = stringsOf(['a', 'b'], 4).slice(1);

  it.each([1, 2, 3])('sum to 1 at most over all sequences of words, order %i', (order) => {
    const fitted = fitTo(training, {order, unit: 'word'});
    const sentences = sentencesOf(words, 3).map(utf8);
    const sum = sumOfP(fitted, sentences);
    expect(sum).toBeLessThan(1);
    expect(sum).toBeGreaterThan(0.3);
    const unspelled = sentences.reduce((all, sentence) => all + 10 ** total(fitted.scoreTokens(textOf([sentence]), 0).log10), 0);
    expect(unspelled).toBeGreaterThan(1.5);
  });

  it('are the same for texts that differ in white space alone', () => {
    const [first, ...others] = fitTo(training, {order: 2, unit: 'word'}).logProbability(
      textOf(['a new b', ' a new b', 'a  new\nb', 'a\u3000new b\t'].map(utf8)),
    );
    for (const other of others) expect(other).toBe(first);
  });

  it.each(['byte', 'character'] as const)('sum to 1 at most over all bytes: %s', (unit) => {
    const fitted = fitTo(training, {order: 2, unit});
    const letters = Array.from({length: 256}, (_, byte) => String.fromCharCode(byte));
    const sum = sumOfP(fitted, stringsOf(letters, 2).map(latin1));
    const most = sumOfP(fitted, stringsOf(['a', 'b', ' '], 9).map(latin1));
    expect(sum).toBeLessThan(1);
    expect(most).toBeLessThan(1);
    expect(most).toBeGreaterThan(0.7);
    const unspelled = [...letters.map(latin1), latin1('')].map((text) => 10 ** total(fitted.scoreTokens(textOf([text]), 0).log10));
    expect(total(unspelled)).toBeGreaterThan(1);
  });

  it('sum to 1 at most over the characters of the first plane, and more', () => {
    const fitted = fitTo(['日本', '日', 'é'], {order: 1, unit: 'character'});
    let sum = 0;
    for (let from = 0; from < 0x10000; from += 0x1000) {
      const characters = Array.from({length: 0x1000}, (_, i) => from + i).filter((c) => c < 0xd800 || c > 0xdfff);
      sum += sumOfP(
        fitted,
        characters.map((c) => utf8(String.fromCodePoint(c))),
      );
    }
    const one =
      sum +
      sumOfP(
        fitted,
        Array.from({length: 128}, (_, i) => Uint8Array.of(128 + i)),
      ) +
      sumOfP(fitted, [utf8('')]);
    expect(one).toBeLessThan(1);
    expect(one).toBeGreaterThan(0.2);
  });
});

describe('spelling', () => {
  const words = ['nature', 'natural', 'signature', 'mature', 'naturally'];

  it('is the obvious Kneser-Ney over the bytes of the types, once each, and 1/256 for a byte that none has', () => {
    const spell = spellerOf('word', vocabularyOf(words));
    const oracle = new ObviousKneserNey(
      words.map((word) => [...word]),
      5,
    );
    const letters = new Set(words.join(''));
    fc.assert(
      fc.property(fc.string({unit: fc.constantFrom(...'naturesZQ'), minLength: 1, maxLength: 9}), (word) => {
        const p = [...word, '</s>'].reduce((product, letter, i) => {
          const price = oracle.probability(['<s>', ...word.slice(0, i)], letter);
          return product * (letter === '</s>' || letters.has(letter) ? price : price / 256);
        }, 1);
        expect(spell(utf8(word), 0, word.length)).toBeCloseTo(Math.log(p), 9);
      }),
    );
  });

  it('prices what looks like the words it knows cheaper than gibberish, and long words dearer than short ones', () => {
    const spell = spellerOf('word', vocabularyOf(words));
    const price = (word: string) => spell(utf8(`xx${word}yy`), 2, 2 + utf8(word).length);
    expect(price('signaturally')).toBeGreaterThan(price('yllarutangis') + 10);
    expect(price('nat')).toBeGreaterThan(price('natnatnat'));
    expect(price('x'.repeat(5000))).toBeLessThan(-5000);
  });

  it('prices a word alike however many were spelled before it', () => {
    const spell = spellerOf('word', vocabularyOf(words));
    const price = (word: string) => spell(utf8(word), 0, word.length);
    const first = ['natal', 'w7', 'w69999'].map(price);
    for (let i = 0; i < 70_000; i++) price(`w${i}`);
    expect(['natal', 'w7', 'w69999'].map(price)).toEqual(first);
  });

  it('of a byte model is 1/256', () => {
    const fitted = fitTo(['aab'], {order: 2, unit: 'byte'});
    const {log10, spelling} = fitted.scoreTokens(textOf([utf8('aZb')]), 0);
    expect(Array.from(spelling)).toEqual([0, expect.closeTo(-Math.log10(256), 12), 0, 0]);
    expect(fitted.logProbability(textOf([utf8('aZb')]))[0] / Math.LN10).toBeCloseTo(total(log10) + total(spelling), 12);
  });

  it('of no words at all is 256 bytes and an end', () => {
    const fitted = fitTo(['', ''], {order: 2, unit: 'word'});
    expect(total(fitted.logProbability(textOf([utf8('some words')])))).toBeLessThan(-9 * Math.log(256));
  });

  it.each(['word', 'byte', 'character'] as Unit[])('is the same after save and load: %s', (unit) => {
    const fitted = fitTo(['some words of 日本語', 'and some more'], {order: 3, unit});
    const unseen = textOf([utf8('quite other words: 東京')]);
    const loaded = ngramModel({order: 3, unit}).load(fitted.save());
    expect(loaded.logProbability(unseen)).toEqual(fitted.logProbability(unseen));
    expect(loaded.logProbability(unseen)).toEqual(fitted.logProbability(unseen));
  });

  it('counts the words that are unknown', () => {
    expect(Array.from(fitTo(['a b', 'c'], {order: 2, unit: 'word'}).unknownTokens(textOf(['a d b e', '', 'a'].map(utf8))))).toEqual([
      2, 0, 0,
    ]);
    expect(Array.from(fitTo(['日本'], {order: 2, unit: 'character'}).unknownTokens(textOf(['日 本語'].map(utf8))))).toEqual([2]);
  });
});

describe('models that know fewer words', () => {
  const stream = Stream.root('forgetting');
  const letters = 'abcdefgh';
  const word = () => Array.from({length: 2 + stream.below(4)}, () => letters[Math.min(stream.below(8), stream.below(8))]).join('');
  const lexicon = Array.from({length: 400}, word);
  const document = () =>
    Array.from({length: 12}, () => lexicon[Math.min(stream.below(400), stream.below(400), stream.below(400))]).join(' ');
  const held = textOf(Array.from({length: 200}, document).map(utf8));
  const bits = (documents: readonly string[]) =>
    -total(fitTo(documents, {order: 2, unit: 'word'}).logProbability(held)) / Math.LN2 / held.bytes.length;

  it('predict worse, and the fewer the worse', () => {
    const training = Array.from({length: 800}, document);
    const known = (size: number) => {
      const kept = new Set(lexicon.slice(0, size));
      return training.map((text) =>
        text
          .split(' ')
          .filter((one) => kept.has(one))
          .join(' '),
      );
    };
    const byKnown = [400, 60, 20, 3].map((size) => bits(known(size)));
    for (let i = 1; i < byKnown.length; i++) expect(byKnown[i], byKnown.join(' ')).toBeGreaterThan(byKnown[i - 1] + 0.05);
    const bySize = [800, 60, 15, 4].map((size) => bits(training.slice(0, size)));
    for (let i = 1; i < bySize.length; i++) expect(bySize[i], bySize.join(' ')).toBeGreaterThan(bySize[i - 1] + 0.05);
  });
});
