/**
 * How likely a document is to people: bits per byte under an n-gram model of human text, and where human text itself lies.
 *
 *   score(x) = -log2 p(x) / bytes of x          the document's end is priced in p, and words that the reference does not have are
 *                                               spelled; interpolated Kneser-Ney of order 3 over words
 *
 * The band of human text is cross-fitted. Human documents are dealt into F folds; those of fold k are scored by a model of the other
 * folds, and the quantiles are those of all these scores. New documents are scored by the model without fold 0: a model like those that
 * scored the band, so that a human document it has not seen lies below the q-quantile with probability q. A model of all the human text
 * would be a little better, and would move human documents out of their own band.
 *
 * shape    score: n documents -> (n,), lower is likelier; quantile: share -> bits per byte
 * domain   at least LEAST_DOCUMENTS distinct human documents; fewer throw DataError
 * edge     an empty document counts as one byte: its end. A human document that the model was fitted to looks likelier than it is
 * cost     F fits and a pass; one model is kept
 * checked  new human documents fall between the quantiles as often as they should
 */
import type {Text} from '../core/data.ts';
import type {Stream} from '../core/random/stream.ts';
import {quantileSorted} from '../core/stats/quantile.ts';
import {type FittedNgram, ngramModel} from '../models/ngram/index.ts';
import {checkEnoughDocuments, documentsWhere, foldsOf} from './folds.ts';

const FOLDS = 5;
const LEAST_DOCUMENTS = 2 * FOLDS;
const OPTIONS = {order: 3, unit: 'word'} as const;

export class HumanLikelihood {
  private readonly model: FittedNgram;
  /** Cross-fitted scores of the human documents, ascending. */
  private readonly sorted: Float64Array;

  constructor(stream: Stream, human: Text) {
    checkEnoughDocuments(human, LEAST_DOCUMENTS, 'the human reference of likelihood');
    const fold = foldsOf(stream.fork('folds'), human, FOLDS);
    const sorted = new Float64Array(human.count);
    let used = 0;
    for (let k = FOLDS - 1; ; k--) {
      const data = documentsWhere(human, (i) => fold[i] !== k);
      const model = ngramModel(OPTIONS).fit([{data, source: 'human'}]);
      const heldOut = documentsWhere(human, (i) => fold[i] === k);
      sorted.set(bitsPerByteOf(model, heldOut), used);
      used += heldOut.count;
      if (k > 0) continue;
      this.model = model;
      break;
    }
    this.sorted = sorted.sort();
  }

  /** Bits per byte of each document. (n,) */
  score(text: Text): Float64Array {
    return bitsPerByteOf(this.model, text);
  }

  /** Bits per byte below which a share q of human documents lies. */
  quantile(q: number): number {
    return quantileSorted(this.sorted, q);
  }
}

function bitsPerByteOf(model: FittedNgram, text: Text): Float64Array {
  const {offsets} = text;
  return model.logProbability(text).map((nats, i) => -nats / Math.LN2 / Math.max(1, offsets[i + 1] - offsets[i]));
}
