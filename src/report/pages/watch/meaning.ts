/** What a bad value of each measure looks like in the data, in one line; docs/check.md has more of it. */
import {badSideOf, WATCH_MEASURES} from '../../../guard/watch/measures.ts';

const LOOKS: Readonly<Record<string, string>> = {
  'tail.retention': 'names, places and terms are gone, the same few topics come again',
  'tail.mass': 'rare words come less often',
  'head.inflation': 'plain, interchangeable sentences',
  unseen: 'the vocabulary is closed, more text brings no new words',
  'distinct.1': 'the same words, in document after document',
  'distinct.2': 'the same phrases, in document after document',
  'distinct.3': 'the same phrases, in document after document',
  'distinct.4': 'the same phrases, in document after document',
  'distinct.5': 'the same phrases, in document after document',
  repetition: 'loops, a paragraph or a list item that is said again and again',
  selfRepetition: 'boilerplate, headers, one prompt answered many times',
  'duplicates.exact': 'one page crawled twice, mirrored sites, resubmitted forms',
  'duplicates.near': 'one page crawled twice, mirrored sites, templates filled in',
  'duplicates.paragraphs': 'paragraphs that come again: boilerplate, quotations, copies',
  'duplicates.sentences': 'sentences that come again: boilerplate, quotations, copies',
  entropy: 'less variety of words',
  giniSimpson: 'less variety of words',
  support: 'fewer different words',
  js: 'words are used unlike in the reference',
  tv: 'words are used unlike in the reference',
  kl: 'words are used unlike in the reference',
  zipf: 'words that occur once disappear',
  heaps: 'new words stop coming',
  'compression.document': 'documents that repeat themselves',
  words: 'documents grow or shrink, which moves every other measure too',
};

/** `Lower is worse: ...`; nothing of a measure that no watch has. */
export function badValue(measure: string): string {
  if (!WATCH_MEASURES.includes(measure)) return '';
  const side = badSideOf(measure);
  return `${side === 'both' ? 'Neither way is better' : side > 0 ? 'Higher is worse' : 'Lower is worse'}: ${LOOKS[measure] ?? ''}.`;
}
