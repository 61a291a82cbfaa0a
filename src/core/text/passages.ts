/**
 * Long documents cut into passages of about so many words, at the ends of sentences.
 *
 * shape    n documents -> m >= n passages, in order; together their bytes are the documents'
 * edge     a passage ends after the sentence with which it reaches `words`; a rest of less than half as many joins the passage before it
 * cost     one pass
 */
import type {Text} from '../data.ts';
import {Ranges} from './ranges.ts';
import {findSentences} from './sentences.ts';
import {type WordCount, wordCountOf} from './word-count.ts';

/** `counted`: how the corpus counts words that the text is of; the text's own way unless given. */
export function cutIntoPassages(text: Text, words: number, counted: WordCount = wordCountOf(text)): Text {
  const {bytes, offsets, count} = text;
  const ends: number[] = [offsets[0]];
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
  }
  return {kind: 'text', count: ends.length - 1, bytes, offsets: Uint32Array.from(ends)};
}
