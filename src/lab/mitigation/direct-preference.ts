/** Feedback by policy training: the annotator compares documents of the sample in pairs, the model learns from them, and writes anew. */
import type {Data, Text} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';
import {permutation} from '../../core/random/permutation.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {Fitted} from '../../models/model.ts';
import type {Annotator} from '../../quality/preference/annotator.ts';
import {directPreference} from '../../quality/preference/policy.ts';
import {type SizeUnit, sizeOf} from '../records.ts';
import type {Feedback, MitigationMoment, Treatment} from './port.ts';
import type {FeedbackOptions} from './schema.ts';

export class DirectPreference implements Feedback {
  private readonly options: Extract<FeedbackOptions, {kind: 'dpo'}>;
  private readonly annotator: Annotator;
  private readonly unit: SizeUnit;

  constructor(options: Extract<FeedbackOptions, {kind: 'dpo'}>, annotator: Annotator, unit: SizeUnit) {
    this.options = options;
    this.annotator = annotator;
    this.unit = unit;
  }

  prefer(drawn: Data, {generation, fitted}: MitigationMoment, stream: Stream): Treatment {
    const {annotator, options, unit} = this;
    const sample = drawn as Text;
    const count = Math.min(options.comparisons, annotator.budget, Math.floor(sample.count / 2));
    if (count < 1)
      throw new DataError(`feedback at generation ${generation}: a sample of ${sample.count} documents has no pair to compare`, {
        next: 'Draw a larger sample.',
      });
    const shown = annotator.shown(sample);
    const order = permutation(sample.count, stream.fork('pairs'));
    const choice = stream.fork('choice');
    const comparisons = Array.from({length: count}, (_, i) => {
      const [a, b] = [order[2 * i], order[2 * i + 1]];
      const first = annotator.choose([shown[a], shown[b]], choice) === 0;
      return {chosen: first ? a : b, rejected: first ? b : a};
    });
    const training = directPreference(options);
    const model = fitted as unknown as Fitted<Text>;
    const {policy, accuracy} = training.prefer(
      model,
      model,
      {records: sample, comparisons},
      {beta: options.beta, stream: stream.fork('train')},
    );
    const data = policy.sample(sizeOf(sample, unit), stream.fork('sample'));
    return {data, comparisons: count, discarded: sample.count, readings: [{measure: 'reward.accuracy', value: accuracy}]};
  }
}
