/** Where a walk through a document stands: the longest known context, at most N - 1 words. Scoring and sampling move it alike. */
import {findSuccessor, type Trie} from './trie.ts';

export class Context {
  /** How many words long it is. */
  level = 0;
  /** Which node of that level. */
  node = 0;
  protected readonly trie: Trie;

  constructor(trie: Trie) {
    this.trie = trie;
  }

  /** To the beginning of a document: <s>. */
  open(): void {
    const {order, types} = this.trie;
    this.level = order > 1 ? 1 : 0;
    this.node = order > 1 ? types + 2 : 0;
  }

  /** Goes over `word`: a type or the unknown type. */
  follow(word: number): void {
    this.advance(0, word, word);
  }

  /** Goes over `word`, whose n-gram in the last `known` words of the context is `found`; a longer one may be known too. */
  advance(known: number, found: number, word: number): void {
    const {order, start, suffix, word: words} = this.trie;
    let level = this.level;
    let node = this.node;
    if (level === order - 1 && level > known) node = suffix[level--][node];
    for (; level > known; level--) {
      const longer = findSuccessor(words[level + 1], start[level], node, word);
      if (longer >= 0) {
        this.enter(level + 1, longer);
        return;
      }
      node = suffix[level][node];
    }
    this.enter(known + 1, found);
  }

  /** Makes n-gram `node` of `length` words the context. The unknown type is none. */
  enter(length: number, node: number): void {
    const {order, suffix, types} = this.trie;
    const top = length === order;
    const unknown = length === 1 && node === types + 1;
    this.level = top ? length - 1 : unknown ? 0 : length;
    this.node = top ? suffix[length][node] : unknown ? 0 : node;
  }
}
