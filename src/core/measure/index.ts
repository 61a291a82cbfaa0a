/** The measures: pure functions from data to readings. A generation of the lab and a corpus of the guard are measured by the same code. */
export {excessRisk} from '../points/modes.ts';
export {type Bands, compareBands, countBands, probabilityBands} from './bands.ts';
export {divergenceBetween} from './between.ts';
export {calibration} from './calibration.ts';
export {catalog, type Measure, measureNames} from './catalog.ts';
export {type CategoryCandidate, measureCategories} from './category-reference.ts';
export {exactDuplicates} from './duplicates.ts';
export {equalised, firstTokens, shuffledDocuments} from './equalised.ts';
export type {Estimate, Reading} from './estimate.ts';
export {heapsExponent} from './heaps.ts';
export {latentSd} from './latent.ts';
export {bitsPerByte, documentPerplexities, perplexity, shareUnknown} from './likelihood.ts';
export {measurePoints, POINT_MEASURES, type PointCandidate, PointReference, type PointTruth} from './point-reference.ts';
export {distinctPerDocument, distinctPooled, repetition, selfRepetition} from './repetition.ts';
export {pickDocuments, selfBleu} from './self-bleu.ts';
export {frequentMembership, massOn, rareMembership, retention} from './tail.ts';
export {
  measureText,
  QUANTILES,
  quantileReadings,
  SAME_SIZE,
  TEXT_MEASURES,
  type TextMeasureOptions,
  TextReference,
} from './text-reference.ts';
export {FREQUENT_SHARE, measureTypes, RARE_SHARE, TYPE_MEASURES, type TypeCandidate, TypeReference} from './type-reference.ts';
export {countTypes, proportions, support, totalWeight, type Weights} from './types.ts';
export {zipfExponent} from './zipf.ts';
