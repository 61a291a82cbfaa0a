/**
 * Up to where a kernel's 32-bit counts are exact: 2^32 - 1 words in each group of documents, 2^32 - 1 documents in all.
 *
 * A type occurs at most once a word, so its counts by group cannot be larger; 2^32 - 1 words are some 25 GB of English, 400 GB over all
 * groups. Merging adds in 64 bits and has no such limit.
 */
import {DataError} from '../error.ts';
import {GROUPS} from './kernel.ts';

const MOST = 0x1_0000_0000 - 1;

export class WordLimit {
  private readonly words = new Float64Array(GROUPS);
  private documents = 0;
  private sentences = 0;

  /** Throws DataError where the document takes the kernel beyond its limit. */
  add(group: number, words: number, sentences: number): void {
    this.words[group] += words;
    this.sentences += sentences;
    this.documents++;
    if (this.words[group] <= MOST && this.sentences <= MOST && this.documents <= MOST) return;
    throw new DataError(`more than ${MOST} words in one group of documents: counts would not be exact`, {
      next: 'Make profiles of parts of the data, and merge them.',
    });
  }
}
