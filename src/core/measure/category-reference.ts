/**
 * Measures of categories: a fitted model's exact probabilities, and where asked its sample, against the world's exact probabilities.
 */
import type {Categories} from '../data.ts';
import {DomainError} from '../error.ts';
import type {Reading} from './estimate.ts';
import {measureTypes, type TypeReference} from './type-reference.ts';
import {countTypes, type Weights} from './types.ts';

/** What a generation of a categorical lineage has: probabilities where the family gives them, a sample where one was drawn. */
export interface CategoryCandidate {
  /** (K,) */
  readonly probabilities?: Weights;
  readonly sample?: Categories;
}

/**
 * Readings of the named measures, in the order of `names`. `truth` is `new TypeReference(probabilities, 'probabilities')`, made once.
 * Everything is read from the probabilities where they are given, and else from the sample's counts; `unseen` and `zipf` ask the sample.
 */
export function measureCategories(truth: TypeReference, {probabilities, sample}: CategoryCandidate, names: readonly string[]): Reading[] {
  const counts = sample && countTypes(sample.values, sample.categories);
  const weights = probabilities ?? counts;
  if (weights === undefined) throw new DomainError('a candidate has probabilities or a sample, got neither');
  return measureTypes(truth, {weights, counts}, names);
}
