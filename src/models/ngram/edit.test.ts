import {describe, expect, it} from 'vitest';
import type {Text} from '../../core/data.ts';
import {Stream} from '../../core/random/stream.ts';
import {documentAt, textOf} from '../../core/text/documents.ts';
import {ngramModel} from './index.ts';

const documentsOf = (text: Text) => Array.from({length: text.count}, (_, i) => documentAt(text, i));
const training = textOf(['the cat sat', 'the dog sat', 'the cat ran', 'a cow ran', 'the cat sat', 'the end']);
const modelOf = (options: Parameters<typeof ngramModel>[0]) => ngramModel(options).fit([{data: training, source: 'human'}]);
const UNSMOOTHED = {smoothing: 'none'} as const;
const root = Stream.root('edit');

describe('token editing', () => {
  it('leaves a text as it is where no token is that probable, and keeps white space and unknown words where it edits', () => {
    const fitted = modelOf({order: 2, unit: 'word'});
    const same = fitted.editTokens(training, {above: 1, share: 1}, root);
    expect([documentsOf(same.records), same.tokens, [...same.changed]]).toEqual([documentsOf(training), 0, [0, 0, 0, 0, 0, 0]]);
    const odd = textOf(['  the\t zebra  cat\n', 'zebra zebra', '']);
    const {records, changed} = fitted.editTokens(odd, {above: 0, share: 1}, root);
    const [first, ...others] = documentsOf(records);
    expect(first).toMatch(/^ {2}\S+\t zebra {2}\S+\n$/);
    expect(others).toEqual(['zebra zebra', '']);
    expect([...changed].slice(1)).toEqual([0, 0]);
  });

  it.each([{}, {topP: 0.9}, {topK: 3}, {temperature: 0.7}, UNSMOOTHED, {...UNSMOOTHED, topP: 0.9}])(
    'draws as the model draws after the words that stood there: %o',
    (options) => {
      const fitted = modelOf({order: 2, unit: 'word', ...options});
      const n = 20_000;
      const many = textOf(Array.from({length: n}, () => 'the cat'));
      const edited = documentsOf(fitted.editTokens(many, {above: 0, share: 1}, root.fork('law')).records).map(
        (document) => document.split(' ')[1],
      );
      // the same context, by continuing "the" for one word: ends of documents begin another line and are left out
      const drawn: string[] = [];
      const stream = root.fork('drawn');
      for (let k = 0; drawn.length < n; k++) {
        const text = fitted.continueText('the', 1, stream.fork(`${k}`));
        if (!text.startsWith('\n')) drawn.push(text.trim());
      }
      const words = [...new Set([...edited, ...drawn])];
      const count = (list: readonly string[], word: string) => list.filter((one) => one === word).length;
      const chiSquare = words.reduce((sum, word) => {
        const [a, b] = [count(edited, word), count(drawn, word)];
        return sum + (a - b) ** 2 / (a + b);
      }, 0);
      // two samples of one law: chi-square with words - 1 degrees of freedom, four standard deviations up
      expect(chiSquare).toBeLessThan(words.length - 1 + 4 * Math.sqrt(2 * (words.length - 1)));
      expect(words.length).toBeGreaterThan(1);
    },
  );

  it('edits the tokens of at least the probability asked for, each by the chance asked for', () => {
    const fitted = modelOf({order: 3, unit: 'word'});
    const above = 0.3;
    const probable = documentsOf(training).map((document, d) => {
      const {log10} = fitted.scoreTokens(training, d);
      return document.split(' ').map((_, i) => 10 ** log10[i] >= above);
    });
    expect(probable.flat()).toContain(true);
    expect(probable.flat()).toContain(false);
    const rounds = 4000;
    const touched = probable.map((words) => words.map(() => 0));
    for (let k = 0; k < rounds; k++) {
      const edited = documentsOf(fitted.editTokens(training, {above, share: 0.5}, root.fork(`round/${k}`)).records);
      edited.forEach((document, d) => {
        document.split(' ').forEach((word, i) => {
          if (word !== documentAt(training, d).split(' ')[i]) touched[d][i]++;
        });
      });
    }
    probable.forEach((words, d) => {
      words.forEach((isProbable, i) => {
        if (!isProbable) {
          expect(touched[d][i]).toBe(0);
          return;
        }
        // drawn anew by half, and then another word by 1 - p / (1 - p(end))
        const {log10} = fitted.scoreTokens(training, d);
        expect(touched[d][i] / rounds).toBeLessThan(0.5 * (1 - 10 ** log10[i]) + 4 * Math.sqrt(0.25 / rounds));
        expect(touched[d][i]).toBeGreaterThan(0);
      });
    });
  });

  it.each(['byte', 'character'] as const)('keeps the number of tokens where they are %ss', (unit) => {
    const fitted = modelOf({order: 3, unit});
    const text = textOf(['the caté', 'sat']);
    const {records, tokens} = fitted.editTokens(text, {above: 0, share: 1}, root);
    expect(tokens).toBeGreaterThan(0);
    const lengths = (one: Text) =>
      documentsOf(one).map((document) => (unit === 'byte' ? new TextEncoder().encode(document).length : [...document].length));
    expect(lengths(records)).toEqual(lengths(text));
    expect(documentsOf(records)[0]).toContain('é');
  });
});
