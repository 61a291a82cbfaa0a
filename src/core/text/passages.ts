/**
 * Long documents cut into passages of about so many words, at the ends of sentences.
 *
 * shape    n documents -> m >= n passages, in order; together their bytes are the documents'
 * edge     a passage ends after the sentence with which it reaches `words`; a rest of less than half as many joins the passage before it
 * cost     one pass a text and number of words; what a pure function of a text gives is shared between lineages
 */
import type {Text} from '../data.ts';
import {countsOfPart} from './counts.ts';
import {documentsAt} from './documents.ts';
import {Ranges} from './ranges.ts';
import {findSentences} from './sentences.ts';
import {type WordCount, wordCountOf} from './word-count.ts';

/** How a text is cut: passages of so many words, counted in the corpus's way that the text is of. */
export interface PassageSize {
  readonly words: number;
  readonly counted: WordCount;
}

/** The passages of all documents. `counted`: the text's own way unless given. */
export function cutIntoPassages(text: Text, words: number, counted: WordCount = wordCountOf(text)): Text {
  return cutOf(text, {words, counted}).passages;
}

/** The passages of the documents at `numbers`, in that order. */
export function passagesAt(text: Text, numbers: ArrayLike<number>, size: PassageSize): Text {
  const {passages, firsts} = cutOf(text, size);
  const wanted: number[] = [];
  for (let i = 0; i < numbers.length; i++) for (let p = firsts[numbers[i]]; p < firsts[numbers[i] + 1]; p++) wanted.push(p);
  const picked = documentsAt(passages, wanted);
  countsOfPart(picked, passages, wanted);
  return picked;
}

/** The passages of a text, and the number of each document's first: those of document i are firsts[i] .. firsts[i + 1]. */
interface Cut extends PassageSize {
  readonly passages: Text;
  readonly firsts: Uint32Array;
}

const cuts = new WeakMap<Text, Cut[]>();

function cutOf(text: Text, size: PassageSize): Cut {
  const {words, counted} = size;
  const known = cuts.get(text) ?? [];
  const same = known.find((cut) => cut.words === words && cut.counted === counted);
  if (same) return same;
  const cut = {...size, ...cutDocuments(text, size)};
  cuts.set(text, [...known, cut]);
  return cut;
}

function cutDocuments(text: Text, {words, counted}: PassageSize): Pick<Cut, 'passages' | 'firsts'> {
  const {bytes, offsets, count} = text;
  const ends: number[] = [offsets[0]];
  const firsts = new Uint32Array(count + 1);
  const sentences = new Ranges();
  for (let document = 0; document < count; document++) {
    const [from, to] = [offsets[document], offsets[document + 1]];
    sentences.count = 0;
    findSentences(bytes, from, to, sentences);
    const opened = ends.length;
    let start = from;
    let before = from;
    let size = 0;
    for (let s = 0; s < sentences.count; s++) {
      const end = s === sentences.count - 1 ? to : sentences.at[2 * s + 1];
      size += counted(bytes, before, end);
      before = end;
      if (size < words) continue;
      ends.push(end);
      start = end;
      size = 0;
    }
    if (start < to || ends.length === opened) {
      const small = ends.length > opened && size < words / 2;
      if (small) ends[ends.length - 1] = to;
      else ends.push(to);
    }
    firsts[document + 1] = ends.length - 1;
  }
  return {passages: {kind: 'text', count: ends.length - 1, bytes, offsets: Uint32Array.from(ends)}, firsts};
}
