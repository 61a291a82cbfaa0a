/**
 * Which part of a reference is learned from: all of it where it is small, else units of its documents, drawn so that as many documents
 * as can be have a say: one random unit of each in random order, then a second, and so on, until there are enough sentences.
 *
 * shape    text -> units added to a collector, documents numbered from `firstDocument`, units of a document together
 * edge     documents without a sentence are passed over
 */
import type {Text} from '../../core/data.ts';
import {permutation} from '../../core/random/permutation.ts';
import type {Stream} from '../../core/random/stream.ts';
import {DocumentCutter, type UnitCollector} from './sentences.ts';

/** Sentences of one reference that are learned from, about. */
export const MOST_SENTENCES = 6000;

export interface Drawn {
  /** Of the whole reference: documents with a sentence, and sentences. */
  readonly documents: number;
  readonly sentences: number;
  /** Documents that were learned from, and their units. */
  readonly used: number;
  readonly units: number;
}

export function drawReference(
  text: Text,
  collector: UnitCollector,
  options: {firstDocument: number; stream: Stream; most?: number},
): Drawn {
  const {firstDocument, stream, most = MOST_SENTENCES} = options;
  const lengths = unitLengths(text);
  const chosen = chooseUnits(stream, lengths, most);
  const cutter = new DocumentCutter();
  let units = 0;
  let used = 0;
  chosen.forEach((wanted, document) => {
    if (wanted.length === 0) return;
    cutter.cut(text.bytes, text.offsets[document], text.offsets[document + 1]);
    for (const u of wanted.sort((a, b) => a - b)) collector.add(text.bytes, cutter, u, firstDocument + document);
    units += wanted.length;
    used++;
  });
  let documents = 0;
  let sentences = 0;
  for (const list of lengths) {
    if (list.length > 0) documents++;
    for (const n of list) sentences += n;
  }
  return {documents, sentences, used, units};
}

/** Of each document, the number of sentences of each unit. */
function unitLengths({bytes, offsets, count}: Text): number[][] {
  const cutter = new DocumentCutter();
  return Array.from({length: count}, (_, d) => {
    cutter.cut(bytes, offsets[d], offsets[d + 1]);
    return cutter.cuts.slice(1).map((end, u) => end - cutter.cuts[u]);
  });
}

function chooseUnits(stream: Stream, lengths: readonly number[][], most: number): number[][] {
  const documents = permutation(stream, lengths.length);
  const orders = lengths.map((list) => permutation(stream, list.length));
  const chosen: number[][] = lengths.map(() => []);
  const rounds = lengths.reduce((longest, list) => Math.max(longest, list.length), 0);
  let sentences = 0;
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < documents.length && sentences < most; i++) {
      const d = documents[i];
      if (round >= lengths[d].length) continue;
      const u = orders[d][round];
      chosen[d].push(u);
      sentences += lengths[d][u];
    }
  }
  return chosen;
}
