/** Feedback by DPO: the annotator compares documents that the model wrote in pairs, and the model learns from them. */
import type {Text} from '../../core/data.ts';
import {permutation} from '../../core/random/permutation.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {Annotator} from '../../quality/preference/annotator.ts';
import {directPreference} from '../../quality/preference/policy.ts';
import type {FeedbackOptions} from '../experiment/mitigation-schema.ts';
import {documentsFor} from './pool.ts';
import type {Improvement, MitigationStep, PolicyFeedback} from './port.ts';

type Options = Extract<FeedbackOptions, {kind: 'dpo'}>;

export class DirectPreference implements PolicyFeedback<Text> {
  private readonly options: Options;
  private readonly annotator: Annotator;

  constructor(options: Options, annotator: Annotator) {
    this.options = options;
    this.annotator = annotator;
  }

  improve(step: MitigationStep<Text>, stream: Stream): Improvement<Text> {
    const {annotator, options} = this;
    const count = Math.min(options.comparisons, annotator.budget);
    if (count < 1) return {policy: step.fitted, notes: ['the annotator may be asked for no comparison: the model stays as it was fitted']};
    const records = documentsFor(stream.fork('pool'), 2 * count, step);
    const shown = annotator.shown(records);
    const order = permutation(stream.fork('pairs'), records.count);
    const choice = stream.fork('choice');
    const comparisons = Array.from({length: count}, (_, i) => {
      const [a, b] = [order[2 * i], order[2 * i + 1]];
      const first = annotator.choose([shown[a], shown[b]], choice) === 0;
      return {chosen: first ? a : b, rejected: first ? b : a};
    });
    const {policy, accuracy} = directPreference(options).prefer(
      step.fitted,
      step.fitted,
      {records, comparisons},
      {beta: options.beta, stream: stream.fork('train')},
    );
    return {
      policy,
      comparisons: count,
      discarded: records.count,
      readings: [{measure: 'reward.accuracy', value: accuracy}],
    };
  }
}
