/**
 * How words are counted where a size is given in words (`sample.size`, `data.passage`): runs without white space, as the n-gram has them;
 * in a corpus whose letters are mostly of scripts written without spaces, the words that measures count (words.ts).
 */
import type {Text} from '../data.ts';
import {type Counter, totalCount} from './counts.ts';
import {mostlyUnspaced} from './unspaced.ts';
import {countWords} from './whitespace.ts';
import {WordScanner} from './word-scanner.ts';

/** The number of words in bytes[from .. to). */
export type WordCount = Counter;

/** What a pure function of a corpus gives, so sharing it between lineages is not state. */
const counts = new WeakMap<Text, WordCount>();

/** Of a corpus, and so of every part of it. */
export function wordCountOf(corpus: Text): WordCount {
  const known = counts.get(corpus);
  if (known) return known;
  const counted = mostlyUnspaced(corpus) ? countMeasured : countWords;
  counts.set(corpus, counted);
  return counted;
}

/** Whether a corpus is counted as measures count, since it is written without spaces. */
export const countsMeasuredWords = (corpus: Text): boolean => wordCountOf(corpus) === countMeasured;

/** The words of a text. */
export const countedWords = (text: Text, counted: WordCount): number => totalCount(text, counted);

let measured = 0;
const scanner = new WordScanner({
  word() {
    measured++;
  },
});

const countMeasured: WordCount = (bytes, from, to) => {
  measured = 0;
  scanner.scan(bytes, from, to);
  return measured;
};
