/**
 * Documents as rows of features of their sentences: what the share is measured on.
 *
 * A document of more than 60 sentences is cut into even pieces of at most 40, each judged as a document of its own (a *unit*): books and
 * pages are then of like size, and a few long documents do not stand for all. Units remember the document that they are of.
 */
import {Ranges} from '../../core/text/ranges.ts';
import {findSentences} from '../../core/text/sentences.ts';
import type {WordRules} from '../../core/text/word-scanner.ts';
import {FeatureCollector, type SparseRows} from '../../quality/features.ts';

/** Chosen: an essay or an article stays whole, a chapter does not. docs/share.md says them. */
export const WHOLE_UP_TO = 60;
export const PIECE = 40;

/** Sentences of unit u: offsets[u] .. offsets[u + 1); it is a piece of document group[u]. grams, words: a row a sentence. */
export interface SentenceCorpus {
  readonly units: number;
  readonly sentences: number;
  readonly offsets: Uint32Array;
  readonly group: Uint32Array;
  readonly grams: SparseRows;
  readonly words: SparseRows;
}

/** The sentences of one document, and where its units begin: unit u has the sentences cuts[u] .. cuts[u + 1). */
export class DocumentCutter {
  readonly ranges = new Ranges();
  cuts: number[] = [0];

  cut(bytes: Uint8Array, from: number, to: number): void {
    const {ranges} = this;
    ranges.count = 0;
    findSentences(bytes, from, to, ranges);
    const n = ranges.count;
    const units = n === 0 ? 0 : n <= WHOLE_UP_TO ? 1 : Math.ceil(n / PIECE);
    this.cuts = Array.from({length: units + 1}, (_, u) => Math.floor((u * n) / Math.max(1, units)));
  }
}

/** Collects units. One for a whole command: it holds tables that are costly to make. */
export class UnitCollector {
  private readonly collector: FeatureCollector;
  private offsets: number[] = [0];
  private group: number[] = [];

  constructor(rules?: WordRules) {
    this.collector = new FeatureCollector(rules);
  }

  /** Adds unit u of the document that was cut last. */
  add(bytes: Uint8Array, {ranges, cuts}: DocumentCutter, u: number, group: number): void {
    for (let i = cuts[u]; i < cuts[u + 1]; i++) this.collector.add(bytes, ranges.at[2 * i], ranges.at[2 * i + 1]);
    this.offsets.push(this.collector.count);
    this.group.push(group);
  }

  get sentences(): number {
    return this.collector.count;
  }

  /** The units so far; the collector begins anew. */
  take(): SentenceCorpus {
    const offsets = Uint32Array.from(this.offsets);
    const group = Uint32Array.from(this.group);
    this.offsets = [0];
    this.group = [];
    const {grams, words} = this.collector.take();
    return {units: group.length, sentences: grams.count, offsets, group, grams, words};
  }
}
