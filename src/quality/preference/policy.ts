/**
 * Policy training: a model that learns from preferences itself, instead of from a resampled training set.
 *
 * `directPreference` and `groupRelative` are those that ship: DPO and GRPO for transformers. A program may bring its own for other families.
 */
import type {Data, Text} from '../../core/data.ts';
import {ConfigError} from '../../core/error.ts';
import type {Stream} from '../../core/random/stream.ts';
import {documentsAt} from '../../core/text/documents.ts';
import type {Fitted} from '../../models/model.ts';
import {isTransformer} from '../../models/networks.ts';
import type {FittedTransformer, GroupOptions, Rewarded} from '../../models/transformer/index.ts';
import type {PreferenceOptions} from '../../models/transformer/preference.ts';
import type {PairAnswer} from './bradley-terry.ts';

interface Preferred<D extends Data = Data> {
  readonly policy: Fitted<D>;
  /** Share of the comparisons that the policy, beside the reference, is on the right side of. */
  readonly accuracy: number;
}

export interface PolicyTraining<D extends Data = Data> {
  /** The policy after training on comparisons of `records`, kept near `reference` at the price `beta` > 0. Same stream, same bytes. */
  prefer(
    policy: Fitted<D>,
    reference: Fitted<D>,
    preferences: {readonly records: D; readonly comparisons: readonly PairAnswer[]},
    options: {readonly beta: number; readonly stream: Stream},
  ): Preferred<D>;
}

/** Direct preference optimisation of a transformer. Throws ConfigError where the policy is none. */
export function directPreference(options: Omit<PreferenceOptions, 'beta'>): PolicyTraining<Text> {
  return {
    prefer(policy, reference, {records, comparisons}, {beta, stream}) {
      const side = (of: (comparison: PairAnswer) => number) => documentsAt(records, comparisons.map(of));
      const pairs = {chosen: side(({chosen}) => chosen), rejected: side(({rejected}) => rejected)};
      return transformerOf(policy, 'DPO').preferring(transformerOf(reference, 'DPO'), pairs, {...options, beta}, stream);
    },
  };
}

/** Learns from rewards of what it writes itself, in place of from pairs. */
export interface RewardTraining<D extends Data = Data> {
  /** The policy after training, kept near `reference`; `rewards`: the mean of each iteration's documents. Same stream, same bytes. */
  improve(
    policy: Fitted<D>,
    reference: Fitted<D>,
    rewarded: Rewarded,
    stream: Stream,
  ): {readonly policy: Fitted<D>; readonly rewards: Float64Array};
}

/** Group-relative policy optimisation of a transformer. Throws ConfigError where the policy is none. */
export function groupRelative(options: GroupOptions): RewardTraining<Text> {
  return {
    improve(policy, reference, rewarded, stream) {
      return transformerOf(policy, 'GRPO').optimised(transformerOf(reference, 'GRPO'), rewarded, options, stream);
    },
  };
}

function transformerOf(model: Fitted<Text>, what: string): FittedTransformer {
  if (isTransformer(model)) return model;
  throw new ConfigError(`${what} trains a transformer: the model has no gradients`, {
    next: 'Use model: {kind: transformer}, or feedback of kind best-of or reweight.',
  });
}
