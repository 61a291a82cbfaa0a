/** Feedback by DPO: the annotator compares documents that the model wrote in pairs, and the model learns from them. */
import type {Data, Text} from '../../core/data.ts';
import {permutation} from '../../core/random/permutation.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {Fitted} from '../../models/model.ts';
import type {Annotator} from '../../quality/preference/annotator.ts';
import {directPreference} from '../../quality/preference/policy.ts';
import {documentsFor} from './pool.ts';
import type {Improvement, MitigationMoment, PolicyFeedback} from './port.ts';
import type {FeedbackOptions} from '../experiment/mitigation-schema.ts';

type Options = Extract<FeedbackOptions, {kind: 'dpo'}>;

export class DirectPreference implements PolicyFeedback {
  private readonly options: Options;
  private readonly annotator: Annotator;

  constructor(options: Options, annotator: Annotator) {
    this.options = options;
    this.annotator = annotator;
  }

  improve(moment: MitigationMoment<Data>, stream: Stream): Improvement {
    const {annotator, options} = this;
    const count = Math.min(options.comparisons, annotator.budget);
    const model = moment.fitted as unknown as Fitted<Text>;
    if (count < 1)
      return {policy: moment.fitted, notes: ['the annotator may be asked for no comparison: the model stays as it was fitted']};
    const records = documentsFor(2 * count, moment, stream.fork('pool'));
    const shown = annotator.shown(records);
    const order = permutation(records.count, stream.fork('pairs'));
    const choice = stream.fork('choice');
    const comparisons = Array.from({length: count}, (_, i) => {
      const [a, b] = [order[2 * i], order[2 * i + 1]];
      const first = annotator.choose([shown[a], shown[b]], choice) === 0;
      return {chosen: first ? a : b, rejected: first ? b : a};
    });
    const {policy, accuracy} = directPreference(options).prefer(
      model,
      model,
      {records, comparisons},
      {beta: options.beta, stream: stream.fork('train')},
    );
    return {
      policy: policy as unknown as Fitted,
      comparisons: count,
      discarded: records.count,
      readings: [{measure: 'reward.accuracy', value: accuracy}],
    };
  }
}
