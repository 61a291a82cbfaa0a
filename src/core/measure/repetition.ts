/**
 * How much a text repeats itself, by its n-grams: pooled, within a document, and across documents.
 *
 * shape    grams: the numbered n-grams of all documents (`core/text/grams.ts`); they do not cross documents
 * unit     shares, 0..1
 * edge     undefined where there is no n-gram. A document shorter than n words has none and is left out of every mean over documents
 * cost     O(N) each
 * source   distinct-n: J. Li et al., NAACL 2016; repetition of 4-grams: after S. Welleck et al., ICLR 2020; self-repetition: A. Salkar
 *          et al., AACL 2022, here as the share of 4-grams that occur in another document too, pooled
 * checked  against nltk and plain Python on 20 essays
 *
 * Pooled and per-document distinct-n differ greatly on the same text (.20 and .45 for n = 1): the first falls with the size of the
 * corpus, the second with the length of a document. `distinct.n` and `selfRepetition` are the pooled ones.
 */
import {type Grams, NO_GRAM} from '../text/grams.ts';

/** Distinct n-grams of all documents over all n-grams. */
export function distinctPooled(grams: Grams): number | undefined {
  return grams.count > 0 ? grams.size / grams.count : undefined;
}

/** Mean over documents of distinct n-grams over n-grams. */
export function distinctPerDocument(grams: Grams): number | undefined {
  const last = new Int32Array(grams.size).fill(-1);
  return meanOverDocuments(grams, (gram, document) => {
    if (last[gram] === document) return false;
    last[gram] = document;
    return true;
  });
}

/** Mean over documents of 1 - distinct n-grams / n-grams. `repetition` is this of 4-grams. */
export function repetition(grams: Grams): number | undefined {
  const distinct = distinctPerDocument(grams);
  return distinct === undefined ? undefined : 1 - distinct;
}

/** Mean over documents of the share of their n-grams that occur in another document too. */
export function selfRepetitionPerDocument(grams: Grams): number | undefined {
  const only = onlyDocument(grams);
  return meanOverDocuments(grams, (gram) => only[gram] === SEVERAL);
}

/** The share of all n-grams that occur in another document too, pooled over documents. `selfRepetition` is this of 4-grams. */
export function selfRepetition(grams: Grams): number | undefined {
  const only = onlyDocument(grams);
  let repeated = 0;
  for (const gram of grams.ids) if (gram !== NO_GRAM && only[gram] === SEVERAL) repeated++;
  return grams.count > 0 ? repeated / grams.count : undefined;
}

const SEVERAL = -2;

/** For each gram the one document that has it, or SEVERAL. */
function onlyDocument({ids, offsets, size}: Grams): Int32Array {
  const only = new Int32Array(size).fill(-1);
  for (let document = 0; document + 1 < offsets.length; document++) {
    for (let i = offsets[document]; i < offsets[document + 1]; i++) {
      const gram = ids[i];
      if (gram === NO_GRAM) continue;
      if (only[gram] === -1) only[gram] = document;
      else if (only[gram] !== document) only[gram] = SEVERAL;
    }
  }
  return only;
}

/** Mean over documents that have grams of the share of their grams that `counts`. */
function meanOverDocuments({ids, offsets}: Grams, counts: (gram: number, document: number) => boolean): number | undefined {
  let sum = 0;
  let documents = 0;
  for (let document = 0; document + 1 < offsets.length; document++) {
    let grams = 0;
    let counted = 0;
    for (let i = offsets[document]; i < offsets[document + 1]; i++) {
      if (ids[i] === NO_GRAM) break;
      grams++;
      if (counts(ids[i], document)) counted++;
    }
    if (grams === 0) continue;
    sum += counted / grams;
    documents++;
  }
  return documents > 0 ? sum / documents : undefined;
}
