/**
 * The parts of a training set as every family of this folder reads them: empty parts fall out, weights become shares.
 *
 * A part's share is the part of the fit that it decides, 0..1; shares sum to 1. Records inside a part weigh the same.
 */
import type {Data, Part, TrainingSet} from '../core/data.ts';
import {DataError, DomainError} from '../core/error.ts';

export interface SharedPart<D extends Data> {
  readonly data: D;
  /** 0..1; the shares of all parts sum to 1. */
  readonly share: number;
}

/**
 * The parts that hold records, with their shares: by number of records where no part has a weight.
 * Throws DataError where there is no record or no weight at all, DomainError where some parts have a weight and some have none.
 */
export function sharedParts<D extends Data>(training: TrainingSet<D>): SharedPart<D>[] {
  const filled = training.filter((part) => part.data.count > 0);
  if (filled.length === 0)
    throw new DataError('the training set is empty: a fit wants at least one record', {next: 'Raise the sample size.'});
  const weights = filled.map(weightOf);
  const weighted = filled.filter((part) => part.weight !== undefined).length;
  if (weighted !== 0 && weighted !== filled.length) {
    throw new DomainError(`either all parts of a training set have a weight or none has, got ${weighted} of ${filled.length}`);
  }
  let total = 0;
  for (const weight of weights) total += weight;
  if (!(total > 0 && total < Infinity)) {
    throw new DataError(`the weights of the parts that hold records sum to ${total}, wanted more than 0`, {
      next: 'Give weight to a source that has records.',
    });
  }
  const parts: SharedPart<D>[] = [];
  for (let p = 0; p < filled.length; p++) if (weights[p] > 0) parts.push({data: filled[p].data, share: weights[p] / total});
  return parts;
}

/** Records in all parts that have a share. */
export function recordCount(parts: readonly SharedPart<Data>[]): number {
  let n = 0;
  for (const part of parts) n += part.data.count;
  return n;
}

function weightOf(part: Part): number {
  const weight = part.weight ?? part.data.count;
  if (!(weight >= 0 && weight < Infinity)) throw new DomainError(`a part's weight is finite and at least 0, got ${weight}`);
  return weight;
}
