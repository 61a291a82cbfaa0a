/**
 * The seam of policy training: a model that learns from preferences itself (DPO), instead of from a resampled training set.
 *
 * No model of this package implements it yet; families with gradients will.
 *
 *   loss = -log sigmoid(beta ((log p(chosen) - log p0(chosen)) - (log p(rejected) - log p0(rejected))))
 *
 * source   R. Rafailov et al., NeurIPS 2023
 */
import type {Data} from '../../core/data.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {Fitted} from '../../models/model.ts';
import type {Comparison} from './bradley-terry.ts';

export interface PolicyTraining<D extends Data = Data> {
  /** The policy after training on comparisons of `records`, kept near `reference` at the price `beta` > 0. Same stream, same bytes. */
  prefer(
    policy: Fitted<D>,
    reference: Fitted<D>,
    preferences: {readonly records: D; readonly comparisons: readonly Comparison[]},
    options: {readonly beta: number; readonly stream: Stream},
  ): Fitted<D>;
}
