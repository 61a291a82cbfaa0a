/** Where a walk through a document stands, among the counts alone: the longest known context, at most N - 1 words. */
import type {Counts} from './counts.ts';
import {successorOf} from './successors.ts';

export class CountedContext {
  /** How many words long it is. */
  level = 0;
  /** Which node of that level. */
  node = 0;
  protected readonly counts: Counts;
  /** The contexts of each length that end where it does, while it moves. */
  private readonly chain: Int32Array;

  constructor(counts: Counts) {
    this.counts = counts;
    this.chain = new Int32Array(counts.order);
  }

  /** To the beginning of a document: <s>. */
  open(): void {
    const {order, types} = this.counts;
    this.level = order > 1 ? 1 : 0;
    this.node = order > 1 ? types + 2 : 0;
  }

  /** Goes over `word`: a type or the unknown type. */
  follow(word: number): void {
    this.advance(0, word);
  }

  /** Goes over a word whose n-gram in the last `known` words of the context is `found`; a longer one may be known too. */
  protected advance(known: number, found: number): void {
    const {counts, chain} = this;
    for (let level = this.level, node = this.node; level > known; level--) {
      chain[level] = node;
      node = counts.suffix[level][node];
    }
    let length = known + 1;
    let longest = found;
    for (const most = Math.min(this.level + 1, counts.order - 1); length < most; length++) {
      const longer = successorOf(counts, length, chain[length], longest);
      if (longer < 0) break;
      longest = longer;
    }
    this.enter(length, longest);
  }

  /** Makes n-gram `node` of `length` words the context. The unknown type is none. */
  private enter(length: number, node: number): void {
    const {order, suffix, types} = this.counts;
    const top = length === order;
    const unknown = length === 1 && node === types + 1;
    this.level = top ? length - 1 : unknown ? 0 : length;
    this.node = top ? suffix[length][node] : unknown ? 0 : node;
  }
}
