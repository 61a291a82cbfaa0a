/**
 * Self-BLEU: each document's BLEU-4 with all the other documents as references, averaged. High where documents say the same things.
 *
 *   BLEU = brevity * exp( sum over n = 1..4 of ln(p_n) / 4 ),   p_n = clipped matches / n-grams, a zero count replaced by 0.1
 *
 * A gram's clip is its largest count in one other document: the largest over all documents, or the second largest where the document
 * itself has the largest. So it takes one pass, not one per pair.
 *
 * shape    levels: grams of length 1..4 of the same n documents -> scalar in 0..1
 * edge     undefined under two documents with words; a document without words is neither scored nor a reference; a document that
 *          shares no word with the others scores 0
 * cost     O(N) for the grams of all documents together and O(n^2) for their lengths, exact
 * source   Y. Zhu et al., "Texygen", SIGIR 2018; K. Papineni et al., ACL 2002; smoothing: B. Chen, C. Cherry, WMT 2014, method 1
 * checked  against nltk sentence_bleu with SmoothingFunction().method1
 *
 * It grows with the number of references: compare only at an equal number of documents (`pickDocuments`).
 */
import {exp, log} from '../math/index.ts';
import type {Stream} from '../random/stream.ts';
import {type Grams, NO_GRAM} from '../text/grams.ts';
import type {Tokens} from '../text/words.ts';

const LONGEST = 4;
const EPSILON = 0.1;

export function selfBleu(levels: readonly Grams[]): number | undefined {
  const {offsets} = levels[0];
  const documents = offsets.length - 1;
  const lengths = new Float64Array(documents);
  for (let i = 0; i < documents; i++) lengths[i] = offsets[i + 1] - offsets[i];
  const scored = lengths.reduce((n, length) => n + (length > 0 ? 1 : 0), 0);
  if (scored < 2) return undefined;
  const matches = levels.slice(0, LONGEST).map(clippedMatches);
  let sum = 0;
  for (let i = 0; i < documents; i++) if (lengths[i] > 0) sum += bleu(i, lengths, matches);
  return sum / scored;
}

function bleu(document: number, lengths: Float64Array, matches: readonly Float64Array[]): number {
  const length = lengths[document];
  if (matches[0][document] === 0) return 0;
  let sumLog = 0;
  for (let n = 1; n <= LONGEST; n++) {
    const matched = matches[n - 1][document];
    sumLog += log((matched === 0 ? EPSILON : matched) / Math.max(1, length - n + 1));
  }
  const reference = closestLength(document, lengths);
  const brevity = length > reference ? 1 : exp(1 - reference / length);
  return brevity * exp(sumLog / LONGEST);
}

/** The length of another document nearest to this one's; the shorter of two equally near. */
function closestLength(document: number, lengths: Float64Array): number {
  let best = Infinity;
  for (let i = 0; i < lengths.length; i++) {
    if (i === document || lengths[i] === 0) continue;
    const closer = Math.abs(lengths[i] - lengths[document]) - Math.abs(best - lengths[document]);
    if (closer < 0 || (closer === 0 && lengths[i] < best)) best = lengths[i];
  }
  return best;
}

/** For each document, its grams that are matched in the best other document, with multiplicity. (documents,) */
function clippedMatches({ids, offsets, size}: Grams): Float64Array {
  const top = new Uint32Array(size);
  const second = new Uint32Array(size);
  const topDocument = new Int32Array(size).fill(-1);
  const counts = new Uint32Array(size);
  const each = (document: number, visit: (gram: number, count: number) => void) => {
    const [from, to] = [offsets[document], offsets[document + 1]];
    for (let i = from; i < to && ids[i] !== NO_GRAM; i++) counts[ids[i]]++;
    for (let i = from; i < to && ids[i] !== NO_GRAM; i++) {
      if (counts[ids[i]] > 0) visit(ids[i], counts[ids[i]]);
      counts[ids[i]] = 0;
    }
  };
  for (let document = 0; document + 1 < offsets.length; document++) {
    each(document, (gram, count) => {
      if (count > top[gram]) {
        second[gram] = top[gram];
        top[gram] = count;
        topDocument[gram] = document;
      } else if (count > second[gram]) second[gram] = count;
    });
  }
  const matches = new Float64Array(offsets.length - 1);
  for (let document = 0; document + 1 < offsets.length; document++) {
    each(document, (gram, count) => {
      matches[document] += Math.min(count, topDocument[gram] === document ? second[gram] : top[gram]);
    });
  }
  return matches;
}

/** A uniform subset of `documents` documents, in their order; all where there are no more. */
export function pickDocuments(stream: Stream, tokens: Tokens, documents: number): Tokens {
  const {ids, offsets} = tokens;
  const all = offsets.length - 1;
  if (all <= documents) return tokens;
  const picked: Uint32Array[] = [];
  for (let i = 0, wanted = documents; i < all && wanted > 0; i++) {
    if (stream.float() * (all - i) >= wanted) continue;
    picked.push(ids.subarray(offsets[i], offsets[i + 1]));
    wanted--;
  }
  const starts = new Uint32Array(picked.length + 1);
  picked.forEach((document, i) => {
    starts[i + 1] = starts[i] + document.length;
  });
  const joined = new Uint32Array(starts[picked.length]);
  picked.forEach((document, i) => {
    joined.set(document, starts[i]);
  });
  return {ids: joined, offsets: starts};
}
